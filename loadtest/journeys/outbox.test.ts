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

test("an entry at D1 without D2 for too long goes again on the same socket, then after twice as long", () => {
  const after = LIMITS.resendUnsecuredAfterMs;
  const outbox = filled(2);
  sent(outbox, 1_000);
  outbox.received(2);
  expect(outbox.resends(1_000 + after - 1)).toEqual([]);
  expect(outbox.resends(1_000 + after)).toEqual(["1", "2"]);
  expect(outbox.resends(1_000 + 3 * after - 1)).toEqual([]);
  expect(outbox.resends(1_000 + 3 * after)).toEqual(["1", "2"]);
  outbox.secured(1);
  expect(outbox.resends(1_000 + 4 * after), "D2 moves: patience is as before").toEqual(["2"]);
});

test("of many that wait for D2 only the oldest go again: the others follow once it moves", () => {
  const outbox = filled(LIMITS.unackedEntriesMax);
  sent(outbox);
  outbox.received(LIMITS.unackedEntriesMax);
  expect(outbox.resends(LIMITS.resendUnsecuredAfterMs)).toHaveLength(LIMITS.resentEntriesMax);
  outbox.secured(LIMITS.resentEntriesMax);
  expect(outbox.resends(LIMITS.resendUnsecuredAfterMs)[0]).toBe(String(LIMITS.resentEntriesMax + 1));
});
