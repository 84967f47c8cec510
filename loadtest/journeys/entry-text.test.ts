import { expect, test } from "vitest";
import { EntryFrame } from "#contracts/frames/tablet";
import { answerTail, entryText, tailOf } from "#loadtest/journeys/entry-text";

test("an entry in two halves is the frame, byte for byte", () => {
  const [itemId, value] = ['q"1', { text: "réponse 3" }];
  const position = { v: 1, epoch: 2, seq: 31, claimedAtMs: 1_700_000_000_123 } as const;
  const text = (tail: string) => entryText(position.epoch, position.seq, position.claimedAtMs, tail);
  expect(text(answerTail(itemId, value))).toBe(JSON.stringify({ ...position, kind: "answer", itemId, value }));
  const seal = { sectionId: "dp", path: "0".repeat(64), token: null };
  const lock = { kind: "lock", stepId: "k", itemIds: ["a", "b"], seal } as const;
  const locked = text(tailOf({ ...lock, itemIds: [...lock.itemIds] }));
  expect(EntryFrame.parse(JSON.parse(locked))).toEqual({ ...position, ...lock });
});
