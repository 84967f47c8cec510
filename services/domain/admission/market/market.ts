/**
 * What an allocation is computed from, as numbers: programmes and candidates are their places in the file, lists lie one
 * after the other in one array ("list i is what stands from `start[i]` to `start[i + 1]`"). Nothing here is derived: the
 * engine and the auditor both begin at it, and each works out for itself what it needs.
 */

/** No programme, no candidate, no category. */
export const NONE = -1;

/**
 * A category that may be admitted above the places (R23–R25): `most` of them; `beyond` says what happens to more: they
 * take an ordinary place (`consume`) or are passed over (`refuse`).
 */
export interface OverQuota {
  readonly category: number;
  readonly most: number;
  readonly beyond: "consume" | "refuse";
}
/** At most `most` of a category, whatever the places they take (R26). */
export interface Cap {
  readonly category: number;
  readonly most: number;
}
export interface Rules {
  readonly overQuota: readonly OverQuota[];
  readonly caps: readonly Cap[];
}

export interface Market {
  /** Initial places of each programme: they never follow from who was admitted. */
  readonly places: Int32Array;
  /** Null: places and nothing else. */
  readonly rules: readonly (Rules | null)[];
  /** Candidates in the order of each programme, best first. */
  readonly rankingStart: Int32Array;
  readonly ranking: Int32Array;
  /** Programmes in the order of each candidate's wishes. */
  readonly wishStart: Int32Array;
  readonly wishes: Int32Array;
  /** Each candidate's categories, as an index into `kinds`: the sets of categories that occur. */
  readonly kindOf: Int32Array;
  readonly kinds: readonly (readonly number[])[];
}

export const STAYS = 0;
/** Left the procedure. */
export const LEFT = 1;
/** Gave up the seat and every wish down to it, and keeps those below. */
export const KEEPS_BELOW = 2;

/** What is known of each candidate before this round. In the first round nobody holds anything. */
export interface Round {
  /** Programme of the seat held, or NONE. */
  readonly previous: Int32Array;
  /** STAYS, LEFT or KEEPS_BELOW. */
  readonly resigned: Int32Array;
  /** 1: keeps the seat held and wants no better one (R31). */
  readonly locked: Int32Array;
  /** Programme that owes the candidate a seat in addition to its places, or NONE. */
  readonly additional: Int32Array;
}

/** Programme of each candidate, or NONE. */
export type Seats = Int32Array;

/** `plain`: the choice of programmes as it is. `protected`: they first take whoever holds a seat there. */
export type Mode = "plain" | "protected";

export const firstRound = (candidates: number): Round => ({
  previous: new Int32Array(candidates).fill(NONE),
  resigned: new Int32Array(candidates),
  locked: new Int32Array(candidates),
  additional: new Int32Array(candidates).fill(NONE),
});
