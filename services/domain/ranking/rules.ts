/**
 * What a ranking is made by: data of a competition, published before it (ADMISSIONS R1–R17). Everything from a mark to a
 * rank is a whole number; marks are thousandths of a point.
 */

/** A course unit or a paper: what has a mark. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  /** Thousandths that marks of this unit are brought to, whatever they were given over (20000: over 20). */
  readonly scale: number;
  /** Coefficient of the unit where a ranking says "ects" (R12). */
  readonly ects?: number;
  /** Counts in rankings that say "ects": taken by every candidate (R12). */
  readonly common?: boolean;
}

/**
 * What a special code does where a unit counts (R10): the mark is 0 · the unit is left out of mark and maximum · no rank
 * where the unit counts · no rank anywhere. "Anywhere" leaves out rankings whose ranks are imported.
 */
export const CODE_EFFECTS = ["zero", "neutral", "excludes-here", "excludes-everywhere"] as const;
export type CodeEffect = (typeof CODE_EFFECTS)[number];

/** Stands in place of a mark: absent, dispensed… */
export interface SpecialCode {
  readonly code: string;
  readonly effect: CodeEffect;
  /** Another effect in some rankings, by their code. */
  readonly in?: Readonly<Record<string, Exclude<CodeEffect, "excludes-everywhere">>>;
}

/** Candidates of equal total: who comes first by the mark of one unit (R15). */
export interface MarkTieBreak {
  readonly by: "mark";
  readonly unit: string;
  readonly first: "highest" | "lowest";
  /** Where those stand who have no mark there (a special code, an annulled unit, no line). */
  readonly missing: "first" | "last" | "zero";
}

/** The same by an identity field (R4, R15): a whole number, a date, a text by its characters' numbers, or a list of values. */
export interface FieldTieBreak {
  readonly by: "field";
  readonly field: string;
  /** A list names every value there is, the first one first; `first` then is "listed". */
  readonly as: "number" | "date" | "text" | readonly string[];
  readonly first: "highest" | "lowest" | "listed";
  readonly missing: "first" | "last";
}
export type TieBreak = MarkTieBreak | FieldTieBreak;

/** One order of candidates: of everyone, of a programme, of a term (R12, R13). */
export interface Ranking {
  readonly code: string;
  readonly name: string;
  readonly shortName?: string;
  /** Who is ranked: all candidates, or those whose line names this ranking (R17). */
  readonly enrolled: "everyone" | "listed";
  /** Where the total comes from (R14). */
  readonly totals: "computed" | "imported" | "none";
  /** Where the rank comes from (R14); "none": totals only (R7). */
  readonly ranks: "computed" | "imported" | "none";
  /** Whole coefficients by unit (R5), or "ects": every common unit with its ECTS. Needed where totals are computed. */
  readonly coefficients?: Readonly<Record<string, number>> | "ects";
  readonly tieBreaks: readonly TieBreak[];
}

/** What the last ties are broken by (R16); "none" refuses to rank while one is left. */
export const LOTTERY_METHODS = ["beacon", "public-numbers", "none"] as const;
export type LotteryMethod = (typeof LOTTERY_METHODS)[number];

export interface RankingRules {
  readonly format: "amphi-ranking-rules";
  readonly v: 1;
  readonly title: string;
  readonly units: readonly Unit[];
  readonly codes: readonly SpecialCode[];
  /** A candidate without a line for a unit that counts: refused, or as if this special code stood there. */
  readonly missing: "refuse" | { readonly as: string };
  readonly rankings: readonly Ranking[];
  readonly lottery: LotteryMethod;
}

/** Coefficients of a ranking by unit, in the rules' order of units; none where totals are not computed. */
export function coefficientsOf(rules: RankingRules, ranking: Ranking): ReadonlyMap<string, number> {
  const { coefficients } = ranking;
  if (ranking.totals !== "computed" || coefficients === undefined) return new Map();
  const pairs = rules.units.flatMap((unit): [string, number][] => {
    const value =
      coefficients !== "ects" ? coefficients[unit.code] : unit.common === true ? (unit.ects ?? 0) : undefined;
    return value === undefined ? [] : [[unit.code, value]];
  });
  return new Map(pairs);
}

/** The largest total there is: Σ coefficient × scale. Every total of the ranking is over it. */
export function outOf(rules: RankingRules, ranking: Ranking): number {
  const coefficients = coefficientsOf(rules, ranking);
  return rules.units.reduce((sum, unit) => sum + unit.scale * (coefficients.get(unit.code) ?? 0), 0);
}

/** Identity fields that any tie-break looks at, each once. */
export function fieldsOf(rules: RankingRules): string[] {
  const named = rules.rankings.flatMap((ranking) =>
    ranking.tieBreaks.flatMap((tieBreak) => (tieBreak.by === "field" ? [tieBreak.field] : [])),
  );
  return [...new Set(named)];
}

/** What a tie-break is called where a rank is explained: `mark UE1`, `field born`. */
export const tieBreakName = (tieBreak: TieBreak): string =>
  tieBreak.by === "mark" ? `mark ${tieBreak.unit}` : `field ${tieBreak.field}`;
