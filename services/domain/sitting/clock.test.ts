import { describe, expect, test } from "vitest";
import { ACT_KINDS, type Act, type ActKind } from "#domain/sitting/act";
import { applyAct, durationWith, endOf, foldJournal, NO_EXTRA_TIME, PLANNED, refusalOf } from "#domain/sitting/clock";

const HOUR_MS = 3_600_000;
const act = (kind: ActKind, effectiveAtMs = 0): Act => ({
  v: 1,
  id: `${kind}-${effectiveAtMs}`,
  kind,
  author: "organiser",
  cause: "",
  atMs: effectiveAtMs,
  effectiveAtMs,
});

describe("phases", () => {
  test("a sitting runs from planned to closed", () => {
    const kinds: ActKind[] = ["check_in", "ready", "start", "end", "collect", "close"];
    const phases = kinds.map((_, n) => foldJournal(kinds.slice(0, n + 1).map((kind) => act(kind))).phase);
    expect(phases).toEqual(["check_in", "ready", "running", "ended", "collecting", "closed"]);
  });

  test("what is illegal is refused with a reason, and never applied", () => {
    for (const kind of ACT_KINDS.filter((k) => k !== "check_in" && k !== "cancel")) {
      expect(refusalOf(PLANNED, kind)).toContain("planned");
      expect(() => applyAct(PLANNED, act(kind))).toThrow();
    }
    const closed = foldJournal(["check_in", "start", "end", "close"].map((kind) => act(kind as ActKind)));
    for (const kind of ACT_KINDS) expect(refusalOf(closed, kind)).not.toBeNull();
  });
});

describe("ends", () => {
  const running = foldJournal([act("check_in"), act("start", HOUR_MS)]);

  test("start + duration × extra time, rounded up to the millisecond", () => {
    expect(endOf(PLANNED, HOUR_MS, NO_EXTRA_TIME)).toBeNull();
    expect(endOf(running, 3 * HOUR_MS, NO_EXTRA_TIME)).toBe(4 * HOUR_MS);
    expect(endOf(running, 3 * HOUR_MS, { numerator: 4, denominator: 3 })).toBe(5 * HOUR_MS);
    expect(durationWith(1_000, { numerator: 4, denominator: 3 })).toBe(1_334);
  });

  test("the end or the cancellation of the sitting ends everyone, and never gives time", () => {
    for (const kind of ["end", "cancel"] as const) {
      expect(endOf(applyAct(running, act(kind, 2 * HOUR_MS)), 3 * HOUR_MS, NO_EXTRA_TIME)).toBe(2 * HOUR_MS);
      expect(endOf(applyAct(running, act(kind, 9 * HOUR_MS)), 3 * HOUR_MS, NO_EXTRA_TIME)).toBe(4 * HOUR_MS);
    }
    const cancelledLater = foldJournal([act("check_in"), act("start"), act("end", 5), act("cancel", 9)]);
    expect(endOf(cancelledLater, HOUR_MS, NO_EXTRA_TIME)).toBe(5);
  });
});
