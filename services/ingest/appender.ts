/**
 * Batches entries of all sockets: what arrives while an append is in flight, or within `appendSpacingMs` of the last
 * one, goes out together. One append in flight: under load the batches grow by themselves and fsync costs little;
 * at a lower rate the spacing keeps every answer from being a script call and an fsync of its own.
 */
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";

export interface AppenderLimits {
  readonly pendingEntriesMax: number;
  readonly appendBatchMax: number;
  readonly appendSpacingMs: number;
}
/** What one entry's owner learns: the received time in ms, or null when it may not have been stored. */
export interface AppendOwner {
  appended(seq: number, receivedAtMs: number | null): void;
  /** Called once after each batch in which the owner had entries: the moment to acknowledge. */
  batchSettled(): void;
}
/** Entries and, at the same index, whose they are. */
interface Batch {
  readonly entries: IncomingEntry[];
  readonly owners: AppendOwner[];
}
const emptyBatch = (): Batch => ({ entries: [], owners: [] });

export function createAppender(intake: Pick<AnswerIntake, "append">, clock: Clock, limits: AppenderLimits) {
  let pending = emptyBatch();
  let inFlight = false;
  let scheduled = false;
  let lastFlushAtMs = -Infinity;
  const whenIdle: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || inFlight || pending.entries.length === 0) return;
    scheduled = true;
    // Bounded, because the wall clock may be set back.
    const early = Math.min(limits.appendSpacingMs, lastFlushAtMs + limits.appendSpacingMs - clock.nowMs());
    if (early > 0 && pending.entries.length < limits.appendBatchMax) clock.after(early, runFlush);
    else clock.soon(runFlush);
  }
  function runFlush(): void {
    scheduled = false;
    void flush(take());
  }

  /** The next batch; what is beyond its size waits for the one after. */
  function take(): Batch {
    const { entries, owners } = pending;
    if (entries.length <= limits.appendBatchMax) {
      pending = emptyBatch();
      return { entries, owners };
    }
    pending = { entries: entries.slice(limits.appendBatchMax), owners: owners.slice(limits.appendBatchMax) };
    return { entries: entries.slice(0, limits.appendBatchMax), owners: owners.slice(0, limits.appendBatchMax) };
  }

  async function flush({ entries, owners }: Batch): Promise<void> {
    inFlight = true;
    lastFlushAtMs = clock.nowMs();
    const outcomes = await intake.append(entries);
    inFlight = false;
    entries.forEach((entry, index) => owners[index]?.appended(entry.seq, outcomes[index] ?? null));
    for (const owner of new Set(owners)) owner.batchSettled();
    schedule();
    if (pending.entries.length === 0) whenIdle.splice(0).forEach((resolve) => resolve());
  }

  return {
    /** False when too much is waiting already: the caller closes the socket as overloaded. */
    add(entry: IncomingEntry, owner: AppendOwner): boolean {
      if (pending.entries.length >= limits.pendingEntriesMax) return false;
      pending.entries.push(entry);
      pending.owners.push(owner);
      schedule();
      return true;
    },
    /** Resolves when nothing is waiting and nothing is in flight. */
    idle(): Promise<void> {
      if (!inFlight && pending.entries.length === 0) return Promise.resolve();
      return new Promise((resolve) => whenIdle.push(resolve));
    },
  };
}
export type Appender = ReturnType<typeof createAppender>;
