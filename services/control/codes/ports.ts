/** What revealing codes needs besides acting. */
import type { ActParts } from "#control/acts/ports";
import type { WhichPaper } from "#domain/seal/labels";

/** One code as it is printed, of one room. */
export interface StoredCode {
  readonly paper: WhichPaper;
  /** Null: the start. */
  readonly sectionId: string | null;
  /** From 1, of the room and the section. */
  readonly number: number;
  /** Canonical characters. */
  readonly code: string;
}
/** All reject with StoreTrouble while PostgreSQL is away. */
export interface CodeStore {
  codesOf(sittingId: number, roomId: number): Promise<readonly StoredCode[]>;
  /** Titles of the sections of a sitting's papers, in order. */
  sectionsOf(sittingId: number): Promise<readonly { readonly id: string; readonly title: string }[]>;
}
export interface CodeParts extends ActParts {
  readonly codes: CodeStore;
}
