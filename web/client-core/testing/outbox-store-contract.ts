/** What every OutboxStore does. `reopen` gives the store as a new run of the application finds it. */
import { describe, expect, test } from "vitest";
import { KeyTaken, LogLost, type OutboxStore } from "#client-core/ports";
import { genesisAt, REF } from "#client-core/testing/a-tablet";

const OTHER = { sittingId: 7, candidateId: 43 };

export function describeOutboxStore(
  name: string,
  make: () => Promise<{ store: OutboxStore; again: () => OutboxStore }>,
): void {
  describe(`OutboxStore: ${name}`, () => {
    test("holds what was put, in order, for the next run", async () => {
      const { store, again } = await make();
      await store.startEpoch(REF, 1, genesisAt(1));
      await store.put(REF, [
        { epoch: 1, seq: 2, text: "b" },
        { epoch: 1, seq: 1, text: "a" },
      ]);
      await store.put(REF, [{ epoch: 1, seq: 10, text: "é😀" }]);
      await store.setSecured(REF, 1, 2);
      expect(await again().load(REF)).toEqual({
        epochs: [{ epoch: 1, genesis: genesisAt(1), d2: 2 }],
        entries: [
          { epoch: 1, seq: 1, text: "a" },
          { epoch: 1, seq: 2, text: "b" },
          { epoch: 1, seq: 10, text: "é😀" },
        ],
      });
    });

    test("keeps candidates and sittings apart", async () => {
      const { store } = await make();
      await store.startEpoch(REF, 1, genesisAt(1));
      await store.put(REF, [{ epoch: 1, seq: 1, text: "a" }]);
      expect(await store.load(OTHER)).toEqual({ epochs: [], entries: [] });
    });

    test("the same entry again changes nothing; another text under its number is refused, with its whole batch", async () => {
      const { store } = await make();
      await store.startEpoch(REF, 1, genesisAt(1));
      await store.put(REF, [{ epoch: 1, seq: 1, text: "a" }]);
      await store.put(REF, [{ epoch: 1, seq: 1, text: "a" }]);
      const refused = store.put(REF, [
        { epoch: 1, seq: 2, text: "b" },
        { epoch: 1, seq: 1, text: "other" },
      ]);
      await expect(refused).rejects.toBeInstanceOf(KeyTaken);
      expect((await store.load(REF)).entries).toEqual([{ epoch: 1, seq: 1, text: "a" }]);
    });

    test("an entry of an epoch that was never started is refused: a log without a beginning", async () => {
      const { store } = await make();
      await store.startEpoch(REF, 1, genesisAt(1));
      await expect(store.put(REF, [{ epoch: 2, seq: 1, text: "a" }])).rejects.toBeInstanceOf(LogLost);
      expect((await store.load(REF)).entries).toEqual([]);
    });

    test("an epoch starts once; epochs stand side by side, in order", async () => {
      const { store } = await make();
      await store.startEpoch(REF, 2, genesisAt(2));
      await store.startEpoch(REF, 1, genesisAt(1));
      await store.setSecured(REF, 1, 5);
      await store.startEpoch(REF, 1, genesisAt(1));
      await expect(store.startEpoch(REF, 1, genesisAt(9))).rejects.toBeInstanceOf(KeyTaken);
      expect((await store.load(REF)).epochs.map(({ epoch, d2 }) => [epoch, d2])).toEqual([
        [1, 5],
        [2, 0],
      ]);
    });

    test("D2 goes backwards when the server says so", async () => {
      const { store } = await make();
      await store.startEpoch(REF, 1, genesisAt(1));
      await store.setSecured(REF, 1, 5);
      await store.setSecured(REF, 1, 3);
      expect((await store.load(REF)).epochs[0]?.d2).toBe(3);
    });
  });
}
