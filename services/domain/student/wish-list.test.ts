import { describe, expect, test } from "vitest";
import { moved, NO_WISHES, saveWishes, type WishList, type WishRules } from "#domain/student/wish-list";
import { openTimesOf, windowAt } from "#domain/student/wish-window";

const windows = openTimesOf({
  most: 0,
  windows: [
    { name: "after term 2", opensAt: "2026-05-01T09:00:00+02:00", closesAt: "2026-05-08T20:00:00+02:00" },
    { name: "after term 1", opensAt: "2026-02-01T09:00:00+01:00", closesAt: "2026-02-08T20:00:00+01:00" },
  ],
});
const at = (iso: string) => Date.parse(iso);
const IN_TIME = at("2026-02-03T12:00:00Z");
const rules = (over: Partial<WishRules> = {}): WishRules => ({
  allowed: ["MED", "PHA", "DEN", "MAI"],
  most: 3,
  windows,
  frozen: false,
  ...over,
});
const saved = (programmes: string[], version: number): WishList => ({ programmes, version, atMs: 1 });
const told = (outcome: ReturnType<typeof saveWishes>) =>
  outcome.kind === "saved" ? outcome.list.version : outcome.problems.map(({ rule }) => rule);

describe("R18: wishes are chosen and ordered after term 1, and may change after term 2", () => {
  test("whoever saves in the first window may save another list in the second", () => {
    const first = saveWishes(NO_WISHES, { programmes: ["MED", "PHA"], version: 0 }, rules(), IN_TIME);
    expect(first).toEqual({
      kind: "saved",
      list: { programmes: ["MED", "PHA"], version: 1, atMs: IN_TIME },
      changed: true,
    });
    const list = first.kind === "saved" ? first.list : NO_WISHES;
    const again = { programmes: ["PHA"], version: 1 };
    expect(told(saveWishes(list, again, rules(), at("2026-03-01T12:00:00Z")))).toEqual(["wishes_closed"]);
    expect(told(saveWishes(list, again, rules(), at("2026-05-02T12:00:00Z")))).toBe(2);
  });
});

describe("R19: only within time windows, or not at all", () => {
  const ask = (iso: string) => told(saveWishes(NO_WISHES, { programmes: ["MED"], version: 0 }, rules(), at(iso)));
  test("from the first millisecond to before the last, by server time", () => {
    expect(ask("2026-02-01T07:59:59.999Z")).toEqual(["wishes_closed"]);
    expect(ask("2026-02-01T08:00:00.000Z")).toBe(1);
    expect(ask("2026-02-08T18:59:59.999Z")).toBe(1);
    expect(ask("2026-02-08T19:00:00.000Z")).toEqual(["wishes_closed"]);
  });
  test("without a window no student enters any", () => {
    expect(told(saveWishes(NO_WISHES, { programmes: [], version: 0 }, rules({ windows: [] }), IN_TIME))).toEqual([
      "wishes_closed",
    ]);
    expect(windowAt([], IN_TIME)).toEqual({ kind: "none" });
  });
  test("of windows that overlap the last to close counts", () => {
    const two = openTimesOf({
      most: 0,
      windows: [
        { name: "a", opensAt: "2026-01-01T00:00:00Z", closesAt: "2026-01-03T00:00:00Z" },
        { name: "b", opensAt: "2026-01-02T00:00:00Z", closesAt: "2026-01-04T00:00:00Z" },
      ],
    });
    expect(windowAt(two, at("2026-01-02T12:00:00Z"))).toMatchObject({ kind: "open", window: { name: "b" } });
  });
});

describe("R20: lists are frozen at the server after publication", () => {
  test("whatever the window says", () => {
    const asked = { programmes: ["MED"], version: 0 };
    expect(told(saveWishes(NO_WISHES, asked, rules({ frozen: true }), IN_TIME))).toEqual(["wishes_frozen"]);
  });
});

describe("a list", () => {
  test("that cannot stand is refused with everything that is wrong", () => {
    const asked = { programmes: ["MED", "MED", "LAW", "PHA"], version: 0 };
    expect(told(saveWishes(NO_WISHES, asked, rules({ frozen: true }), IN_TIME))).toEqual([
      ...["wishes_frozen", "wish_repeated", "wish_not_allowed", "too_many_wishes"],
    ]);
  });
  test("may be empty: a student who wants none says so", () => {
    expect(told(saveWishes(NO_WISHES, { programmes: [], version: 0 }, rules(), IN_TIME))).toBe(1);
    expect(told(saveWishes(saved(["MED"], 3), { programmes: [], version: 3 }, rules(), IN_TIME))).toBe(4);
  });
});

describe("two devices", () => {
  const other = saved(["PHA"], 2);
  test("the second to save is shown what the first saved, and may then save its own over it", () => {
    expect(saveWishes(other, { programmes: ["MED"], version: 1 }, rules(), IN_TIME)).toEqual({
      kind: "refused",
      problems: [{ rule: "saved_elsewhere", current: other }],
    });
    expect(told(saveWishes(other, { programmes: ["MED"], version: 2 }, rules(), IN_TIME))).toBe(3);
  });
  test("a request that comes twice is saved once", () => {
    const outcome = saveWishes(other, { programmes: ["PHA"], version: 1 }, rules(), IN_TIME);
    expect(outcome).toEqual({ kind: "saved", list: other, changed: false });
  });
});

test("a wish is moved to a place, and none is lost at the ends", () => {
  const list = ["a", "b", "c"];
  expect([moved(list, 2, 0), moved(list, 0, 1), moved(list, 1, 9), moved(list, 1, -1), moved(list, 9, 0)]).toEqual([
    ...[["c", "a", "b"], ["b", "a", "c"], ["a", "c", "b"], ["b", "a", "c"], list],
  ]);
});
