import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { IndexedDbStore } from "#client-core/indexeddb-store";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MirroredShelf } from "#client-core/mirrored-shelf";
import { MirroredStore } from "#client-core/mirrored-store";
import { MemoryStore } from "#client-core/memory-store";
import { genesisAt, REF } from "#client-core/testing/a-tablet";
import { describeOutboxStore } from "#client-core/testing/outbox-store-contract";
import { VirtualClock } from "#client-core/testing/virtual-clock";

let made = 0;
const freshName = () => `test-${made++}`;

describeOutboxStore("memory", async () => {
  const store = new MemoryStore();
  return { store, again: () => store };
});
describeOutboxStore("IndexedDB", async () => {
  const name = freshName();
  return {
    store: new IndexedDbStore(name, new VirtualClock()),
    again: () => new IndexedDbStore(name, new VirtualClock()),
  };
});

describeOutboxStore("two databases", async () => {
  const names = [freshName(), freshName()] as const;
  const open = () => {
    const [main, mirror] = names.map((name) => new IndexedDbStore(name, new VirtualClock()));
    return new MirroredStore(main as IndexedDbStore, mirror as IndexedDbStore);
  };
  return { store: open(), again: open };
});

test("a lost connection is opened again without a word", async () => {
  const store = new IndexedDbStore(freshName(), new VirtualClock());
  await store.startEpoch(REF, 1, genesisAt(1));
  await store.put(REF, [{ epoch: 1, seq: 1, text: "a" }]);
  store.reopen();
  await store.put(REF, [{ epoch: 1, seq: 2, text: "b" }]);
  const database = await (store as unknown as { database(): Promise<IDBDatabase> }).database();
  database.close();
  await store.put(REF, [{ epoch: 1, seq: 3, text: "c" }]);
  expect((await store.load(REF)).entries).toHaveLength(3);
});

test.each([
  ["memory", () => new MemoryShelf()],
  ["IndexedDB", () => new IndexedDbStore(freshName(), new VirtualClock())],
  ["mirrored", () => new MirroredShelf(new MemoryShelf(), new MemoryShelf())],
])("the shelf keeps values under their names: %s", async (_, make) => {
  const shelf = make();
  expect(await shelf.get("nothing")).toBeUndefined();
  await shelf.set("a:2", { deep: [1, new Uint8Array([1, 2])] });
  await shelf.set("a:1", null);
  await shelf.set("b:1", 1);
  expect(await shelf.get("a:2")).toEqual({ deep: [1, new Uint8Array([1, 2])] });
  expect(await shelf.names("a:")).toEqual(["a:1", "a:2"]);
});
