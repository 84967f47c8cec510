import { describe, expect, test } from "vitest";
import { keyProblems } from "#domain/exam/key-completeness";
import { problemLine } from "#domain/exam/problem";

const options = ["a", "b", "c", "d"].map((id) => ({ id, text: id }));
const paper = {
  id: "p",
  sections: [
    {
      id: "s",
      items: [
        { id: "m", type: "QRM", options },
        { id: "u", type: "QRU", options },
        { id: "t", type: "QROC", wordsMax: 2 },
        { id: "k", type: "KFP", items: [{ id: "p", type: "QRP", options, expected: 2 }] },
        { id: "z", type: "QZP", expected: 1 },
        { id: "s", type: "TCS" },
      ],
    },
  ],
};
const complete = {
  m: { type: "options", right: ["a", "b"], unacceptable: ["d"], indispensable: ["a"] },
  u: { type: "options", right: ["c"] },
  t: { type: "texts", accepted: ["embolie pulmonaire", "EP"] },
  p: { type: "options", right: ["a", "d"] },
  z: { type: "zones", zones: [{ x: 1, y: 2, r: 3 }] },
  s: { type: "panel", counts: [0, 1, 2, 7, 5] },
};
const key = (over: object = {}, paperId = "p") => ({ paperId, items: { ...complete, ...over } });

const BROKEN: Record<string, { key: unknown; says: string }> = {
  "not-an-object": { key: 3, says: "the key is not a JSON object" },
  "key-of-another-paper": { key: key({}, "q"), says: 'paperId: the key is for "q", the paper is "p"' },
  "key-for-an-unknown-item": { key: key({ x: complete.u }), says: 'items.x: the paper has no item "x"' },
  "key-for-a-container": { key: key({ k: complete.u }), says: 'items.k: "k" is a container: its items have keys' },
  "item-without-key": {
    key: { paperId: "p", items: Object.fromEntries(Object.entries(complete).filter(([id]) => id !== "p")) },
    says: "items.p: sections[0].items[3].items[0] has no key",
  },
  "key-of-another-type": {
    key: key({ t: complete.u }),
    says: 'items.t.type: a QROC takes a key of type "texts", not "options"',
  },
  "key-for-an-unknown-option": {
    key: key({ u: { type: "options", right: ["e"] } }),
    says: 'items.u.right[0]: the item has no option "e"',
  },
  "key-option-repeated": {
    key: key({ m: { type: "options", right: ["a", "a"] } }),
    says: 'items.m.right[1]: the option "a" is named twice',
  },
  "unacceptable-is-right": {
    key: key({ m: { type: "options", right: ["a"], unacceptable: ["a"] } }),
    says: 'items.m.unacceptable[0]: the option "a" is both right and unacceptable',
  },
  "indispensable-is-wrong": {
    key: key({ m: { type: "options", right: ["a"], indispensable: ["b"] } }),
    says: 'items.m.indispensable[0]: the option "b" is indispensable but not right',
  },
  "key-count": {
    key: key({ p: { type: "options", right: ["a"] } }),
    says: "items.p.right: 2 right options are announced, the key has 1",
  },
  "accepted-text-too-long": {
    key: key({ t: { type: "texts", accepted: ["EP", "une embolie pulmonaire"] } }),
    says: "items.t.accepted[1]: 3 words where a candidate may write 2",
  },
  "panel-without-votes": {
    key: key({ s: { type: "panel", counts: [0, 0, 0, 0, 0] } }),
    says: "items.s.counts: no panellist has answered",
  },
};

describe("an answer key", () => {
  test("that fits its paper has no problem", () => expect(keyProblems(paper, key())).toEqual([]));

  test.each(Object.entries(BROKEN))("%s", (rule, { key: broken, says }) => {
    expect(keyProblems(paper, broken).map((one) => [one.rule, problemLine(one)])).toEqual([[rule, says]]);
  });

  test("a single answer and announced zones are counted too; all problems at once", () => {
    const problems = keyProblems(
      paper,
      key({ u: { type: "options", right: ["a", "b"] }, z: { type: "zones", zones: [] } }),
    );
    expect(problems.map((one) => one.place)).toEqual(["items.u.right", "items.z.zones"]);
  });

  test("an id that names something every object has is still an item without a key", () => {
    const odd = { id: "p", sections: [{ items: [{ id: "constructor", type: "QROC" }] }] };
    expect(keyProblems(odd, { paperId: "p", items: {} }).map((one) => one.rule)).toEqual(["item-without-key"]);
  });
});
