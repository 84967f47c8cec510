/** Seats and reorientations as calculations keep them. */
import type { Audit } from "#domain/admission/audit/audit";
import type { Mode } from "#domain/admission/market/market";
import type { Overview } from "#domain/admission/overview";

export interface StoredRound {
  /** From 1. */
  readonly number: number;
  /** In the order of `candidates`, which are the ids of the round's input; "null" seats: admitted nowhere. */
  readonly people: readonly number[];
  readonly candidates: readonly string[];
  readonly seats: readonly (string | null)[];
  readonly mode: Mode;
  readonly audit: Audit;
  /** Why the plain result was set aside in the protected mode. */
  readonly setAside: Audit | null;
  readonly overview: Overview;
  /** How many would sit elsewhere had programmes proposed; none of them better. */
  readonly wouldDiffer: number;
  readonly programmes: readonly {
    readonly code: string;
    readonly places: number;
    readonly admitted: number;
    /** Rank of the last admitted; null: nobody is. */
    readonly lastRank: number | null;
  }[];
}

export interface StoredReorientation {
  readonly strategy: string;
  readonly name: string;
  /** Last rank that passes; null: a condition on totals. */
  readonly bound: number | null;
  readonly registered: number;
  /** Persons, best first. */
  readonly reoriented: readonly number[];
  readonly mayRepeat: readonly number[];
  /** Ids of the round's input that are not called as replacements. */
  readonly leave: readonly string[];
}

export const seatsById = ({ candidates, seats }: StoredRound): Record<string, string | null> =>
  Object.fromEntries(candidates.map((id, i) => [id, seats[i] ?? null]));
