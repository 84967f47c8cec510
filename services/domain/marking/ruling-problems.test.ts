import { expect, test } from "vitest";
import { rulingProblems } from "#domain/marking/ruling-problems";
import { type CandidatePlace, countsAfterAll, type EntryRuling, type Ruling } from "#domain/marking/rulings";
import { markingOf, right } from "#domain/marking/testing/a-paper";

const NATION = { kind: "nation" } as const;
const annul = (id: string, items: string[] | null): Ruling => ({
  id,
  reason: "",
  decision: "annul",
  scope: NATION,
  items,
});
const rulesOf = (rulings: Ruling[]) =>
  rulingProblems(rulings, markingOf().itemsOf).map(({ rule, place }) => `${rule} ${place}`);

test("rulings that agree stand together, in any number", () => {
  expect(rulesOf([annul("r1", ["q1"]), annul("r2", ["s1"]), annul("r3", null)])).toEqual([]);
});
test("an id twice, an unknown item, and two answers to one question are all told", () => {
  const rekey = (id: string, item: string): Ruling => ({ id, reason: "", decision: "rekey", item, keys: [right("a")] });
  const code = (id: string, as: string): Ruling => ({ id, reason: "", decision: "code", candidates: ["1"], code: as });
  expect(
    rulesOf([
      annul("r1", ["q1", "q9"]),
      { ...annul("r1", ["s1"]), decision: "neutralise" } as Ruling,
      rekey("r3", "q2"),
      rekey("r4", "q2"),
      rekey("r5", "s2"),
      code("r6", "ABS"),
      code("r7", "FRD"),
    ]),
  ).toEqual([
    "ruling-on-an-unknown-item rulings[0]",
    "ruling-id-repeated rulings[1]",
    "rulings-differ rulings[1]",
    "rulings-differ rulings[3]",
    "ruling-on-an-unknown-item rulings[4]",
    "rulings-differ rulings[6]",
  ]);
});
test("what differs at another scope may stand: the narrower holds", () => {
  const centre: Ruling = {
    ...annul("r2", ["q1"]),
    decision: "neutralise",
    scope: { kind: "centre", code: "REN" },
  } as Ruling;
  expect(rulesOf([annul("r1", ["q1"]), centre])).toEqual([]);
});

test("an entry set aside counts where the narrowest ruling on its reason says so", () => {
  const ruling = (decision: EntryRuling["decision"], scope: EntryRuling["scope"]): EntryRuling => ({
    id: JSON.stringify(scope),
    reason: "",
    decision,
    scope,
    reasons: ["after_end"],
  });
  const place: CandidatePlace = { anonymityNumber: "1", centre: "REN", room: "A1" };
  const room = { kind: "room", centre: "REN", code: "A1" } as const;
  const rulings = [ruling("count", { kind: "centre", code: "REN" }), ruling("do_not_count", room)];
  const counts = (over: Partial<CandidatePlace>) => countsAfterAll(rulings, "after_end", { ...place, ...over });
  expect([counts({}), counts({ room: "A2" }), counts({ centre: "BRE" })]).toEqual([false, true, false]);
  expect(countsAfterAll(rulings, "after_lock", { ...place, room: "A2" })).toBe(false);
  const one = [...rulings, ruling("count", { kind: "candidate", anonymityNumber: "1" })];
  expect(countsAfterAll(one, "after_end", place)).toBe(true);
});
