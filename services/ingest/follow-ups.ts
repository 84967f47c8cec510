/** Entries that have a consequence, from being read to being stored: nothing follows from one that the log does not have. */
import type { AppliedFrame, EntryFrame, LockFrame } from "#domain/answer/entry";

type Consequential = AppliedFrame | LockFrame;
const NONE: readonly Consequential[] = [];

export class FollowUps {
  readonly #read: Consequential[] = [];
  #stored: Consequential[] = [];

  /** An entry was read and is on its way into the log. */
  read(frame: EntryFrame): void {
    if (frame.kind === "applied" || (frame.kind === "lock" && frame.seal)) this.#read.push(frame);
  }
  /** An entry is durable (D1). Entries are stored in the order in which they were read. */
  stored(seq: number): void {
    if (this.#read[0]?.seq !== seq) return;
    const frame = this.#read.shift();
    if (frame) this.#stored.push(frame);
  }
  /** What was stored since this was asked last. */
  take(): readonly Consequential[] {
    if (this.#stored.length === 0) return NONE;
    const taken = this.#stored;
    this.#stored = [];
    return taken;
  }
}
