import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { IndexedDbStore } from "#client-core/indexeddb-store";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import { MirroredShelf } from "#client-core/mirrored-shelf";
import { MirroredStore } from "#client-core/mirrored-store";
import { KeyTaken, LogLost } from "#client-core/ports";
import { settleDisk } from "#client-core/testing/a-disk";
import { genesisAt, REF } from "#client-core/testing/a-tablet";
import { VirtualClock } from "#client-core/testing/virtual-clock";

/** A store that can refuse, and be emptied. */
class Half extends MemoryStore {
  refuses = false;
  override async put(...args: Parameters<MemoryStore["put"]>): Promise<void> {
    if (this.refuses) throw new DOMException("no room", "QuotaExceededError");
    await super.put(...args);
  }
  override async load(...args: Parameters<MemoryStore["load"]>) {
    if (this.refuses) throw new Error("cannot be read");
    return super.load(...args);
  }
  vanish(): void {
    (this as unknown as { logs: Map<string, unknown> }).logs.clear();
  }
}
const entry = (seq: number, text = `text ${seq}`) => ({ epoch: 1, seq, text });
const seqs = async (store: MemoryStore) => (await store.load(REF)).entries.map(({ seq }) => seq);

async function two() {
  const [main, mirror] = [new Half(), new Half()];
  const store = new MirroredStore(main, mirror);
  await store.startEpoch(REF, 1, genesisAt(1));
  return { main, mirror, store };
}

test("one that refuses does not keep the other from saving; it catches up before it takes more", async () => {
  const { main, mirror, store } = await two();
  await store.put(REF, [entry(1)]);
  main.refuses = true;
  await store.put(REF, [entry(2)]);
  main.refuses = false;
  await store.put(REF, [entry(3)]);
  await settleDisk();
  expect([await seqs(main), await seqs(mirror)]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test("what one lost is taken back from the other: in use, and by the next run", async () => {
  const { main, mirror, store } = await two();
  await store.put(REF, [entry(1), entry(2)]);
  await settleDisk();
  main.vanish();
  await store.put(REF, [entry(3)]); // noticed
  await store.put(REF, [entry(4)]); // made good
  await settleDisk();
  expect(await seqs(main)).toEqual([1, 2, 3, 4]);
  mirror.vanish();
  const next = new MirroredStore(main, mirror);
  expect((await next.load(REF)).entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  await next.startEpoch(REF, 1, genesisAt(1));
  await next.put(REF, [entry(5)]);
  await settleDisk();
  expect(await seqs(mirror)).toEqual([1, 2, 3, 4, 5]);
});

test("no database gets a hole: where neither holds what goes before, the whole epoch is asked for", async () => {
  const { main, mirror, store } = await two();
  await store.put(REF, [entry(1)]);
  main.refuses = true;
  await store.put(REF, [entry(2)]);
  main.refuses = false;
  mirror.vanish();
  await expect(store.put(REF, [entry(3)])).rejects.toBeInstanceOf(LogLost);
  expect(await seqs(main)).toEqual([1]);
  await store.startEpoch(REF, 1, genesisAt(1));
  await store.put(REF, [entry(1), entry(2), entry(3)]);
  await settleDisk();
  expect([await seqs(main), await seqs(mirror)]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test("either may be unreadable at the start, not both; a number that is taken is told whichever says so", async () => {
  const { main, mirror, store } = await two();
  await store.put(REF, [entry(1)]);
  await settleDisk();
  main.refuses = true;
  expect((await store.load(REF)).entries).toHaveLength(1);
  mirror.refuses = true;
  await expect(store.load(REF)).rejects.toThrow("cannot be read");
  main.refuses = mirror.refuses = false;
  await mirror.put(REF, [entry(2, "another copy of the application")]);
  await store.put(REF, [entry(2)]).catch(() => undefined);
  await settleDisk();
  await expect(store.put(REF, [entry(3)])).rejects.toBeInstanceOf(KeyTaken);
});

test("the shelf: found in either, put back where it was lost, also from what this run knows", async () => {
  const [main, mirror] = [new MemoryShelf(), new MemoryShelf()];
  const shelf = new MirroredShelf(main, mirror);
  await shelf.set("session:1", "record");
  await shelf.set("chunk:0a", "large");
  await settleDisk();
  expect([await mirror.get("session:1"), await mirror.get("chunk:0a")]).toEqual(["record", undefined]);
  await main.remove("session:1");
  expect([await shelf.names("session:"), await shelf.get("session:1")]).toEqual([["session:1"], "record"]);
  expect(await main.get("session:1")).toBe("record");
  for (const one of [main, mirror]) await one.remove("session:1");
  shelf.putBack();
  await settleDisk();
  expect([await main.get("session:1"), await mirror.get("session:1")]).toEqual(["record", "record"]);
});

test("a database that is deleted under the hands of the application says so once it is open again", async () => {
  let renewed = 0;
  const store = new IndexedDbStore("deleted-in-use", new VirtualClock(), () => renewed++);
  await store.startEpoch(REF, 1, genesisAt(1));
  await store.put(REF, [entry(1)]);
  expect(renewed).toBe(0);
  await new Promise((resolve) => (indexedDB.deleteDatabase("deleted-in-use").onsuccess = resolve));
  await expect(store.put(REF, [entry(2)])).rejects.toBeInstanceOf(LogLost);
  expect(renewed).toBe(1);
  await store.startEpoch(REF, 1, genesisAt(1));
  await store.put(REF, [entry(1), entry(2)]);
  expect((await store.load(REF)).entries).toHaveLength(2);
});
