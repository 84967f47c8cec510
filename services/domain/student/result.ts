/** What a student is shown once a publication is in force: prepared beforehand, one document for each. */
import type { WishOutcome } from "#domain/admission/explanation/decision";
import type { Status } from "#domain/ranking/rank";

export interface ShownMark {
  readonly unit: string;
  /** Thousandths of a point, over what; or a special code by name. Null: nothing stands there. */
  readonly value: { readonly mark: number; readonly maximum: number } | { readonly code: string } | null;
}
export interface ShownRanking {
  readonly ranking: string;
  /** Null: not shown, or none. `outOf` null: the total was imported, and stands for itself. */
  readonly total: number | null;
  readonly outOf: number | null;
  readonly rank: number | null;
  /** How many are ranked; null where ranks are not shown. */
  readonly ranked: number | null;
  readonly status: Status;
  /** Name of the unit whose special code excludes. */
  readonly excludedBy: string | null;
}
export interface ShownWish {
  readonly programme: string;
  /** From 1. */
  readonly number: number;
  /** Null: not ranked there, or ranks are not shown. */
  readonly rank: number | null;
  readonly lastRank: number | null;
  /** How many better-ranked people, who would rather be there than where they are, come first, and oneself; null: not waiting. */
  readonly waiting: number | null;
  readonly outcome: WishOutcome["outcome"]["kind"];
}
export interface ShownSeat {
  readonly round: number;
  /** Name; null: admitted nowhere. */
  readonly programme: string | null;
  /** Its code, which answers name. */
  readonly code: string | null;
  /** Which wish it is, from 1. */
  readonly wish: number | null;
  /** Wishes down to the seat, or all. */
  readonly wishes: readonly ShownWish[];
}

/** Null wherever the rules show it to nobody (R39), or where it was not computed. */
export interface OwnResult {
  readonly marks: readonly ShownMark[] | null;
  readonly rankings: readonly ShownRanking[] | null;
  readonly seat: ShownSeat | null;
  /** The decision in words (R32). */
  readonly explanation: { readonly fr: readonly string[]; readonly en: readonly string[] } | null;
  /** Name of the reorientation that concerns this student (R33). */
  readonly reorientation: string | null;
}

/** What everybody sees of all (R39): without names or numbers, and nothing that joins one column to another person's. */
export interface EveryonesResult {
  readonly marks: readonly { readonly unit: string; readonly marks: readonly number[] }[];
  readonly rankings: readonly {
    readonly ranking: string;
    readonly outOf: number | null;
    /** Best first. */
    readonly lines: readonly {
      readonly rank: number | null;
      readonly total: number | null;
      readonly seat: string | null;
    }[];
  }[];
  /** How many named a programme first, and how many at all. */
  readonly wishes: readonly { readonly programme: string; readonly first: number; readonly all: number }[];
}
export interface PreparedResults {
  readonly own: ReadonlyMap<number, OwnResult>;
  /** Null: nothing is shown to everyone. */
  readonly everyone: EveryonesResult | null;
}
