/**
 * Brings the entries of one outbox to the device's disk: in order, one transaction at a time, for as long as it takes.
 *
 * A log that was deleted under its hands is written again from its first entry, out of memory. A disk that refuses, or says
 * nothing for long, is told as trouble while it is tried again.
 */
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import { type Clock, KeyTaken, LogLost, type OutboxStore } from "#client-core/ports";

export interface EntryWriterOptions {
  readonly ref: CandidateRef;
  readonly epoch: number;
  readonly genesis: Genesis;
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** Of every entry made, in order; grows. */
  readonly texts: readonly string[];
  /** What is durable, or the trouble, has changed. */
  readonly changed: () => void;
}

const RETRY_MS = 500;
const RETRY_MS_MAX = 8_000;
/** A lost connection heals within a try or two; only then is it worth a person's attention. */
const FAILURES_TO_TELL = 3;
/** So is a disk that has said nothing for this long. */
const SILENCE_TO_TELL_MS = 10_000;

export class EntryWriter {
  /** "refused" may heal; "taken" will not: another copy of the application writes this log. */
  trouble: "refused" | "taken" | null = null;
  private writing = false;
  private stopped = false;
  private failures = 0;
  private fromTheFirst = false;
  private cancelSilence: () => void = () => undefined;

  /** `durable`: highest seq that the disk holds, without a gap. */
  constructor(
    private readonly options: EntryWriterOptions,
    public durable: number,
  ) {}

  /** Something was made. */
  write(): void {
    const { clock, texts } = this.options;
    if (this.writing || this.stopped || this.durable === texts.length) return;
    this.writing = true;
    if (this.failures === 0) this.cancelSilence = clock.after(SILENCE_TO_TELL_MS, () => this.become("refused"));
    const upTo = texts.length;
    this.save(upTo).then(
      () => this.written(upTo),
      (error: unknown) => this.notWritten(error),
    );
  }

  stop(): void {
    this.stopped = true;
    this.cancelSilence();
  }

  private async save(upTo: number): Promise<void> {
    const { epoch, genesis, ref, store, texts } = this.options;
    if (this.fromTheFirst) await store.startEpoch(ref, epoch, genesis);
    const from = this.durable;
    await store.put(
      ref,
      texts.slice(from, upTo).map((text, i) => ({ epoch, seq: from + 1 + i, text })),
    );
  }

  private written(upTo: number): void {
    this.writing = false;
    this.cancelSilence();
    if (this.stopped) return;
    this.durable = upTo;
    this.failures = 0;
    this.fromTheFirst = false;
    this.become(null);
    this.write();
  }

  private notWritten(error: unknown): void {
    if (this.stopped) return;
    // Writing stays off: the numbers belong to another copy of this log, and sending ours would split it.
    if (error instanceof KeyTaken) {
      this.cancelSilence();
      return this.become("taken");
    }
    if (error instanceof LogLost) {
      this.durable = 0;
      this.fromTheFirst = true;
    }
    this.failures++;
    const delayMs = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.max(0, this.failures - FAILURES_TO_TELL));
    this.options.clock.after(error instanceof LogLost && this.failures === 1 ? 0 : delayMs, () => {
      this.writing = false;
      this.write();
    });
    this.become(this.failures >= FAILURES_TO_TELL ? "refused" : this.trouble);
  }

  private become(trouble: EntryWriter["trouble"]): void {
    if (this.stopped) return;
    this.trouble = trouble;
    this.options.changed();
  }
}
