/**
 * Batches entries of all sockets: what arrives during one turn of the event loop, or while an append is in flight,
 * goes out together. One append in flight: under load the batches grow by themselves and fsync costs little.
 */
import type { Clock } from "#domain/ports/clock";
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";

export interface AppenderLimits {
  readonly pendingEntriesMax: number;
  readonly appendBatchMax: number;
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
  let whenIdle: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || inFlight || pending.length === 0) return;
    scheduled = true;
    clock.soon(() => {
      scheduled = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    const batch = pending.slice(0, limits.appendBatchMax);
    pending = pending.slice(limits.appendBatchMax);
    inFlight = true;
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
