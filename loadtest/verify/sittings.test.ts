import { expect, test } from "vitest";
import { refusalOrLatest } from "#loadtest/verify/sittings";

const sitting = (id: number, plannedStartMs: number, rehearsal = 1) => ({
  id,
  title: `S${id}`,
  plannedStartMs,
  rehearsal,
});

test("candidates are led to the latest rehearsal; next to a real sitting nothing is rehearsed", () => {
  expect(refusalOrLatest([sitting(1, 50), sitting(2, 90), sitting(3, 90), sitting(4, 10)])).toEqual({ sittingId: 3 });
  expect(refusalOrLatest([sitting(1, 50), sitting(2, 10, 0)])).toEqual({
    refusal: 'sitting 2 "S2" is a real one: only rehearsals are rehearsed',
  });
  expect(refusalOrLatest([])).toHaveProperty("refusal");
});
