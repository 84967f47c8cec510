/**
 * The competition of office-year.e2e.test.ts: 24 students, five programmes with seven places, marks so that everybody's rank
 * is known beforehand but for the second and the third, whom only the lottery tells apart.
 */
import type { CompetitionPlan } from "#domain/competition/plan";
import { aPlan, aProgramme, aUnit } from "#domain/competition/testing/a-plan";

const HOUR_MS = 3_600_000;
const NAMES =
  "Durand Petit Roux Morel Girard Andre Lefebvre Mercier Blanc Guerin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Henry Masson Noël Leroux".split(
    " ",
  );
/** Best first, but for the two of the lottery. */
export const STUDENTS = NAMES.map((family, n) => ({
  ...{ family, number: String(20_000_001 + n), mail: `${20_000_001 + n}@etudiants.example` },
  name: `${family} Camille`,
  /** Above the places of medicine; leaves a place to one more. */
  fromAbroad: n === 1,
  repeats: n % 7 === 6,
  /** Out of 20. */
  firstTerm: 19.5 - n * 0.5,
  secondTerm: n === 3 ? 15 : 14,
}));
/** Who resigns; the two whom the lottery tells apart; the last three of the first term; the last of the year who repeats. */
export const [FIRST, TIED, WORST, REPEATER] = [0, [2, 3], [21, 22, 23], 20] as const;
export const studentAt = (n: number) => {
  const found = STUDENTS[n];
  if (!found) throw new Error(`no student ${n}`);
  return found;
};
/** When the two wish windows open and close, from the beginning of the test on, ms. */
export const WINDOWS = { first: [0, HOUR_MS], second: [2 * HOUR_MS, 3 * HOUR_MS] } as const;
export const AFTER_WISHES_MS = 3.1 * HOUR_MS;

const yesNo = { kind: "choice", values: ["oui", "non"], needed: true } as const;
const programme = (code: string, name: string, places: number) => ({
  ...aProgramme(code, places, { name, coefficients: { UE1: 2, UE2: 1, UE3: 1 } }),
});

export function planOfTheYear(nowMs: number): CompetitionPlan {
  const at = (ms: number) => new Date(nowMs + ms).toISOString();
  const ranking = { totals: "computed", ranks: "computed", tieBreaks: [] } as const;
  return aPlan({
    ...{ title: "PACES 2026", shortTitle: "PACES" },
    identityFields: [
      { code: "etranger", name: "Hors EEE", ...yesNo },
      { code: "redoublant", name: "Redoublant", ...yesNo },
    ],
    categories: [
      { code: "etrangers", name: "Hors EEE", field: "etranger", values: ["oui"] },
      { code: "redoublants", name: "Redoublants", field: "redoublant", values: ["oui"] },
    ],
    codes: [
      { code: "ABS", name: "Absent", effect: "zero" },
      { code: "ATT", name: "Pas encore notée", effect: "neutral" },
      { code: "REO", name: "Réorienté au premier semestre", effect: "excludes-everywhere" },
    ],
    missing: { as: "ATT" },
    units: [
      aUnit("UE1", { name: "Chimie et biochimie" }),
      aUnit("UE2", { name: "Biologie cellulaire", teachers: ["teacher"] }),
      aUnit("UE3", { name: "Anatomie", term: 2 }),
    ],
    rankings: [
      { ...ranking, code: "S1", name: "Premier semestre", coefficients: { UE1: 1, UE2: 1 } },
      { ...ranking, code: "AN", name: "Classement de l’année", coefficients: "ects" },
    ],
    programmes: [
      {
        ...programme("MED", "Médecine", 3),
        overQuota: [{ category: "etrangers", percent: 50, beyondCap: "consume" }],
      },
      programme("ODO", "Odontologie", 1),
      programme("PHA", "Pharmacie", 2),
      programme("MAI", "Maïeutique", 1),
      programme("KIN", "Kinésithérapie", 1),
    ],
    lottery: "public-numbers",
    reorientations: [
      {
        ...{ code: "S1", name: "Réorientation du premier semestre", ranking: "S1", moment: "before-admissions" },
        ...{ worstPercent: 15, only: [], except: [] },
      },
      {
        ...{ code: "AN", name: "Réorientation de fin d’année", ranking: "AN", moment: "after-replacements" },
        ...{ beyondHundredths: 250, only: [], except: ["redoublants"] },
      },
    ],
    wishes: {
      most: 0,
      windows: [
        { name: "Après le premier semestre", opensAt: at(WINDOWS.first[0]), closesAt: at(WINDOWS.first[1]) },
        { name: "Après le second semestre", opensAt: at(WINDOWS.second[0]), closesAt: at(WINDOWS.second[1]) },
      ],
    },
    visibility: { marks: "own", totals: "own", ranks: "own", wishes: "own", seat: "own", explanation: "own" },
    mails: ["wishes-saved", "results-published", "seat-offered", "resignation"],
  });
}

const csv = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(";")).join("\r\n");
const french = (mark: number) => mark.toFixed(2).replace(".", ",");
const yes = (is: boolean) => (is ? "oui" : "non");

/** Who is registered, without any mark. */
export const REGISTRATION = csv([
  ["N° étudiant", "Nom", "Prénom", "Courriel", "Filières", "Hors EEE", "Redoublant"],
  ...STUDENTS.map(({ family, fromAbroad, mail, number, repeats }) => [
    ...[number, family, "Camille", mail, "MED ODO PHA MAI KIN", yes(fromAbroad), yes(repeats)],
  ]),
]);
export const FIRST_TERM = csv([
  ["N° étudiant", "UE1"],
  ...STUDENTS.map(({ firstTerm, number }) => [number, french(firstTerm)]),
]);
export const SECOND_TERM = csv([
  ["N° étudiant", "UE3"],
  ...STUDENTS.map(({ number, secondTerm }, n) => [
    number,
    (WORST as readonly number[]).includes(n) ? "REO" : french(secondTerm),
  ]),
]);
