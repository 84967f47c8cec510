/** The two databases of a device, on fake-indexeddb, and everything that can happen to them. */
import { IndexedDbStore } from "#client-core/indexeddb-store";
import { MirroredStore } from "#client-core/mirrored-store";
import type { Clock, Notebook, OutboxStore, StoredEntry } from "#client-core/ports";
import { REF } from "#client-core/testing/a-tablet";

export type DiskMode = "sound" | "fails" | "hangs";
/** After which a database that hangs is given up, as IndexedDbStore does: two tries. */
const GIVEN_UP_AFTER_MS = 16_000;

let made = 0;

export class ADisk {
  readonly modes: Record<0 | 1, DiskMode> = { 0: "sound", 1: "sound" };
  readonly notes = new Map<string, string>();
  private readonly names = [`disk-${++made}-main`, `disk-${made}-mirror`] as const;
  private waiting: (() => void)[] = [];
  private open: IndexedDbStore[] = [];

  constructor(private readonly clock: Clock) {}

  readonly notebook: Notebook = {
    read: (name) => this.notes.get(name) ?? null,
    write: (name, text) => void this.notes.set(name, text),
  };

  /** As a new run of the application opens it. */
  store(): OutboxStore {
    const [main, mirror] = this.names.map((name) => new IndexedDbStore(name, this.clock)) as [
      IndexedDbStore,
      IndexedDbStore,
    ];
    this.open = [main, mirror];
    return new MirroredStore(this.faulty(main, 0), this.faulty(mirror, 1));
  }
  become(which: 0 | 1, mode: DiskMode): void {
    this.modes[which] = mode;
    for (const go of this.waiting.splice(0)) go();
  }
  /** The run has ended: what waited in it is never done. */
  abandon(): void {
    this.waiting = [];
    for (const store of this.open) store.reopen();
  }
  /** Somebody deletes a database, whoever uses it. */
  vanish(which: 0 | 1): Promise<void> {
    return new Promise((resolve, reject) => {
      const deleting = indexedDB.deleteDatabase(this.names[which]);
      deleting.onsuccess = () => resolve();
      deleting.onerror = () => reject(new Error(deleting.error?.message));
    });
  }
  /** What lies in one of them or both, by "epoch:seq", in order. */
  async held(): Promise<Map<string, string>> {
    const all = await Promise.all(
      this.names.map(async (name) => {
        const store = new IndexedDbStore(name, this.clock);
        const { entries } = await store.load(REF);
        store.reopen();
        return entries;
      }),
    );
    const inOrder = all.flat().sort((a: StoredEntry, b: StoredEntry) => a.epoch - b.epoch || a.seq - b.seq);
    return new Map(inOrder.map((entry) => [`${entry.epoch}:${entry.seq}`, entry.text]));
  }

  private faulty(store: IndexedDbStore, which: 0 | 1): OutboxStore {
    const gate = async (): Promise<void> => {
      while (this.modes[which] === "hangs")
        await new Promise<void>((resolve, reject) => {
          this.waiting.push(resolve);
          this.clock.after(GIVEN_UP_AFTER_MS, () => reject(new Error("the database does not answer")));
        });
      if (this.modes[which] === "fails") throw new DOMException("no room", "QuotaExceededError");
    };
    return {
      load: (ref) => gate().then(() => store.load(ref)),
      startEpoch: (...args) => gate().then(() => store.startEpoch(...args)),
      put: (...args) => gate().then(() => store.put(...args)),
      setSecured: (...args) => gate().then(() => store.setSecured(...args)),
    };
  }
}

/** Lets everything that the databases have begun come to its end: fake-indexeddb goes by turns of the event loop. */
export async function settleDisk(turns = 40): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}
