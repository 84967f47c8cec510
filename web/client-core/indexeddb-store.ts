/** The device's log and shelf in IndexedDB, every write with `durability: "strict"` (D0). */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import {
  type Clock,
  KeyTaken,
  LogLost,
  type OutboxStore,
  type Shelf,
  type StoredEntry,
  type StoredLog,
} from "#client-core/ports";

interface Schema extends DBSchema {
  entries: { key: [number, number, number, number]; value: { text: string } };
  epochs: { key: [number, number, number]; value: { genesis: Genesis; d2: number } };
  shelf: { key: string; value: unknown };
}
type Db = IDBPDatabase<Schema>;
const STRICT = { durability: "strict" } as const;
/** A transaction that says nothing for this long is given up: some browsers let them hang after a sleep. */
const TRANSACTION_TIMEOUT_MS = 8_000;
const HIGHEST = Number.POSITIVE_INFINITY;

const keyOf = (ref: CandidateRef, entry: StoredEntry): [number, number, number, number] => [
  ref.sittingId,
  ref.candidateId,
  entry.epoch,
  entry.seq,
];

/** Whatever fails first is what the caller is told: that the transaction failed with it is no error of its own. */
function watched<T extends { readonly done: Promise<void> }>(tx: T): T {
  tx.done.catch(() => undefined);
  return tx;
}

export class IndexedDbStore implements OutboxStore, Shelf {
  private opening: Promise<Db> | null = null;
  /** Epochs that the database behind the open connection is known to hold from their first entry on. */
  private readonly started = new Set<string>();
  private isNew = true;

  /** `renewed`: the database was deleted while this object used it, and an empty one has taken its place. */
  constructor(
    private readonly name: string,
    private readonly clock: Clock,
    private readonly renewed: () => void = () => undefined,
  ) {}

  load(ref: CandidateRef): Promise<StoredLog> {
    const { sittingId: s, candidateId: c } = ref;
    return this.run(async (db) => {
      const tx = watched(db.transaction(["entries", "epochs"]));
      const entryRange = IDBKeyRange.bound([s, c, 0, 0], [s, c, HIGHEST, HIGHEST]);
      const epochRange = IDBKeyRange.bound([s, c, 0], [s, c, HIGHEST]);
      const [keys, values, epochKeys, epochs] = await Promise.all([
        tx.objectStore("entries").getAllKeys(entryRange),
        tx.objectStore("entries").getAll(entryRange),
        tx.objectStore("epochs").getAllKeys(epochRange),
        tx.objectStore("epochs").getAll(epochRange),
        tx.done,
      ]);
      return {
        epochs: epochs.map((value, i) => ({ epoch: epochKeys[i]?.[2] ?? 0, ...value })),
        entries: values.map(({ text }, i) => ({ epoch: keys[i]?.[2] ?? 0, seq: keys[i]?.[3] ?? 0, text })),
      };
    });
  }

  startEpoch(ref: CandidateRef, epoch: number, genesis: Genesis): Promise<void> {
    return this.run(async (db) => {
      const tx = watched(db.transaction("epochs", "readwrite", STRICT));
      const key: [number, number, number] = [ref.sittingId, ref.candidateId, epoch];
      const known = await tx.store.get(key);
      if (!known) await tx.store.add({ genesis, d2: 0 }, key);
      await tx.done;
      if (known && known.genesis.hash !== genesis.hash)
        throw new KeyTaken(`epoch ${epoch} started from another genesis`);
      this.started.add(String(key));
    });
  }

  put(ref: CandidateRef, entries: readonly StoredEntry[]): Promise<void> {
    return this.run(async (db) => {
      for (const epoch of new Set(entries.map((entry) => entry.epoch))) await this.knowsStart(db, ref, epoch);
      const tx = watched(db.transaction("entries", "readwrite", STRICT));
      const done = tx.done;
      // `add`, never `put`: an entry that is there is never written over, whatever goes wrong. Committed at once, so
      // that it stands even when the page is taken away in this very moment.
      const added = entries.map((entry) => tx.store.add({ text: entry.text }, keyOf(ref, entry)));
      tx.commit();
      const failed = (await Promise.allSettled([...added, done])).find((one) => one.status === "rejected");
      if (failed) await this.putAgain(db, ref, entries, failed.reason);
    });
  }

  /** Asked once per connection and epoch: what was deleted and made again holds no epoch. */
  private async knowsStart(db: Db, ref: CandidateRef, epoch: number): Promise<void> {
    const key: [number, number, number] = [ref.sittingId, ref.candidateId, epoch];
    if (this.started.has(String(key))) return;
    if (!(await db.get("epochs", key))) throw new LogLost(`the database does not hold the beginning of epoch ${epoch}`);
    this.started.add(String(key));
  }

  /** Some of the entries may be there already, after a write whose answer was lost. */
  private async putAgain(db: Db, ref: CandidateRef, entries: readonly StoredEntry[], reason: unknown): Promise<void> {
    if (!(reason instanceof DOMException) || !["ConstraintError", "AbortError"].includes(reason.name)) throw reason;
    const tx = watched(db.transaction("entries", "readwrite", STRICT));
    const done = tx.done;
    const held = await Promise.all(entries.map((entry) => tx.store.get(keyOf(ref, entry))));
    const taken = entries.find((entry, i) => held[i] && held[i]?.text !== entry.text);
    if (taken) {
      await done;
      throw new KeyTaken(`entry ${taken.epoch}:${taken.seq} has another text`);
    }
    const added = entries
      .filter((_, i) => !held[i])
      .map((entry) => tx.store.add({ text: entry.text }, keyOf(ref, entry)));
    await Promise.all([...added, done]);
  }

  setSecured(ref: CandidateRef, epoch: number, seq: number): Promise<void> {
    return this.run(async (db) => {
      const tx = watched(db.transaction("epochs", "readwrite"));
      const key: [number, number, number] = [ref.sittingId, ref.candidateId, epoch];
      const known = await tx.store.get(key);
      if (known) await tx.store.put({ ...known, d2: seq }, key);
      await tx.done;
    });
  }

  get(name: string): Promise<unknown> {
    return this.run((db) => db.get("shelf", name));
  }

  set(name: string, value: unknown): Promise<void> {
    return this.run(async (db) => {
      const tx = watched(db.transaction("shelf", "readwrite", STRICT));
      await Promise.all([tx.store.put(value, name), tx.done]);
    });
  }

  remove(name: string): Promise<void> {
    return this.run((db) => db.delete("shelf", name));
  }

  names(prefix: string): Promise<readonly string[]> {
    return this.run((db) => db.getAllKeys("shelf", IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
  }

  /** Lets go of the connection; the next call opens another. After a sleep some browsers leave a dead one behind. */
  reopen(): void {
    const opening = this.opening;
    this.opening = null;
    opening?.then(
      (db) => db.close(),
      () => undefined,
    );
  }

  /** Runs on the open database; once more on a fresh connection when the old one turns out to be lost. */
  private async run<T>(work: (db: Db) => Promise<T>): Promise<T> {
    try {
      return await this.within(work);
    } catch (error) {
      if (error instanceof KeyTaken || error instanceof LogLost) throw error;
      this.reopen();
      return await this.within(work);
    }
  }

  private async within<T>(work: (db: Db) => Promise<T>): Promise<T> {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = this.clock.after(TRANSACTION_TIMEOUT_MS, () =>
        reject(new Error("the device's database does not answer")),
      );
    });
    try {
      return await Promise.race([this.database().then(work), late]);
    } finally {
      cancel();
    }
  }

  private database(): Promise<Db> {
    this.opening ??= this.open();
    return this.opening;
  }

  private async open(): Promise<Db> {
    let made = false;
    this.started.clear();
    const db = await openDB<Schema>(this.name, 1, {
      upgrade: (empty) => {
        empty.createObjectStore("entries");
        empty.createObjectStore("epochs");
        empty.createObjectStore("shelf");
        made = true;
      },
      terminated: () => this.reopen(),
      blocking: () => this.reopen(),
    });
    if (made && !this.isNew) this.renewed();
    this.isNew = false;
    return db;
  }
}
