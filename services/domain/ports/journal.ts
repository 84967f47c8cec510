/** Port on a sitting's journal (control Redis). Appended = happened. */
import type { Act, ActRequest } from "#domain/sitting/act";
import type { Reason } from "#domain/sitting/reason";

export type ActOutcome = { outcome: "appended" | "repeated"; act: Act } | { outcome: "refused"; reason: Reason };

export type Objection = (acts: readonly Act[]) => Reason | null;

export interface Journal {
  /**
   * Appends one act if it is legal in the state that the journal folds to; a repeated id returns the first outcome.
   * `objection`: why the caller refuses it after these acts, or null; asked of exactly the journal that it would follow.
   */
  append(sittingId: number, request: ActRequest, objection?: Objection): Promise<ActOutcome>;
  /** The whole journal, oldest first. */
  read(sittingId: number): Promise<readonly Act[]>;
}

/** A live copy of every journal, kept by each process. */
export interface JournalFeed {
  /** Acts of a sitting known so far, oldest first. */
  acts(sittingId: number): readonly Act[];
  /** Calls back with each new act, in journal order. */
  onAct(listener: (sittingId: number, act: Act) => void): void;
}
