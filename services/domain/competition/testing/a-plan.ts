/** A first health year as ResExam has it: five programmes, students from abroad above the places, repeaters. */
import type { Enrolled, StoredMark } from "#domain/competition/people";
import { type CompetitionPlan, emptyPlan, type PlanProgramme, type PlanUnit } from "#domain/competition/plan";

export const aUnit = (code: string, over: Partial<PlanUnit> = {}): PlanUnit => ({
  ...{ code, name: `Unit ${code}`, scale: 20_000, ects: 6, common: true, term: 1, source: "office", teachers: [] },
  ...over,
});
export const aProgramme = (code: string, places: number, over: Partial<PlanProgramme> = {}): PlanProgramme => ({
  ...{
    code,
    name: `Programme ${code}`,
    totals: "computed",
    ranks: "computed",
    tieBreaks: [],
    places,
    overQuota: [],
    caps: [],
  },
  coefficients: { UE1: 2, UE2: 1 },
  ...over,
});
export const aPlan = (over: Partial<CompetitionPlan> = {}): CompetitionPlan => ({
  ...emptyPlan("First health year", "PACES", "2026-09-01"),
  studentNumber: "99999999",
  identityFields: [
    { code: "abroad", name: "From outside the EEA", kind: "choice", values: ["yes", "no"], needed: true },
    { code: "repeater", name: "Repeater", kind: "choice", values: ["yes", "no"], needed: false },
    { code: "born", name: "Born on", kind: "date", values: [], needed: false },
  ],
  categories: [
    { code: "abroad", name: "Outside the EEA", field: "abroad", values: ["yes"] },
    { code: "repeaters", name: "Repeaters", field: "repeater", values: ["yes"] },
  ],
  units: [aUnit("UE1"), aUnit("UE2", { ects: 4 })],
  rankings: [
    {
      ...{ code: "ALL", name: "Everybody", totals: "computed", ranks: "computed", coefficients: "ects" },
      tieBreaks: [{ by: "field", field: "born", as: "date", first: "lowest", missing: "last" }],
    },
  ],
  programmes: [
    aProgramme("MED", 1, { overQuota: [{ category: "abroad", max: 1, beyondCap: "consume" }] }),
    aProgramme("PHA", 2),
  ],
  admissions: "computed",
  ...over,
});

export const aPerson = (n: number, over: Partial<Enrolled> = {}): Enrolled => ({
  ...{ personId: n, studentNumber: String(20_000_000 + n), anonymityNumber: `A${n}`, programmes: ["MED", "PHA"] },
  identity: { abroad: "no", repeater: "no", born: `2004-01-${String(n).padStart(2, "0")}` },
  ...over,
});
export const aMark = (personId: number, unit: string, mark: number | string): StoredMark => ({
  ...{ personId, unit },
  value: typeof mark === "string" ? { code: mark } : { mark, maximum: 20_000 },
});
