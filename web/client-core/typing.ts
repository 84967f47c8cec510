/** Texts being typed: kept at every keystroke, turned into entries when the typing rests. */
import type { AnswerValue, CandidateRef } from "#domain/answer/entry";
import { textAnswer } from "#client-core/answer-text";
import { type Draft, dropDraft, keepDraft } from "#client-core/drafts";
import type { Clock, Shelf } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";

/** Text at rest for this long becomes an entry; text that goes on for the longer time does too. */
const TEXT_REST_MS = 400;
const TEXT_LONGEST_MS = 2_000;

export interface TypingOptions {
  readonly ref: CandidateRef;
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly time: ServerTime;
  readonly outbox: { readonly epoch: number; readonly headSeq: number; readonly d0: number };
  /** Drafts that an earlier run left. */
  readonly left: readonly Draft[];
  /** A text is complete. The claim is when its last character was typed, not when the entry is made. */
  readonly make: (itemId: string, value: AnswerValue, claimedAtMs: number) => void;
  /** The typing rests: time to `flush`. */
  readonly rested: () => void;
}

export class Typing {
  drafts: ReadonlyMap<string, Draft>;
  /** Items whose draft has become an entry, and its seq. */
  private readonly toDrop = new Map<string, number>();
  private sinceMs: number | null = null;
  private cancel: () => void = () => undefined;

  constructor(private readonly options: TypingOptions) {
    this.drafts = new Map(options.left.map((draft) => [draft.itemId, draft]));
  }

  write(itemId: string, typed: string): void {
    const { clock, outbox, ref, rested, shelf, time } = this.options;
    const draft = { itemId, typed, typedAtServerMs: time.nowMs(), epoch: outbox.epoch, afterSeq: outbox.headSeq };
    this.drafts = new Map([...this.drafts, [itemId, draft]]);
    cheaply(keepDraft(shelf, ref, draft));
    const now = clock.nowMs();
    this.sinceMs ??= now;
    this.cancel();
    this.cancel = clock.after(Math.max(0, Math.min(TEXT_REST_MS, this.sinceMs + TEXT_LONGEST_MS - now)), rested);
  }

  /** Makes entries of what is being typed. False when nothing was. */
  flush(): boolean {
    this.stop();
    const { drafts } = this;
    this.drafts = new Map();
    this.sinceMs = null;
    for (const [itemId, draft] of drafts) {
      this.options.make(itemId, textAnswer(draft.typed), draft.typedAtServerMs);
      this.toDrop.set(itemId, this.options.outbox.headSeq);
    }
    this.dropSaved();
    return drafts.size > 0;
  }

  /** Another answer to the item is about to take the draft's place. */
  forget(itemId: string): void {
    const drafts = new Map(this.drafts);
    if (drafts.delete(itemId)) this.toDrop.set(itemId, this.options.outbox.headSeq + 1);
    this.drafts = drafts;
  }

  /** A draft goes when the entry that replaces it is durable: a crash between the two must not cost a word. */
  dropSaved(): void {
    const { outbox, ref, shelf } = this.options;
    for (const [itemId, seq] of this.toDrop) {
      if (outbox.d0 < Math.min(seq, outbox.headSeq)) continue;
      this.toDrop.delete(itemId);
      // Typed again meanwhile: that is another draft under the same name.
      if (!this.drafts.has(itemId)) cheaply(dropDraft(shelf, ref, itemId));
    }
  }

  stop(): void {
    this.cancel();
  }
}

/** What may fail without costing an answer: entries have their own way to the disk, with its own alarm. */
export function cheaply(work: Promise<void>): void {
  work.catch(() => undefined);
}
