/** A candidate's result as a letter: marks, totals and ranks, and how to check them. French and English. */
import type { Status } from "#domain/ranking/rank";
import type { Block, TaggedDocument } from "#preparation/tagged-document";

export type LetterLanguage = "fr" | "en";

export interface LetterUnit {
  readonly code: string;
  readonly name: string;
  /** Thousandths; null where a special code stands. */
  readonly mark: number | null;
  readonly maximum: number | null;
  readonly specialCode: string | null;
}
export interface LetterRanking {
  readonly name: string;
  /** Coefficient × thousandths; null where there is none. */
  readonly total: number | null;
  readonly outOf: number | null;
  readonly rank: number | null;
  /** How many are ranked. */
  readonly ranked: number;
  readonly status: Status;
  readonly because: string;
}
export interface ResultLetter {
  readonly examTitle: string;
  readonly anonymityNumber: string;
  /** Null while anonymity is not lifted. */
  readonly name: string | null;
  /** ISO date. */
  readonly date: string;
  readonly units: readonly LetterUnit[];
  readonly rankings: readonly LetterRanking[];
  /** SHA-256 of the public file, hex. */
  readonly publicSha256: string;
}

export function resultLetter(letter: ResultLetter, language: LetterLanguage): TaggedDocument {
  const words = WORDS[language];
  const number = (thousandths: number) => points(thousandths, words.decimal);
  const over = (value: number, of: number | null) => (of === null ? number(value) : `${number(value)} / ${number(of)}`);
  const blocks: Block[] = [
    {
      kind: "facts",
      rows: [
        [words.exam, letter.examTitle],
        ...(letter.name === null ? [] : [[words.name, letter.name] as const]),
        [words.candidate, letter.anonymityNumber],
        [words.date, dayInWords(letter.date, language)],
      ],
    },
    { kind: "heading", text: words.marks },
    {
      kind: "table",
      columns: [
        { title: words.unit, share: 6 },
        { title: words.mark, share: 3, align: "right", figures: true },
      ],
      rows: letter.units.map(({ code, mark, maximum, name, specialCode }) => [
        name === code ? name : `${code}, ${name}`,
        mark === null ? (specialCode ?? words.none) : maximum === 0 ? words.annulled : over(mark, maximum),
      ]),
    },
    { kind: "heading", text: words.ranks },
    {
      kind: "table",
      columns: [
        { title: words.ranking, share: 5 },
        { title: words.total, share: 3, align: "right", figures: true },
        { title: words.rank, share: 4, align: "right", figures: true },
      ],
      rows: letter.rankings.map(({ because, name, outOf, rank, ranked, status, total }) => [
        name,
        total === null ? words.none : over(total, outOf),
        rank === null
          ? [words.status[status], words.because(because)].filter((one) => one !== "").join(words.colon)
          : words.rankOf(rank, ranked),
      ]),
    },
    { kind: "heading", text: words.check },
    { kind: "paragraph", text: words.howToCheck },
    { kind: "facts", rows: [[words.fingerprint, grouped(letter.publicSha256)]] },
  ];
  return {
    language,
    title: words.title,
    running: `${words.title}, ${letter.examTitle}`,
    pageNumber: words.page,
    blocks,
  };
}

/** Thousandths as points, without zeros behind: 12500 → 12.5. */
function points(thousandths: number, decimal: string): string {
  const [whole, rest] = [Math.floor(thousandths / 1000), String(thousandths % 1000).padStart(3, "0")];
  const digits = rest.replace(/0+$/, "");
  return digits === "" ? String(whole) : `${whole}${decimal}${digits}`;
}
/** `22 novembre 2026`. */
const dayInWords = (isoDate: string, language: LetterLanguage): string =>
  new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(isoDate),
  );
/** Thousands apart, by a space that does not break. */
const counted = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
/** In eights: people compare it with their eyes. */
const grouped = (hex: string): string => hex.match(/.{1,8}/g)?.join(" ") ?? hex;

interface Words {
  readonly title: string;
  readonly exam: string;
  readonly name: string;
  readonly candidate: string;
  readonly date: string;
  readonly marks: string;
  readonly unit: string;
  readonly mark: string;
  readonly annulled: string;
  readonly none: string;
  readonly ranks: string;
  readonly ranking: string;
  readonly total: string;
  readonly rank: string;
  readonly rankOf: (rank: number, of: number) => string;
  readonly status: Readonly<Record<Status, string>>;
  /** What rankings say in English: `ABS in UE1`. */
  readonly because: (text: string) => string;
  readonly check: string;
  readonly howToCheck: string;
  readonly fingerprint: string;
  readonly decimal: string;
  readonly colon: string;
  readonly page: (page: number, count: number) => string;
}
const WORDS: Readonly<Record<LetterLanguage, Words>> = {
  fr: {
    ...{
      title: "Relevé de résultats",
      exam: "Examen",
      name: "Nom",
      candidate: "Numéro d’anonymat",
      date: "Établi le",
    },
    ...{ marks: "Notes", unit: "Unité", mark: "Note", annulled: "annulée par le jury", none: "–" },
    ...{ ranks: "Classements", ranking: "Classement", total: "Total", rank: "Rang" },
    rankOf: (rank, of) => `${counted(rank)} sur ${counted(of)}`,
    because: (text) => text.replace(/^no line in /, "pas de note en ").replace(/^(\S+) in /, "$1 en "),
    status: {
      ranked: "classé",
      unranked: "sans rang",
      "not-enrolled": "non inscrit",
      excluded: "non classé",
      "no-mark": "sans note",
      "no-value": "sans valeur",
    },
    check: "Vérifier",
    howToCheck:
      "Le fichier public du classement permet à chacun de refaire tout le calcul : notes, règles, départage et tirage au sort, " +
      "par numéro d’anonymat. Son empreinte SHA-256 doit être celle-ci ; la commande « amphi verify-ranking » la donne.",
    fingerprint: "Empreinte",
    decimal: ",",
    colon: " : ",
    page: (page, count) => `Page ${page} sur ${count}`,
  },
  en: {
    ...{ title: "Statement of results", exam: "Exam", name: "Name", candidate: "Anonymity number", date: "Issued on" },
    ...{ marks: "Marks", unit: "Unit", mark: "Mark", annulled: "annulled by the jury", none: "–" },
    ...{ ranks: "Rankings", ranking: "Ranking", total: "Total", rank: "Rank" },
    rankOf: (rank, of) => `${counted(rank)} of ${counted(of)}`,
    because: (text) => text,
    status: {
      ranked: "ranked",
      unranked: "without a rank",
      "not-enrolled": "not enrolled",
      excluded: "not ranked",
      "no-mark": "without a mark",
      "no-value": "without a value",
    },
    check: "To check it",
    howToCheck:
      "The public file of the ranking lets anybody make the whole computation again: marks, rules, tie-breaks and lottery, by " +
      "anonymity number. Its SHA-256 must be the one below; the command “amphi verify-ranking” prints it.",
    fingerprint: "Fingerprint",
    decimal: ".",
    colon: ": ",
    page: (page, count) => `Page ${page} of ${count}`,
  },
};
