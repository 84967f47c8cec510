/**
 * The device's log in two databases. An entry is durable (D0) once **one** of them holds it; the other one follows, and what
 * one lost is taken back from the other, when it is next written to and at the next load. So the failure, the slowness and the
 * deletion of one database cost nothing; only what both lose is lost to the device.
 *
 * The whole log is held twice and not only its end: a piece without its beginning could not be chained on, and three hours
 * are 0.4 MB. What is honest to say: where one database alone took an entry, and it is that one which cannot be read after a
 * reload, the entry is with the servers or gone.
 */
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import {
  KeyTaken,
  LogLost,
  type OutboxStore,
  type StoredEntry,
  type StoredEpoch,
  type StoredLog,
} from "#client-core/ports";

/** One of the two. What is asked of it waits its turn: an entry never goes before the one that was made before it. */
class Copy {
  /** It lacks something that the other one may hold, or has failed: it is brought up to date before it takes more. */
  behind = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(readonly store: OutboxStore) {}

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch((error: unknown) => {
      this.behind ||= !(error instanceof KeyTaken);
    });
    return done;
  }
}

export class MirroredStore implements OutboxStore {
  private readonly main: Copy;
  private readonly mirror: Copy;
  /** Another copy of the application writes this log: one of the two has refused a number. */
  private taken: KeyTaken | null = null;

  constructor(main: OutboxStore, mirror: OutboxStore) {
    this.main = new Copy(main);
    this.mirror = new Copy(mirror);
  }

  /** Both, laid over each other. Rejects only when neither can be read. */
  async load(ref: CandidateRef): Promise<StoredLog> {
    const copies = [this.main, this.mirror];
    const logs = await Promise.allSettled(copies.map((copy) => copy.store.load(ref)));
    const read = logs.flatMap((log) => (log.status === "fulfilled" ? [log.value] : []));
    if (read.length === 0) throw failureOf(logs);
    const whole = laidOver(read);
    copies.forEach((copy, i) => {
      const log = logs[i];
      if (log?.status !== "fulfilled" || log.value.entries.length < whole.entries.length) copy.behind = true;
    });
    return whole;
  }

  startEpoch(ref: CandidateRef, epoch: number, genesis: Genesis): Promise<void> {
    return this.either((copy) => copy.store.startEpoch(ref, epoch, genesis));
  }

  put(ref: CandidateRef, entries: readonly StoredEntry[]): Promise<void> {
    const [first] = entries;
    if (!first) return Promise.resolve();
    return this.either(async (copy, other) => {
      if (copy.behind && first.seq > 1) await bringUpToDate(copy.store, other.store, ref, first);
      await copy.store.put(ref, entries);
      copy.behind = false;
    });
  }

  async setSecured(ref: CandidateRef, epoch: number, seq: number): Promise<void> {
    const noted = await Promise.allSettled(
      [this.main, this.mirror].map(({ store }) => store.setSecured(ref, epoch, seq)),
    );
    if (noted.every(({ status }) => status === "rejected")) throw failureOf(noted);
  }

  /** Does it with both; resolves with the first that succeeds. */
  private async either(work: (copy: Copy, other: Copy) => Promise<void>): Promise<void> {
    if (this.taken) throw this.taken;
    const done = [
      this.main.inTurn(() => work(this.main, this.mirror)),
      this.mirror.inTurn(() => work(this.mirror, this.main)),
    ];
    for (const one of done)
      one.catch((error: unknown) => {
        if (error instanceof KeyTaken) this.taken = error;
      });
    try {
      await Promise.any(done);
    } catch {
      throw failureOf(await Promise.allSettled(done));
    }
  }
}

/** Up to the entry before `first`: throws LogLost where that cannot be had, so that no copy gets a hole. */
async function bringUpToDate(store: OutboxStore, from: OutboxStore, ref: CandidateRef, first: StoredEntry) {
  try {
    const { epochs, entries } = await from.load(ref);
    if (!entries.some(({ epoch, seq }) => epoch === first.epoch && seq === first.seq - 1))
      throw new LogLost(`neither database holds the entry before ${first.epoch}:${first.seq}`);
    for (const { epoch, genesis } of epochs) await store.startEpoch(ref, epoch, genesis);
    await store.put(ref, entries);
  } catch (cause) {
    throw new LogLost("a database could not be brought up to date", { cause });
  }
}

function laidOver(logs: readonly StoredLog[]): StoredLog {
  const epochs = new Map<number, StoredEpoch>();
  const entries = new Map<string, StoredEntry>();
  for (const log of [...logs].reverse()) {
    for (const one of log.epochs) epochs.set(one.epoch, one);
    for (const one of log.entries) entries.set(`${one.epoch}:${one.seq}`, one);
  }
  return {
    epochs: [...epochs.values()].sort((a, b) => a.epoch - b.epoch),
    entries: [...entries.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq),
  };
}

/** A number that is taken tells more than a log that was lost, and that more than a disk that refuses. */
function failureOf(outcomes: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const of = (kind: new (message?: string) => Error) => reasons.find((reason) => reason instanceof kind);
  return of(KeyTaken) ?? of(LogLost) ?? reasons[0];
}
