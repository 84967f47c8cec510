/** Makes entries and keeps the answer sheet that they fold to. */
import type { AnswerValue, AppliedStage, EntryFrame } from "#domain/answer/entry";
import type { EntryDraft, Outbox } from "#client-core/outbox";
import type { SessionRecord } from "#client-core/records";
import { sheetOf } from "#client-core/session-log";
import type { ServerTime } from "#client-core/server-time";
import { applyEntry, sameAnswer, type Sheet } from "#client-core/sheet";

export class SheetKeeper {
  private now: Sheet;

  constructor(
    private readonly outbox: Outbox,
    private readonly time: ServerTime,
    private readonly record: () => SessionRecord,
    frames: readonly EntryFrame[],
  ) {
    this.now = sheetOf(record(), frames);
  }

  get sheet(): Sheet {
    return this.now;
  }

  /** What earlier devices made has become known. */
  rebuild(): void {
    this.now = sheetOf(this.record(), this.outbox.frames());
  }
  /** Hands in. */
  async submit(claimedAtMs: () => number): Promise<void> {
    const seq = await this.outbox.submit(claimedAtMs);
    const frame = this.outbox.frames()[seq - 1];
    if (frame) this.adopt(frame);
  }

  make(draft: EntryDraft, claimedAtMs: number = this.time.nowMs()): void {
    const seq = this.outbox.append(draft, claimedAtMs);
    this.adopt({ v: 1, epoch: this.outbox.epoch, seq, claimedAtMs, ...draft });
  }
  /** An answer that changes nothing makes no entry. */
  answer(itemId: string, value: AnswerValue, claimedAtMs?: number): void {
    if (!sameAnswer(this.now.answers.get(itemId), value)) this.make({ kind: "answer", itemId, value }, claimedAtMs);
  }
  /** Notes that an act has come so far, once. True when that is new. */
  stage(actId: string, stage: AppliedStage): boolean {
    if (this.record().replaced || this.now.stages[stage].has(actId)) return false;
    this.make({ kind: "applied", actId, stage });
    return true;
  }
  /** Notes how long what follows a step was waited for, once. */
  waited(stepId: string, waitedMs: number): void {
    if (this.record().replaced || this.now.waitedSteps.has(stepId)) return;
    this.make({ kind: "waited", stepId, waitedMs: Math.round(waitedMs) });
  }

  private adopt(frame: EntryFrame): void {
    this.now = applyEntry(this.now, frame);
  }
}
