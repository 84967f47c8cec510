/** [I11] No key is given before what opens it: a step's before the lock before it is stored, a paper's before its start. */
import type { OpeningFrame, StepFrame } from "#contracts/frames/server";
import type { EntryFrame } from "#domain/answer/entry";
import type { IncomingEntry } from "#domain/ports/answer-stream";
import { hasStarted, type SittingState } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";
import { firstPath, nextPath } from "#runtime/seal";

export class GivenKeys {
  /** "<candidate> <path>" behind locks that were stored, each of which stood at the first path or at such a one. */
  readonly #open = new Set<string>();
  /** How many keys of steps were given. */
  steps = 0;

  /** An entry is in the store, for the first time or again. */
  stored({ candidateId, frame: text }: IncomingEntry): void {
    const frame = JSON.parse(text) as EntryFrame;
    if (frame.kind !== "lock" || !frame.seal) return;
    const { sectionId, path } = frame.seal;
    if (path !== firstPath(sectionId) && !this.#open.has(`${candidateId} ${path}`)) return;
    this.#open.add(`${candidateId} ${nextPath(path, frame.stepId, frame.itemIds)}`);
  }

  /** A key leaves a node: what is wrong with that, or null. */
  check(frame: OpeningFrame | StepFrame, place: Place, state: SittingState, nowMs: number): string | null {
    const { candidateId } = place;
    if (frame.kind === "opening")
      return hasStarted(state, place, nowMs) ? null : `[I11] candidate ${candidateId} has the paper before its start`;
    this.steps += 1;
    if (this.#open.has(`${candidateId} ${frame.path}`)) return null;
    return `[I11] candidate ${candidateId} has the key of a step whose predecessors are not all stored`;
  }
}
