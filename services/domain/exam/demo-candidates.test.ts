import { describe, expect, test } from "vitest";
import { demoCandidates } from "#domain/exam/demo-candidates";
import { demoCentres } from "#domain/exam/demo-places";

const candidates = demoCandidates();
const distinct = (values: readonly string[]) => new Set(values).size;

describe("the demo exam", () => {
  test("has 34 centres and 120 rooms, their codes distinct", () => {
    const centres = demoCentres();
    expect(distinct(centres.map((centre) => centre.code))).toBe(34);
    expect(distinct(centres.map((centre) => centre.name))).toBe(34);
    expect(distinct(centres.flatMap((centre) => centre.rooms.map((room) => room.code)))).toBe(120);
  });

  test("has 8,300 candidates, the same each time", () => {
    expect(candidates).toHaveLength(8_300);
    expect(demoCandidates()).toEqual(candidates);
  });

  test("seats 69 or 70 in every room, one at each seat", () => {
    const perRoom = new Map<string, number>();
    for (const one of candidates) perRoom.set(one.room, (perRoom.get(one.room) ?? 0) + 1);
    expect(perRoom.size).toBe(120);
    expect(new Set(perRoom.values())).toEqual(new Set([69, 70]));
    expect(distinct(candidates.map((one) => `${one.room} ${one.seat}`))).toBe(8_300);
  });

  test("gives everybody a name, a student number and an anonymity number of their own", () => {
    expect(distinct(candidates.map((one) => `${one.familyName} ${one.givenName}`))).toBe(8_300);
    expect(distinct(candidates.map((one) => one.studentNumber))).toBe(8_300);
    expect(distinct(candidates.map((one) => one.anonymityNumber))).toBe(8_300);
    for (const one of candidates) expect(one.anonymityNumber).toMatch(/^[1-9]\d{7}$/);
  });

  test("orders anonymity numbers like nothing else: neither by room nor by student number", () => {
    const rises = (values: readonly string[]) =>
      values.filter((value, n) => n > 0 && value > (values[n - 1] ?? "")).length;
    const byStudent = [...candidates].sort((a, b) => (a.studentNumber < b.studentNumber ? -1 : 1));
    for (const order of [candidates, byStudent]) {
      const share = rises(order.map((one) => one.anonymityNumber)) / 8_300;
      expect(share).toBeGreaterThan(0.47);
      expect(share).toBeLessThan(0.53);
    }
  });

  test("gives about 3 % a third more time", () => {
    const extra = candidates.filter((one) => one.extraTime.numerator === 4 && one.extraTime.denominator === 3).length;
    expect(extra).toBeGreaterThan(8_300 * 0.02);
    expect(extra).toBeLessThan(8_300 * 0.04);
  });
});
