/** OutboxStore in memory: for simulations and tests. One object stands for one device; it outlives an outbox. */
import { type CandidateRef, refKey } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import {
  KeyTaken,
  LogLost,
  type OutboxStore,
  type StoredEntry,
  type StoredEpoch,
  type StoredLog,
} from "#client-core/ports";

interface HeldLog {
  readonly epochs: Map<number, StoredEpoch>;
  readonly entries: Map<string, StoredEntry>;
}

export class MemoryStore implements OutboxStore {
  private readonly logs = new Map<string, HeldLog>();

  async load(ref: CandidateRef): Promise<StoredLog> {
    const log = this.log(ref);
    return {
      epochs: [...log.epochs.values()].sort((a, b) => a.epoch - b.epoch),
      entries: [...log.entries.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq),
    };
  }

  async startEpoch(ref: CandidateRef, epoch: number, genesis: Genesis): Promise<void> {
    const known = this.log(ref).epochs.get(epoch);
    if (known && known.genesis.hash !== genesis.hash) throw new KeyTaken(`epoch ${epoch} started from another genesis`);
    if (!known) this.log(ref).epochs.set(epoch, { epoch, genesis, d2: 0 });
  }

  async put(ref: CandidateRef, entries: readonly StoredEntry[]): Promise<void> {
    const { entries: held, epochs } = this.log(ref);
    for (const entry of entries) {
      if (!epochs.has(entry.epoch)) throw new LogLost(`epoch ${entry.epoch} was never started`);
      const known = held.get(`${entry.epoch}:${entry.seq}`);
      if (known && known.text !== entry.text) throw new KeyTaken(`entry ${entry.epoch}:${entry.seq} has another text`);
    }
    for (const entry of entries) held.set(`${entry.epoch}:${entry.seq}`, { ...entry });
  }

  async setSecured(ref: CandidateRef, epoch: number, seq: number): Promise<void> {
    const known = this.log(ref).epochs.get(epoch);
    if (known) this.log(ref).epochs.set(epoch, { ...known, d2: seq });
  }

  private log(ref: CandidateRef): HeldLog {
    const key = refKey(ref);
    const log = this.logs.get(key) ?? { epochs: new Map(), entries: new Map() };
    this.logs.set(key, log);
    return log;
  }
}
