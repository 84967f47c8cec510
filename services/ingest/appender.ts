/**
 * Batches the frames of all sockets: what arrives while an append is in flight, or within `appendSpacingMs` of the last
 * one, is read and goes out together. One append in flight: under load the batches grow by themselves and fsync costs
 * little; at a lower rate the spacing keeps every answer from being a script call and an fsync of its own, and reading
 * frames one after the other keeps the parser warm. A tablet that may send nothing more before it hears is not kept
 * waiting by the spacing: thousands of entries come back from a long silence in seconds.
 */
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";

export interface AppenderLimits {
  readonly pendingEntriesMax: number;
  readonly appendBatchMax: number;
  readonly appendSpacingMs: number;
}
/** The connection that a frame came from. */
export interface AppendOwner {
  /** Reads a frame; null when it is refused, and its socket closed. Frames of one owner are read in their order. */
  entryOf(text: string): IncomingEntry | null;
  /** The entry was stored at that time, ms; or null: it may not have been stored. */
  appended(seq: number, receivedAtMs: number | null): void;
  /** Called once after each batch in which the owner had entries: the moment to acknowledge. */
  batchSettled(): void;
}
interface Frame {
  readonly text: string;
  readonly owner: AppendOwner;
  /** When it came, ms. */
  readonly cameAtMs: number;
}

/** `onStored`: one entry is durable (D1), so long after it came. */
export function createAppender(
  intake: Pick<AnswerIntake, "append">,
  clock: Clock,
  limits: AppenderLimits,
  onStored: (tookMs: number, nowMs: number) => void,
) {
  let pending: Frame[] = [];
  let inFlight = false;
  let scheduled = false;
  /** Takes back the wait that is being kept. */
  let endWait: (() => void) | null = null;
  let hurried = false;
  let lastFlushAtMs = -Infinity;
  const whenIdle: (() => void)[] = [];
  let stopped = false;

  function schedule(): void {
    if (scheduled || inFlight || pending.length === 0) return;
    scheduled = true;
    // Bounded, because the wall clock may be set back.
    const early = Math.min(limits.appendSpacingMs, lastFlushAtMs + limits.appendSpacingMs - clock.nowMs());
    if (early > 0 && !hurried && pending.length < limits.appendBatchMax) endWait = clock.after(early, runFlush);
    else clock.soon(runFlush);
  }
  function runFlush(): void {
    scheduled = hurried = false;
    endWait = null;
    void flush(take());
  }
  function hurry(): void {
    hurried = true;
    if (!endWait) return;
    endWait();
    endWait = null;
    scheduled = false;
    schedule();
  }

  /** The next batch; what is beyond its size waits for the one after. */
  function take(): Frame[] {
    const batch = pending.length <= limits.appendBatchMax ? pending : pending.slice(0, limits.appendBatchMax);
    pending = batch === pending ? [] : pending.slice(limits.appendBatchMax);
    return batch;
  }

  async function flush(frames: readonly Frame[]): Promise<void> {
    inFlight = true;
    lastFlushAtMs = clock.nowMs();
    const entries: IncomingEntry[] = [];
    const taken: Frame[] = [];
    for (const frame of frames) {
      const entry = frame.owner.entryOf(frame.text);
      if (!entry) continue;
      entries.push(entry);
      taken.push(frame);
    }
    const outcomes = entries.length > 0 ? await intake.append(entries) : [];
    inFlight = false;
    const nowMs = clock.nowMs();
    const owners = new Set<AppendOwner>();
    taken.forEach(({ owner, cameAtMs }, index) => {
      const receivedAtMs = outcomes[index] ?? null;
      owner.appended(entries[index]?.seq ?? 0, receivedAtMs);
      owners.add(owner);
      if (receivedAtMs !== null) onStored(nowMs - cameAtMs, nowMs);
    });
    for (const owner of owners) owner.batchSettled();
    schedule();
    if (pending.length === 0) whenIdle.splice(0).forEach((resolve) => resolve());
  }

  return {
    /**
     * Takes a frame to be read and stored; false when too much is waiting: the caller closes the socket. `isLast`: its
     * tablet sends nothing more before it hears.
     */
    add(text: string, owner: AppendOwner, isLast: boolean): boolean {
      if (stopped) return true; // never acknowledged: the tablet sends it to another node
      if (pending.length >= limits.pendingEntriesMax) return false;
      pending.push({ text, owner, cameAtMs: clock.nowMs() });
      if (isLast) hurry();
      schedule();
      return true;
    },
    /** Takes nothing more; resolves when nothing is waiting and nothing is in flight. */
    stop(): Promise<void> {
      stopped = true;
      if (!inFlight && pending.length === 0) return Promise.resolve();
      return new Promise((resolve) => whenIdle.push(resolve));
    },
  };
}
export type Appender = ReturnType<typeof createAppender>;
