/** What mails say of a competition, in words of one language. Times are those of Paris, where the competitions are. Pure. */
import type { CompetitionPlan } from "#domain/competition/plan";
import type { MailLanguage } from "#domain/mail/mail-text";
import type { OwnResult, ShownRanking } from "#domain/student/result";
import type { SeatAnswerKind } from "#domain/student/seat-answer";

export const TIME_ZONE = "Europe/Paris";

const format = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "medium", timeZone: TIME_ZONE });
/** Made once: one costs more than all that is formatted with it. */
const FORMATS: Readonly<Record<MailLanguage, Intl.DateTimeFormat>> = { fr: format("fr-FR"), en: format("en-GB") };

/** `8 février 2026 à 20:00:00 (heure de Paris)`. */
export const instant = (language: MailLanguage, atMs: number): string =>
  `${FORMATS[language].format(atMs)} (${language === "fr" ? "heure de Paris" : "Paris time"})`;

/** One line a wish, numbered. */
export function wishLines(language: MailLanguage, plan: CompetitionPlan, programmes: readonly string[]): string {
  if (programmes.length === 0) return language === "fr" ? "aucun vœu" : "no wish";
  const name = (code: string) => plan.programmes.find((one) => one.code === code)?.name ?? code;
  return programmes.map((code, i) => `${i + 1}. ${name(code)}`).join("\n");
}

/** Totals of the tables are over a common denominator: over 20, to three decimals, as students know them. */
export function totalOver20(total: number, outOf: number): string {
  return ((20 * total) / outOf).toFixed(3);
}

function rankingLine(language: MailLanguage, one: ShownRanking): string | null {
  const parts = [
    ...(one.total !== null && one.outOf !== null && one.outOf > 0 ? [`${totalOver20(one.total, one.outOf)}/20`] : []),
    ...(one.rank === null ? [] : [`${language === "fr" ? "rang" : "rank"} ${one.rank}/${one.ranked ?? one.rank}`]),
  ];
  return parts.length === 0 ? null : `${one.ranking}${language === "fr" ? " : " : ": "}${parts.join(", ")}`;
}

/** What the student's own result says, line by line; empty where the rules show nothing. */
export function resultLines(language: MailLanguage, result: OwnResult): string {
  const rankings = (result.rankings ?? []).flatMap((one) => rankingLine(language, one) ?? []);
  return [
    ...rankings,
    ...(result.explanation?.[language] ?? []),
    ...(result.reorientation ? [result.reorientation] : []),
  ]
    .join("\n")
    .trim();
}

export const ANSWER_WORDS: Readonly<Record<MailLanguage, Readonly<Record<SeatAnswerKind, string>>>> = {
  fr: {
    accepted: "Vous acceptez ce siège et restez candidat à vos vœux préférés.",
    locked: "Vous acceptez ce siège définitivement : vos vœux préférés sont abandonnés.",
    "keeps-below": "Vous renoncez à ce siège et restez candidat à vos vœux suivants.",
    resigned: "Vous vous désistez : vous quittez la procédure.",
  },
  en: {
    accepted: "You accept this seat and stay in the running for the wishes you prefer.",
    locked: "You accept this seat for good: the wishes you prefer are given up.",
    "keeps-below": "You give up this seat and stay in the running for your next wishes.",
    resigned: "You resign: you leave the procedure.",
  },
};
