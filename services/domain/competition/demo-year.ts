/** A first health year to try the portal with, around an exam day that is over: rules, students, a second unit, wishes. Pure. */
import type { ImportPlan } from "#domain/competition/import-plan";
import type { MarkValue } from "#domain/competition/people";
import { type CompetitionPlan, emptyPlan, type PlanProgramme, type PlanRanking } from "#domain/competition/plan";
import { FAMILY_NAMES, GIVEN_NAMES } from "#domain/exam/demo-names";
import { seededNumbers } from "#domain/exam/seeded-numbers";

/** Unit that the exam day feeds, and the one that the office and a teacher enter. */
export const [PAPER_UNIT, OFFICE_UNIT] = ["UE1", "UE2"] as const;
const SCALE = 20_000;
const QUARTER = 250;
const DAY_MS = 86_400_000;
/** Every so many: from outside the EEA; repeats the year; has entered no wishes yet. */
const [ABROAD, REPEATS, WITHOUT_WISHES] = [20, 6, 10];

/** What an exam day knows of somebody. */
export interface DayCandidate {
  readonly studentNumber: string;
  readonly anonymityNumber: string;
  /** `2001-04-30`. */
  readonly born: string;
  readonly absent: boolean;
}

const ranked: Pick<PlanRanking, "totals" | "ranks" | "tieBreaks"> = {
  ...{ totals: "computed", ranks: "computed" },
  tieBreaks: [{ by: "field", field: "born", as: "date", first: "lowest", missing: "last" }],
};
const programme = (code: string, name: string, places: number): PlanProgramme => ({
  ...ranked,
  ...{ code, name, places, overQuota: [], caps: [], coefficients: { [PAPER_UNIT]: 2, [OFFICE_UNIT]: 1 } },
});

/** Five programmes, one with students above its places (R23); the wish window opened a day ago and is open for two months. */
export function demoYearPlan(nowMs: number, teacher: string): CompetitionPlan {
  const instant = (ms: number) => new Date(ms).toISOString();
  const unit = { scale: SCALE, common: true, term: 1 } as const;
  const medicine = programme("MED", "Médecine", 60);
  return {
    ...emptyPlan("PACES de démonstration", "PACES", instant(nowMs).slice(0, 10)),
    studentNumber: "A9999999",
    identityFields: [
      { code: "abroad", name: "Hors Espace économique européen", kind: "choice", values: ["oui", "non"], needed: true },
      { code: "repeater", name: "Redoublant", kind: "choice", values: ["oui", "non"], needed: true },
      { code: "born", name: "Date de naissance", kind: "date", values: [], needed: true },
    ],
    categories: [
      { code: "abroad", name: "Hors Espace économique européen", field: "abroad", values: ["oui"] },
      { code: "repeaters", name: "Redoublants", field: "repeater", values: ["oui"] },
    ],
    units: [
      { ...unit, code: PAPER_UNIT, name: "Épreuve sur tablette", ects: 10, source: "paper", teachers: [] },
      { ...unit, code: OFFICE_UNIT, name: "Biochimie", ects: 5, source: "office", teachers: [teacher] },
    ],
    rankings: [{ ...ranked, code: "GEN", name: "Classement général", coefficients: "ects" }],
    programmes: [
      { ...medicine, overQuota: [{ category: "abroad", percent: 8, beyondCap: "consume" }] },
      programme("PHA", "Pharmacie", 30),
      programme("ODO", "Odontologie", 14),
      programme("MAI", "Maïeutique", 12),
      programme("KIN", "Kinésithérapie", 14),
    ],
    admissions: "computed",
    reorientations: [
      {
        ...{ code: "S1", name: "Réorientation", ranking: "GEN", moment: "before-admissions", worstPercent: 15 },
        ...{ only: [], except: ["repeaters"] },
      },
    ],
    wishes: {
      most: 0,
      windows: [{ name: "Vœux", opensAt: instant(nowMs - DAY_MS), closesAt: instant(nowMs + 60 * DAY_MS) }],
    },
    mails: ["wishes-saved", "results-published", "seat-offered", "resignation"],
  };
}

/** An address that can belong to nobody: `.example` is reserved (RFC 2606). */
export const demoMail = (studentNumber: string): string => `${studentNumber.toLowerCase()}@etudiants.example`;

/** Persons, enrolments in every programme, and marks of the unit that no paper feeds. */
export function demoYearImport(candidates: readonly DayCandidate[], programmes: readonly string[]): ImportPlan {
  const random = seededNumbers(candidates.length);
  return {
    people: candidates.map(({ studentNumber }, n) => ({
      ...{ personId: null, studentNumber, mail: demoMail(studentNumber) },
      familyName: FAMILY_NAMES[(n * 11) % FAMILY_NAMES.length] ?? "",
      givenName: GIVEN_NAMES[(n * 7) % GIVEN_NAMES.length] ?? "",
    })),
    enrolments: candidates.map(({ anonymityNumber, born, studentNumber }, n) => ({
      ...{ studentNumber, anonymityNumber, programmes, isNew: true },
      identity: { abroad: n % ABROAD === 3 ? "oui" : "non", repeater: n % REPEATS === 5 ? "oui" : "non", born },
    })),
    marks: candidates.map(({ absent, studentNumber }) => {
      const mark = QUARTER * (16 + random.below(29) + random.below(29));
      const value: MarkValue = absent ? { code: "ABS" } : { mark, maximum: SCALE };
      return { studentNumber, unit: OFFICE_UNIT, value, isNew: true };
    }),
    ...{ given: [], same: 0 },
  };
}

/** One wish or more of nine in ten, by student number, in their order; the first student has none yet. */
export function demoYearWishes(
  candidates: readonly DayCandidate[],
  programmes: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const random = seededNumbers(candidates.length + 1);
  return new Map(
    candidates.flatMap(({ studentNumber }, n) => {
      const wishes = random.shuffle(programmes).slice(0, 1 + random.below(programmes.length));
      return n % WITHOUT_WISHES === 0 ? [] : [[studentNumber, wishes] as const];
    }),
  );
}
