import { describe, expect, test } from "vitest";
import { allocate } from "#domain/admission/allocate";
import { allocated, audited, CLEAN, type InputFile, inputOf } from "#domain/admission/testing/input-file";

/** Everybody wishes for P first and Q second; P ranks a, b, c, d and Q the other way round. */
const BOTH: InputFile = {
  programmes: [
    { id: "P", places: 1, ranking: ["a", "b", "c", "d"] },
    { id: "Q", places: 1, ranking: ["d", "c", "b", "a"] },
  ],
  candidates: ["a", "b", "c", "d"].map((id) => ({ id, wishes: ["P", "Q"] })),
};
const FIRST = allocated(BOTH).seats; // a: P, d: Q

test("R27: a resignation re-runs the whole and finds the replacement", () => {
  expect(allocated({ ...BOTH, previous: FIRST, resigned: ["a"] })).toMatchObject({
    ...{ seats: { a: null, b: "P", c: null, d: "Q" }, mode: "plain", audit: CLEAN },
  });
});
test("R28: whoever is admitted gets nothing less preferred, though a wish further down would be open", () => {
  const { seats } = allocated({ ...BOTH, previous: FIRST, resigned: ["d"] });
  expect(seats).toEqual({ a: "P", b: null, c: "Q", d: null });
});
test("R29: places that are taken away after publication eliminate nobody; the seats are reported in excess", () => {
  const programmes = BOTH.programmes.map((one) => (one.id === "P" ? { ...one, places: 0 } : one));
  const file = { ...BOTH, programmes, previous: FIRST };
  const result = allocated(file);
  expect(result).toMatchObject({ seats: FIRST, mode: "protected", audit: { ...CLEAN, excess: 1 } });
  expect(result.standings[0]).toEqual({ admitted: 1, abovePlaces: 1, lastRank: 1 });
  const { setAside, audit } = allocate(inputOf(file).market, inputOf(file).round);
  expect([setAside?.demoted, audit.findings.excess]).toEqual([1, [[0, 1]]]);
});
describe("R30: a plain re-run can demote", () => {
  test("after a partial resignation: the resigner outranks somebody below", () => {
    const file: InputFile = {
      programmes: [
        { id: "P", places: 1, ranking: ["a", "b"] },
        { id: "Q", places: 1, ranking: ["a", "b"] },
      ],
      candidates: [
        { id: "a", wishes: ["P", "Q"] },
        { id: "b", wishes: ["Q"] },
      ],
      previous: { a: "P", b: "Q" },
      resigned: [{ id: "a", keepsBelow: true }],
    };
    expect(allocated(file)).toMatchObject({ seats: { a: null, b: "Q" }, mode: "protected", audit: CLEAN });
    expect(audited(file, { a: "Q", b: null })).toMatchObject({ demoted: 1 });
  });
  test("after a ranking was corrected: who came in wrongly stays, who should have come in waits or is owed a seat", () => {
    const programmes = BOTH.programmes.map((one) => (one.id === "P" ? { ...one, ranking: ["b", "a", "c", "d"] } : one));
    const corrected = { ...BOTH, programmes, previous: FIRST };
    expect(allocated(corrected)).toMatchObject({ seats: FIRST, mode: "protected", audit: CLEAN });
    const owed = allocated({ ...corrected, additional: { b: "P" } });
    expect(owed).toMatchObject({ seats: { ...FIRST, b: "P" }, mode: "plain", audit: { ...CLEAN, excess: 1 } });
    expect(owed.standings[0]).toEqual({ admitted: 2, abovePlaces: 1, lastRank: 2 });
  });
});
describe("R31: an admitted candidate", () => {
  test("moves up when something better comes free, and makes room below", () => {
    const { seats } = allocated({ ...BOTH, previous: { a: "P", d: "Q" }, resigned: ["a", "b", "c"] });
    expect(seats).toEqual({ a: null, b: null, c: null, d: "P" });
  });
  test("unless locked", () => {
    const file = { ...BOTH, previous: FIRST, resigned: ["a", "b", "c"], locked: ["d"] };
    expect(allocated(file)).toMatchObject({ seats: { a: null, b: null, c: null, d: "Q" }, audit: CLEAN });
    expect(audited(file, { d: "P" }).feasible).toBe(false);
  });
});
test("seats in addition are given whoever else comes, and take nobody's place", () => {
  const { seats, audit, standings } = allocated({ ...BOTH, additional: { c: "P" } });
  expect(seats).toEqual({ a: "P", b: null, c: "P", d: "Q" });
  expect(audit).toEqual({ ...CLEAN, excess: 1 });
  expect(standings.map(({ abovePlaces }) => abovePlaces)).toEqual([1, 0]);
});
test("somebody owed a seat may still get a better one by rank, and then needs none", () => {
  const { seats, audit } = allocated({ ...BOTH, additional: { a: "Q" } });
  expect(seats).toEqual({ a: "P", b: null, c: null, d: "Q" });
  expect(audit).toEqual(CLEAN);
});
