/** Seats and reorientations as calculations keep them, beside the files that they were made from. */
import type { Audit } from "#domain/admission/audit/audit";
import type { Mode } from "#domain/admission/market/market";
import type { Overview } from "#domain/admission/overview";

export interface StoredRound {
  /** From 1. */
  readonly number: number;
  /** Programme of each candidate of the round's input; null: admitted nowhere. What `amphi audit --result` reads. */
  readonly seats: Readonly<Record<string, string | null>>;
  /** Persons, by the candidates of the input. */
  readonly people: Readonly<Record<string, number>>;
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
