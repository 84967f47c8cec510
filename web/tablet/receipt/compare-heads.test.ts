import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { StoredLog } from "#client-core/ports";
import type { FinalReceipt } from "#contracts/evidence";
import { genesisOf, headAfter, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import { compareHeads } from "./compare-heads.ts";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const OF = { sittingId: 1, candidateId: 7 };
const position = (seq: number) => ({ v: 1 as const, epoch: 1, seq, claimedAtMs: seq });
const answer = (seq: number, choice = "a"): EntryFrame => ({
  ...position(seq),
  kind: "answer",
  itemId: "q1",
  value: { choice: [choice] },
});
const submit = (seq: number): EntryFrame => ({ ...position(seq), kind: "submit", proof: null });
const noted = (seq: number): EntryFrame => ({ ...position(seq), kind: "applied", actId: "end", stage: "applied" });
const genesis = genesisOf(sha256, OF, 1, NO_PREVIOUS_EPOCH);

const logOf = (frames: readonly EntryFrame[]): StoredLog => ({
  epochs: [{ epoch: 1, genesis, d2: 0 }],
  entries: frames.map((frame, n) => ({ epoch: 1, seq: n + 1, text: JSON.stringify(frame) })),
});
function receiptOf(frames: readonly EntryFrame[], epoch = 1): FinalReceipt {
  const texts = frames.map((frame) => new TextEncoder().encode(JSON.stringify(frame)));
  const chainHead = headAfter(sha256, genesis.hash, texts);
  return { epochs: [{ epoch, d2: frames.length, chainHead }] } as unknown as FinalReceipt;
}
const compared = (made: readonly EntryFrame[], receipt: FinalReceipt) => compareHeads(logOf(made), receipt, sha256);
const WORK = [answer(1), answer(2, "b"), submit(3)];

test("the same entries agree, also when acts were noted after them", async () => {
  expect(await compared(WORK, receiptOf(WORK))).toBe("agrees");
  expect(await compared([...WORK, noted(4)], receiptOf(WORK))).toBe("agrees");
});

test("work that the receipt does not cover is behind: another one comes", async () => {
  expect(await compared([...WORK, answer(4), submit(5)], receiptOf(WORK))).toBe("behind");
  expect(await compared(WORK, receiptOf([], 2))).toBe("behind");
});

test("other entries under the same numbers differ", async () => {
  expect(await compared([answer(1), answer(2, "c"), submit(3)], receiptOf(WORK))).toBe("differs");
});

test("what this device has lost, and other devices, are not its to judge", async () => {
  expect(await compared([answer(1)], receiptOf(WORK))).toBe("agrees");
  expect(await compareHeads({ epochs: [], entries: [] }, receiptOf(WORK), sha256)).toBe("agrees");
});
