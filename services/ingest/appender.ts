/**
 * Batches entries of all sockets: what arrives while an append is in flight, or within `appendSpacingMs` of the last
 * one, goes out together. One append in flight: under load the batches grow by themselves and fsync costs little;
 * at a lower rate the spacing keeps every answer from being a script call and an fsync of its own.
 */
import type { Clock } from "#domain/ports/clock";
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";

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

export function createAppender(intake: Pick<AnswerIntake, "append">, clock: Clock, limits: AppenderLimits) {
  let pending: { entry: IncomingEntry; owner: AppendOwner }[] = [];
  let inFlight = false;
  let scheduled = false;
  const whenIdle: (() => void)[] = [];
  let lastFlushAtMs = -Infinity;

  function schedule(): void {
    if (scheduled || inFlight || pending.length === 0) return;
    scheduled = true;
    const run = () => {
      scheduled = false;
      void flush();
    };
    // Bounded, because the wall clock may be set back.
    const early = Math.min(limits.appendSpacingMs, lastFlushAtMs + limits.appendSpacingMs - clock.nowMs());
    if (early > 0 && pending.length < limits.appendBatchMax) clock.after(early, run);
    else clock.soon(run);
  }

  async function flush(): Promise<void> {
    const batch = pending.slice(0, limits.appendBatchMax);
    pending = pending.slice(limits.appendBatchMax);
    inFlight = true;
    lastFlushAtMs = clock.nowMs();
    const outcomes = await intake.append(batch.map((p) => p.entry));
    inFlight = false;
    const owners = new Set<AppendOwner>();
    batch.forEach(({ entry, owner }, index) => {
      owner.appended(entry.seq, outcomes[index] ?? null);
      owners.add(owner);
    });
    for (const owner of owners) owner.batchSettled();
    schedule();
    if (pending.length === 0) whenIdle.splice(0).forEach((resolve) => resolve());
  }

  return {
    /** False when too much is waiting already: the caller closes the socket as overloaded. */
    add(entry: IncomingEntry, owner: AppendOwner): boolean {
      if (pending.length >= limits.pendingEntriesMax) return false;
      pending.push({ entry, owner });
      schedule();
      return true;
    },
    /** Resolves when nothing is waiting and nothing is in flight. */
    idle(): Promise<void> {
      if (!inFlight && pending.length === 0) return Promise.resolve();
      return new Promise((resolve) => whenIdle.push(resolve));
    },
  };
}
export type Appender = ReturnType<typeof createAppender>;
