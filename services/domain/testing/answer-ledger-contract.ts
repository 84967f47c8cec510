/** What every permanent store of answers must do: run on the memory adapter and on PostgreSQL. */
import { describe, expect, test } from "vitest";
import type { EntryFrame, StreamId } from "#domain/answer/entry";
import {
  type AnswerLedger,
  type DrainBatch,
  type DrainedRecord,
  type LedgerReader,
  PoisonBatch,
  StaleOffset,
} from "#domain/ports/answer-ledger";
import { aLock, aMarker, anAnswer, anEntry, aWaited } from "#domain/testing/builders";

export interface LedgerUnderTest {
  readonly ledger: AnswerLedger;
  readonly reader: LedgerReader;
  /** A sitting that has started, with its end at `endMs`; and a candidate of it in partition 0. */
  readonly sittingId: number;
  readonly candidateId: number;
  readonly endMs: number;
  stop(): Promise<void>;
}

export function describeAnswerLedger(name: string, make: () => Promise<LedgerUnderTest>): void {
  const run = (title: string, body: (t: LedgerUnderTest & Tools) => Promise<void>) =>
    test(title, async () => {
      const underTest = await make();
      try {
        await body({ ...underTest, ...toolsFor(underTest) });
      } finally {
        await underTest.stop();
      }
    });

  describe(`answer ledger: ${name}`, () => {
    run("a committed batch is in the log, in the current answers and in D2", async ({ commit, entry, reader }) => {
      const secured = await commit([entry(anAnswer({ seq: 1 })), entry(anAnswer({ seq: 2, itemId: "q2" }))]);
      expect(secured.map((s) => [s.epoch, s.seq])).toEqual([[1, 2]]);
      expect((await reader.log()).map((l) => l.seq)).toEqual([1, 2]);
      expect((await reader.current()).map((c) => [c.itemId, c.seq, c.locked])).toEqual([
        ["q1", 1, false],
        ["q2", 2, false],
      ]);
    });

    run("evidence is in the log and in D2, and no answer knows of it", async ({ commit, entry, reader }) => {
      const secured = await commit([entry(anAnswer({ seq: 1 })), entry(aLock({ seq: 2 })), entry(aWaited({ seq: 3 }))]);
      expect(secured.map(({ seq }) => seq)).toEqual([3]);
      expect((await reader.log()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect((await reader.current()).map(({ itemId, seq, locked }) => [itemId, seq, locked])).toEqual([
        ["q1", 1, true],
      ]);
    });

    run("the frame is kept byte for byte", async ({ commit, entry, reader }) => {
      const frame = anAnswer({ value: { text: 'l’«épreuve»\n\t"\\{},🩺' } });
      const text = JSON.stringify(frame, null, 1);
      await commit([{ ...entry(frame), frameText: text }]);
      expect((await reader.log())[0]?.frameText).toBe(text);
      expect((await reader.current())[0]?.value).toEqual(frame.value);
    });

    run("the same entries again change nothing and still tell their D2", async ({ commit, entry, reader }) => {
      const records = [entry(anAnswer({ seq: 1 })), entry(anAnswer({ seq: 2 }))];
      await commit(records);
      const before = [await reader.log(), await reader.current()];
      expect((await commit([...records, ...records])).map((s) => s.seq)).toEqual([2]);
      expect([await reader.log(), await reader.current()]).toEqual(before);
      expect(await reader.quarantined()).toEqual([]);
    });

    run(
      "[I2] a key with another payload goes to quarantine, in one batch or in two",
      async ({ commit, entry, reader }) => {
        const other = (option: string) => entry(anAnswer({ value: { choice: [option] } }));
        await commit([other("A"), other("B")]);
        await commit([other("C"), other("A")]);
        expect((await reader.log()).length).toBe(1);
        expect((await reader.current())[0]?.value).toEqual({ choice: ["A"] });
        expect(await reader.quarantined()).toEqual(["conflict", "conflict"]);
      },
    );

    run("of a flood of payloads for one key only a few are kept", async ({ commit, entry, reader }) => {
      const payload = (n: number) => entry(anAnswer({ value: { choice: [`o${n}`] } }));
      await commit([payload(0), ...Array.from({ length: 50 }, (_, n) => payload(n + 1))]);
      await commit(Array.from({ length: 50 }, (_, n) => payload(n + 100)));
      expect((await reader.quarantined()).length).toBe(20);
    });

    run("a batch read from another offset is refused and leaves nothing", async (t) => {
      await t.commit([t.entry(anAnswer())]);
      const stale: DrainBatch = {
        partition: 0,
        generation: 1,
        from: "0-0",
        to: "9999-0",
        records: [t.entry(anAnswer({ seq: 2 }))],
      };
      await expect(t.ledger.commit(stale)).rejects.toBeInstanceOf(StaleOffset);
      const wrongGeneration = { ...stale, from: (await t.ledger.offset(0)).lastId, generation: 2 };
      await expect(t.ledger.commit(wrongGeneration)).rejects.toBeInstanceOf(StaleOffset);
      expect((await t.reader.log()).length).toBe(1);
    });

    run("an entry that cannot be stored refuses its batch as poison, whole", async ({ commit, entry, reader }) => {
      const foreign = entry(anAnswer({ seq: 2 }));
      const poisoned = { ...foreign, entry: { ...foreign.entry, sittingId: 999_999 } };
      await expect(commit([entry(anAnswer()), poisoned])).rejects.toBeInstanceOf(PoisonBatch);
      expect(await reader.log()).toEqual([]);
    });

    run("a poisoned record is kept, once", async ({ commit, reader, ledger, entry }) => {
      await commit([{ kind: "poison", id: "7-0", reason: "not JSON", raw: "\0{", of: null }, entry(anAnswer())]);
      expect(await reader.quarantined()).toEqual(["unreadable"]);
      expect((await ledger.offset(0)).generation).toBe(1);
    });

    run("D2 waits for the gap to be filled, and then jumps", async ({ commit, entry, reader }) => {
      const at = (seq: number) => entry(anAnswer({ seq, itemId: `q${seq}` }));
      expect((await commit([at(1), at(2)])).map((s) => s.seq)).toEqual([2]);
      expect((await commit([at(4), at(5)])).map((s) => s.seq)).toEqual([2]);
      expect((await commit([at(6)])).map((s) => s.seq)).toEqual([2]);
      expect((await commit([at(3)])).map((s) => s.seq)).toEqual([6]);
      expect((await commit([at(7)])).map((s) => s.seq)).toEqual([7]);
      expect((await reader.current()).length).toBe(7);
    });

    run("[I3] an older entry that arrives later does not replace a newer one", async ({ commit, entry, reader }) => {
      await commit([entry(anAnswer({ seq: 2, value: { choice: ["new"] } }))]);
      await commit([entry(anAnswer({ seq: 1, value: { choice: ["old"] } }))]);
      expect((await reader.current()).map((c) => [c.seq, c.value])).toEqual([[2, { choice: ["new"] }]]);
    });

    run("[I9] a locked item keeps its answer, across batches and within one", async ({ commit, entry, reader }) => {
      await commit([entry(anAnswer({ seq: 1, value: { choice: ["A"] } })), entry(aLock({ seq: 2 }))]);
      await commit([entry(anAnswer({ seq: 3, value: { choice: ["B"] } })), entry(aLock({ seq: 4 }))]);
      const q2 = { itemIds: ["q2"], stepId: "q2" };
      await commit([entry(aLock({ seq: 5, ...q2 })), entry(anAnswer({ seq: 6, itemId: "q2" }))]);
      expect((await reader.current()).map((c) => [c.itemId, c.seq, c.value, c.locked])).toEqual([
        ["q1", 1, { choice: ["A"] }, true],
        ["q2", 0, null, true],
      ]);
    });

    run("a lock in a later batch keeps the answer that is there", async ({ commit, entry, reader }) => {
      await commit([entry(anAnswer({ seq: 1, value: { choice: ["A"] } }))]);
      await commit([entry(aLock({ seq: 2 }))]);
      expect((await reader.current()).map((c) => [c.seq, c.value, c.locked])).toEqual([[1, { choice: ["A"] }, true]]);
    });

    run("[I8] after the next epoch's marker, entries of the old device are logged and set aside", async (t) => {
      const { commit, entry, reader, marker } = t;
      await commit([marker(1), entry(anAnswer({ seq: 1, value: { choice: ["before"] } }))]);
      await commit([marker(2)]);
      expect((await commit([entry(anAnswer({ seq: 2, value: { choice: ["after"] } }))])).map((s) => s.seq)).toEqual([
        2,
      ]);
      expect((await reader.log()).length).toBe(2);
      expect((await reader.current())[0]?.value).toEqual({ choice: ["before"] });
      await commit([entry(anAnswer({ epoch: 2, seq: 1, value: { choice: ["spare"] } }))]);
      expect((await reader.current())[0]?.value).toEqual({ choice: ["spare"] });
    });

    run("a marker that is told again does not move the fence", async ({ commit, entry, reader, marker }) => {
      await commit([marker(1), marker(2), entry(anAnswer({ seq: 1 })), marker(2)]);
      expect(await reader.current()).toEqual([]);
    });

    run("made after the end is set aside, made before and delivered after counts", async (t) => {
      const { commit, entry, reader, endMs } = t;
      const late = `${endMs + 60_000}` as const;
      const made = (seq: number, claimedAtMs: number) =>
        entry(anAnswer({ seq, itemId: `q${seq}`, claimedAtMs }), `${late}-${seq}`);
      await commit([made(1, endMs - 1), made(2, endMs), made(3, endMs + 1), made(4, endMs - 5)]);
      expect((await reader.current()).map((c) => c.itemId)).toEqual(["q1", "q2"]);
    });

    run("a new generation starts at the beginning, once", async ({ ledger }) => {
      expect(await ledger.offset(5)).toEqual({ generation: 0, lastId: "0-0" });
      expect(await ledger.beginGeneration(5, 0)).toBe(1);
      await expect(ledger.beginGeneration(5, 0)).rejects.toBeInstanceOf(StaleOffset);
      expect(await ledger.offset(5)).toEqual({ generation: 1, lastId: "0-0" });
    });
  });
}

interface Tools {
  /** Commits records from where the partition stands. */
  commit(records: readonly DrainedRecord[]): ReturnType<AnswerLedger["commit"]>;
  entry(frame: EntryFrame, id?: StreamId): Extract<DrainedRecord, { kind: "entry" }>;
  marker(epoch: number): DrainedRecord;
}

function toolsFor({ ledger, sittingId, candidateId }: LedgerUnderTest): Tools {
  let next = 5_000;
  const ref = { sittingId, candidateId };
  return {
    commit: async (records) => {
      let at = await ledger.offset(0);
      if (at.generation === 0) at = { generation: await ledger.beginGeneration(0, 0), lastId: "0-0" };
      return ledger.commit({ partition: 0, generation: at.generation, from: at.lastId, to: `${next++}-0`, records });
    },
    entry: (frame, id = `${next++}-0`) => ({
      kind: "entry",
      entry: anEntry(frame, id, ref),
      frameText: JSON.stringify(frame),
      nodeId: "n1",
    }),
    marker: (epoch) => ({ kind: "marker", marker: aMarker({ ...ref, epoch }), id: `${next++}-0` }),
  };
}
