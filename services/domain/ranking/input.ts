/** What is ranked, as columns: a candidate is an index everywhere, in the order of the candidates' numbers. */

/** `codes` of a unit: a mark stands there. */
export const MARK_STANDS = 0;
/** `codes` of a unit: there is no line for that candidate. Other values: 1 + index of the special code in the rules. */
export const NO_LINE = 255;
/** The most special codes that a byte can tell apart. */
export const SPECIAL_CODES_MAX = 254;
/** Imported totals: none was given. */
export const NO_TOTAL = -1;
/** Ranks: none. */
export const NO_RANK = 0;

/** Marks of one unit, by candidate. */
export interface UnitMarks {
  /** Thousandths as given; 0 where no mark stands. Whole numbers, exact. */
  readonly marks: Float64Array;
  /** Thousandths that the mark was given over; 0: nothing of the unit counts for this candidate. */
  readonly maxima: Float64Array;
  readonly codes: Uint8Array;
}

/** What of one ranking depends on the candidate. */
export interface RankingInput {
  /** 1: enrolled. */
  readonly enrolled: Uint8Array;
  /** Values that the office gives instead of a computation (R14); null where everything is computed. */
  readonly totals: Float64Array | null;
  readonly ranks: Uint32Array | null;
}

export interface CompetitionInput {
  /** Anonymity numbers, ascending by code unit, each once. */
  readonly candidates: readonly string[];
  /** In the rules' order of units. */
  readonly units: readonly UnitMarks[];
  /** Values of the identity fields that tie-breaks look at, by field; "" where there is none. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** In the rules' order of rankings. */
  readonly rankings: readonly RankingInput[];
}
