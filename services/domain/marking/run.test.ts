import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CandidateAnswers, CandidateMarks } from "#domain/marking/run";
import { OUT } from "#domain/marking/run";
import { createEntriesDigest, entriesText, inputsDigest } from "#domain/marking/run-digest";
import type { ItemRuling, Ruling } from "#domain/marking/rulings";
import { anItem, answersOf, aRun, markingOf, right, somePaper, ticked } from "#domain/marking/testing/a-paper";

/** q1: one discordance, 0.5; q2: right, 1; q3: wrong, 0. */
const HALF_ONE_NOTHING = { q1: ticked("ab"), q2: ticked("a"), q3: { text: "17" } };
const NATION = { kind: "nation" } as const;
const itemRuling = (over: Partial<ItemRuling>): ItemRuling => ({
  id: "r1",
  reason: "case seen before",
  decision: "annul",
  scope: NATION,
  items: ["q1"],
  ...over,
});
function marksWith(rulings: readonly Ruling[], over: Partial<Omit<CandidateAnswers, "answers">> = {}): CandidateMarks {
  const marking = markingOf({ rulings });
  return marking.mark(answersOf(marking, HALF_ONE_NOTHING, over));
}

describe("a mark", () => {
  test("is the sum of the items over the paper's maximum", () => {
    expect(marksWith([])).toMatchObject({ mark: 1500, code: null, own: { mark: 1500, maximum: 3000 } });
    expect([...marksWith([]).items]).toEqual([500, 1000, 0]);
  });
  test("of somebody who entered nothing is 0; of somebody who never signed in a code", () => {
    const marking = markingOf();
    expect(marking.mark(answersOf(marking, {}))).toMatchObject({ mark: 0, code: null });
    expect(marking.mark(answersOf(marking, {}, { absent: true }))).toMatchObject({ mark: null, code: "ABS" });
  });
  test("a key feature container is the sum of its three", () => {
    const items = ["k1", "k2", "k3"].map((id) => anItem({ id, type: "QRU", containerId: "k" }));
    const keys = Object.fromEntries(items.map(({ id }) => [id, right("a")]));
    const marking = markingOf({ papers: [{ id: "p", items, keys }] });
    expect(marking.mark(answersOf(marking, { k1: ticked("a"), k2: ticked("b"), k3: ticked("a") })).mark).toBe(2000);
    expect(marking.itemsOf("k")).toEqual(["k1", "k2", "k3"]);
  });
});

describe("rulings", () => {
  test("an annulled item is out of mark and maximum, and the rest is brought to the common maximum", () => {
    // without q1: 1000 of 2000, over 3000: 1500
    expect(marksWith([itemRuling({})])).toMatchObject({ mark: 1500, own: { mark: 1000, maximum: 2000 } });
    // without q3: 1500 of 2000, over 3000: 2250
    expect(marksWith([itemRuling({ items: ["q3"] })])).toMatchObject({ mark: 2250 });
    expect([...marksWith([itemRuling({})]).items]).toEqual([OUT, 1000, 0]);
  });
  test("a neutralised item is full for everyone, also who left it empty", () => {
    expect(marksWith([itemRuling({ decision: "neutralise", items: ["q3"] })])).toMatchObject({ mark: 2500 });
    const marking = markingOf({ rulings: [itemRuling({ decision: "neutralise" })] });
    expect(marking.mark(answersOf(marking, {})).mark).toBe(1000);
    // nobody is given anything who was not there
    expect(marking.mark(answersOf(marking, {}, { absent: true })).mark).toBeNull();
  });
  test("a whole case is annulled by the id of its section, a whole unit by none", () => {
    expect(marksWith([itemRuling({ items: ["s2"] })])).toMatchObject({ mark: 1500, own: { mark: 500, maximum: 1000 } });
    expect(marksWith([itemRuling({ items: null })])).toMatchObject({ mark: 0, maximum: 0, code: null });
    const both = [itemRuling({ items: null }), itemRuling({ id: "r2", decision: "neutralise" })];
    for (const rulings of [both, [...both].reverse()])
      expect(marksWith(rulings)).toMatchObject({ mark: 0, maximum: 0, code: null });
  });
  test("a ruling on a centre leaves the others; the narrower scope holds", () => {
    const centre = itemRuling({ scope: { kind: "centre", code: "REN" } });
    const room = itemRuling({ id: "r2", decision: "neutralise", scope: { kind: "room", centre: "REN", code: "A1" } });
    const place = { anonymityNumber: "10000001", centre: "REN", room: "A2" };
    for (const rulings of [
      [centre, room],
      [room, centre],
    ]) {
      expect(marksWith(rulings, { place }).mark).toBe(1500); // annulled: 1000/2000
      expect(marksWith(rulings, { place: { ...place, room: "A1" } }).mark).toBe(2000); // neutralised: 1 + 1 + 0
      expect(marksWith(rulings, { place: { ...place, centre: "BRE" } }).mark).toBe(1500); // as answered: 0.5 + 1 + 0
    }
    const one = itemRuling({ items: ["q3"], scope: { kind: "candidate", anonymityNumber: "10000001" } });
    expect(marksWith([one], { place }).mark).toBe(2250);
    expect(marksWith([one], { place: { ...place, anonymityNumber: "10000002" } }).mark).toBe(1500);
  });
  test("an item whose key changed after marking is marked by the new one, and only it", () => {
    const rekey: Ruling = { id: "r1", reason: "", decision: "rekey", item: "q1", keys: [right("ab")] };
    expect([...marksWith([rekey]).items]).toEqual([1000, 1000, 0]);
  });
  test("an accepted text is right for everyone, beside the others", () => {
    const accept: Ruling = { id: "r1", reason: "", decision: "accept", item: "q3", texts: ["dix-sept", "17"] };
    expect([...marksWith([accept]).items]).toEqual([500, 1000, 1000]);
    const marking = markingOf({ rulings: [accept] });
    expect(marking.mark(answersOf(marking, { q3: { text: "15" } })).mark).toBe(1000);
  });
  test("a code stands instead of the mark", () => {
    const code: Ruling = { id: "r1", reason: "", decision: "code", candidates: ["10000001"], code: "FRD" };
    expect(marksWith([code])).toMatchObject({ mark: null, code: "FRD" });
    expect(marksWith([code], { absent: true })).toMatchObject({ code: "FRD" });
  });
});

test("who took the backup paper is marked on it, over the maximum of the paper", () => {
  const backup = somePaper({ id: "p2", prefix: "b", weights: [2000, 1000, 1000] });
  const marking = markingOf({ papers: [somePaper(), backup] });
  const answers = { ...HALF_ONE_NOTHING, b1: ticked("abc"), b2: ticked("b"), b3: { text: "15" } };
  // 2 + 0 + 1 of 4, over 3: 3 × 3/4 = 2.25
  expect(marking.mark(answersOf(marking, answers, { paper: 1 }))).toMatchObject({
    mark: 2250,
    own: { mark: 3000, maximum: 4000 },
  });
  expect([...marking.mark(answersOf(marking, answers, { paper: 1 })).items]).toEqual([OUT, OUT, OUT, 2000, 0, 1000]);
  expect(marking.mark(answersOf(marking, answers)).mark).toBe(1500);
});

describe("the hash of the inputs", () => {
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const digestOf = (answers: Readonly<Record<string, { text: string }>>, seq = 1): string => {
    const marking = markingOf();
    const entries = createEntriesDigest(hash);
    for (const [anonymityNumber, value] of Object.entries(answers)) {
      const place = { anonymityNumber, centre: "REN", room: "A1" };
      const candidate = answersOf(marking, { q3: value }, { place });
      const inForce = candidate.answers.map((answer) => answer && { answer, epoch: 1, seq });
      entries.add(anonymityNumber, entriesText(candidate, inForce));
    }
    return entries.digest();
  };
  test("does not depend on the order of candidates, and on everything else", () => {
    const one = digestOf({ A: { text: "1" }, B: { text: "2" } });
    expect(digestOf({ B: { text: "2" }, A: { text: "1" } })).toBe(one);
    expect(digestOf({ A: { text: "2" }, B: { text: "1" } })).not.toBe(one);
    expect(digestOf({ A: { text: "1" } })).not.toBe(one);
    expect(digestOf({ A: { text: "1" }, B: { text: "2" } }, 2)).not.toBe(one);
  });
  test("does not depend on the order of rulings, and on every input", () => {
    const [a, b] = [itemRuling({}), itemRuling({ id: "r2", items: ["q2"] })];
    const of = (over: Parameters<typeof aRun>[0], entries = "e") => inputsDigest(aRun(over), entries, hash);
    expect(of({ rulings: [a, b] })).toBe(of({ rulings: [b, a] }));
    const all = [
      of({}),
      of({}, "f"),
      of({ rulings: [a] }),
      of({ unit: "UE2" }),
      of({ rules: { ...aRun().rules, wrongTickPenalty: 1 } }),
      of({ papers: [somePaper({ weights: [2000] })] }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
