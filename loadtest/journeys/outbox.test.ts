import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import { Outbox } from "#loadtest/journeys/outbox";

const filled = (count: number) => {
  const outbox = new Outbox();
  for (let i = 1; i <= count; i++) outbox.add(`${i}`);
  return outbox;
};
/** What may be sent now, as numbers. */
function sent(outbox: Outbox, nowMs = 0): number[] {
  const seqs: number[] = [];
  for (let text = outbox.next(nowMs); text !== null; text = outbox.next(nowMs)) seqs.push(Number(text));
  return seqs;
}

test("sends in order, each entry once, up to the window", () => {
  const outbox = filled(LIMITS.unackedEntriesMax + 5);
  expect(sent(outbox)).toHaveLength(LIMITS.unackedEntriesMax);
  expect(sent(outbox)).toHaveLength(0);
  outbox.received(3);
  expect(sent(outbox)).toEqual([33, 34, 35]);
});

test("a new socket sends everything above d2 again, even when d2 went backwards", () => {
  const outbox = filled(4);
  sent(outbox);
  outbox.received(4);
  outbox.secured(3);
  outbox.restart(1);
  expect(sent(outbox)).toEqual([2, 3, 4]);
  expect(outbox.received(4), "acknowledged before: not news").toBe(0);
});

test("is complete only when the last entry is secured", () => {
  const outbox = filled(2);
  sent(outbox);
  outbox.received(2);
  expect(outbox.complete).toBe(false);
  expect(outbox.secured(2)).toBe(2);
  expect(outbox.complete).toBe(true);
});

test("an entry at D1 without D2 for too long goes again on the same socket", () => {
  const outbox = filled(2);
  sent(outbox, 1_000);
  outbox.received(2);
  expect(outbox.rewindIfUnsecured(1_000 + LIMITS.resendUnsecuredAfterMs - 1)).toBe(false);
  expect(outbox.rewindIfUnsecured(1_000 + LIMITS.resendUnsecuredAfterMs)).toBe(true);
  expect(sent(outbox, 31_000)).toEqual([1, 2]);
  expect(outbox.rewindIfUnsecured(31_001)).toBe(false);
});
