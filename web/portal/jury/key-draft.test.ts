import { expect, test } from "vitest";
import type { ItemKey } from "#contracts/paper/key";
import { draftOf, keyOf } from "./key-draft.ts";

const KEYS: readonly ItemKey[] = [
  { type: "options", right: ["a", "c"], unacceptable: ["d"], indispensable: ["c"] },
  { type: "texts", accepted: ["scanner thoracique", "TDM"] },
  {
    type: "zones",
    zones: [
      { x: 307, y: 383, r: 55 },
      { x: 0, y: 1000, r: 1 },
    ],
  },
  { type: "panel", counts: [11, 3, 1, 0, 0] },
];

test("a key that nobody changes comes back as it was", () => {
  for (const key of KEYS) expect(keyOf(draftOf(key, ["a", "b", "c", "d"]))).toEqual(key);
});

test("fields that say no key give none", () => {
  const [options, texts, zones, panel] = KEYS.map((key) => draftOf(key, ["a"]));
  if (!options || !texts || !zones || !panel) throw new Error("four types");
  expect(keyOf({ ...options, worths: { a: "wrong", b: "unacceptable" } })).toBeNull();
  expect(keyOf({ ...texts, lines: " \n" })).toBeNull();
  for (const lines of ["", "1 2", "1 2 x", "1 2 3.5", "1 2 1001"]) expect(keyOf({ ...zones, lines })).toBeNull();
  for (const counts of [["1", "", "0", "0", "0"], ["0", "0", "0", "0", "0"], ["1"], ["1", "-1", "0", "0", "0"]])
    expect(keyOf({ ...panel, counts })).toBeNull();
  // Lines are read as people write them.
  expect(keyOf({ ...zones, lines: "  10, 20 ; 30 \n\n" })).toEqual({ type: "zones", zones: [{ x: 10, y: 20, r: 30 }] });
});
