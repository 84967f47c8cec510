import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry, EntryFrame } from "#domain/answer/entry";
import { type CurrentItem, foldCandidate } from "#domain/answer/fold";
import { comeInOrder, type EpochProgress, settleAnew, settleInOrder } from "#domain/answer/settle";
import { aLock, anAnswer, anEntry, aWaited } from "#domain/testing/builders";

const items = ["q1", "q2", "q3"];
const END_MS = 5_500;
const context = { nextMarker: () => null, endMs: END_MS };

/** Frames of one epoch with seq 1, 2, 3…, some locks and waits among answers, claims around the end. */
const frames = fc
  .array(
    fc.record({
      itemId: fc.constantFrom(...items),
      lock: fc.boolean(),
      claimedAtMs: fc.integer({ min: 4_000, max: 7_000 }),
      option: fc.constantFrom("A", "B", "C"),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((list) =>
    list.map(({ itemId, lock, claimedAtMs, option }, index): EntryFrame =>
      lock && index % 5 === 0
        ? aLock({ seq: index + 1, itemIds: [itemId], stepId: itemId, claimedAtMs })
        : lock && index % 5 === 1
          ? aWaited({ seq: index + 1, stepId: itemId, claimedAtMs })
          : anAnswer({ seq: index + 1, itemId, claimedAtMs, value: { choice: [option] } }),
    ),
  );

/** What the statement `current` does with a settlement in order: locked rows stay, null answers keep the old one. */
function store(table: Map<string, CurrentItem>, settled: ReadonlyMap<string, CurrentItem>): void {
  for (const [itemId, item] of settled) {
    const held = table.get(itemId);
    if (held?.lock) continue;
    table.set(itemId, { answer: item.answer ?? held?.answer ?? null, lock: item.lock });
  }
}

test("settling batch by batch gives the same answers and the same D2 as folding everything at once", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 30 }), (list, sizes) => {
      const entries: Entry[] = list.map((frame, index) => anEntry(frame, `${6_000 + index * 10}-0`));
      const table = new Map<string, CurrentItem>();
      let progress: EpochProgress = { epoch: 1, d2: 0, head: 0, d2MadeAtMs: 0, submitted: false };
      for (let from = 0, turn = 0; from < entries.length; turn++) {
        const batch = entries.slice(from, from + (sizes[turn % sizes.length] ?? 1));
        expect(comeInOrder(batch, [progress], context)).toBe(true);
        const settled = settleInOrder(batch, [progress], context);
        store(table, settled.items);
        progress = settled.epochs[0] as EpochProgress;
        from += batch.length;
      }
      const whole = foldCandidate(entries, context);
      expect(new Map([...table].sort())).toEqual(new Map([...whole.items].sort()));
      expect(progress).toEqual(settleAnew(entries, context).epochs[0]);
    }),
  );
});

test("a gap, a resend above a gap, and an older epoch without a marker are not in order", () => {
  const at = (epoch: number, d2: number, head = d2): EpochProgress => ({
    epoch,
    d2,
    head,
    d2MadeAtMs: 0,
    submitted: false,
  });
  const entry = (epoch: number, seq: number) => anEntry(anAnswer({ epoch, seq }));
  expect(comeInOrder([entry(1, 3)], [at(1, 2)], context)).toBe(true);
  expect(comeInOrder([entry(1, 4)], [at(1, 2)], context)).toBe(false);
  expect(comeInOrder([entry(1, 3)], [at(1, 2, 5)], context)).toBe(false);
  expect(comeInOrder([entry(1, 3)], [at(1, 2), at(2, 0)], context)).toBe(false);
  expect(comeInOrder([entry(2, 1)], [at(1, 2), at(2, 0)], context)).toBe(true);
  expect(comeInOrder([entry(1, 1), entry(2, 1)], [], context)).toBe(false);
});

test("[I8] entries of a replaced device that arrive after its marker move its progress and nothing in force", () => {
  const replaced = {
    endMs: null,
    nextMarker: (epoch: number) => (epoch === 1 ? { generation: 1, id: "5000-0" as const } : null),
  };
  const progress = [1, 2].map((epoch) => ({ epoch, d2: 2, head: 2, d2MadeAtMs: 0, submitted: false }));
  const late = [3, 4].map((seq) => anEntry(anAnswer({ epoch: 1, seq }), `6000-${seq}`));
  const spare = anEntry(anAnswer({ epoch: 2, seq: 3, itemId: "q2" }), "6001-0");
  expect(comeInOrder([...late, spare], progress, replaced)).toBe(true);
  const { items, epochs } = settleInOrder([...late, spare], progress, replaced);
  expect([...items.keys()]).toEqual(["q2"]);
  expect(epochs.map(({ epoch, d2 }) => [epoch, d2])).toEqual([
    [1, 4],
    [2, 3],
  ]);
  const before = anEntry(anAnswer({ epoch: 1, seq: 3 }), "4000-0");
  expect(comeInOrder([before], progress, replaced)).toBe(false);
});
