import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import { fitsOneFrame } from "#client-core/workspace-reporter";
import {
  annotationsFrom,
  chosen,
  flagged,
  keptOf,
  NO_ANNOTATIONS,
  NOTE_CHARS_MAX,
  noted,
  overlaid,
  NOTES_BYTES_MAX,
  struck,
  without,
  type Annotations,
} from "./annotations.ts";
import { readingText } from "./parts/article-marks.ts";
import { DEFAULT_SETTINGS, parseSettings } from "./settings.ts";
import { readWorkspace, workspaceText } from "./workspace.ts";

const written = (all: Annotations, id: string, text: string): Annotations => {
  const after = noted(all, id, text);
  if (!after) throw new Error("there is room for it");
  return after;
};
const SOME = written(
  struck(struck(flagged(NO_ANNOTATIONS, "q1"), "q1", "a"), "q2", "c"),
  "q3",
  "À relire\n« d’abord »",
);
const PLACE = { section: 1, step: 2 };

test("a flag is set and taken back", () => {
  const once = flagged(NO_ANNOTATIONS, "q1");
  expect([...once.flags]).toEqual(["q1"]);
  expect(flagged(once, "q1")).toEqual(NO_ANNOTATIONS);
});

test("an option is struck out and taken back; choosing it takes it back too, and nothing else", () => {
  const two = struck(struck(NO_ANNOTATIONS, "q1", "a"), "q1", "b");
  expect(two.struck.get("q1")).toEqual(["a", "b"]);
  expect(struck(struck(two, "q1", "a"), "q1", "b")).toEqual(NO_ANNOTATIONS);
  expect(chosen(two, "q1", ["b", "c"]).struck.get("q1")).toEqual(["a"]);
  expect(chosen(two, "q1", ["a", "b"])).toEqual(NO_ANNOTATIONS);
  expect(chosen(two, "q1", ["c"])).toBe(two);
  expect(chosen(two, "q2", ["a"])).toBe(two);
});

test("notes are bounded, each and together; a shorter one is always taken", () => {
  expect(noted(NO_ANNOTATIONS, "q1", "x".repeat(NOTE_CHARS_MAX + 1))).toBe(null);
  let all = NO_ANNOTATIONS;
  let count = 0;
  for (let next = noted(all, "0", "é".repeat(NOTE_CHARS_MAX)); next; count++) {
    all = next;
    next = noted(all, `${count + 1}`, "é".repeat(NOTE_CHARS_MAX));
  }
  expect(count).toBe(3);
  expect(noted(all, "0", "é")?.notes.get("0")).toBe("é");
  expect(noted(all, "0", "")?.notes.has("0")).toBe(false);
});

test("what is validated loses what was noted beside it", () => {
  expect(without(SOME, ["q1", "q3"])).toEqual(struck(NO_ANNOTATIONS, "q2", "c"));
});

test("they come back from the device as they were; what is not understood is left out", () => {
  expect(annotationsFrom(JSON.parse(JSON.stringify(keptOf(SOME))))).toEqual(SOME);
  for (const value of [null, 7, "x", {}, { flags: 1, struck: [], notes: null }])
    expect(annotationsFrom(value)).toEqual(NO_ANNOTATIONS);
  const odd = { flags: ["q1", 2], struck: { q1: ["a", {}] }, notes: { q1: 1, q2: "x".repeat(NOTE_CHARS_MAX + 1) } };
  expect(annotationsFrom(odd)).toEqual(struck(flagged(NO_ANNOTATIONS, "q1"), "q1", "a"));
});

test("the next tablet reads them in the workspace; one of an older build has none", () => {
  const readings = { lca: readingText({ marks: [{ start: 3, end: 9 }], at: 0.25 }) };
  const workspace = { place: PLACE, settings: DEFAULT_SETTINGS, annotations: SOME, readings };
  expect(readWorkspace(workspaceText(workspace))).toEqual(workspace);
  const { spacing: _, ...older } = DEFAULT_SETTINGS;
  expect(readWorkspace(JSON.stringify({ v: 1, place: PLACE, settings: older }))).toEqual({
    place: PLACE,
    settings: DEFAULT_SETTINGS,
  });
  expect(parseSettings({ ...DEFAULT_SETTINGS, spacing: "wide" })?.spacing).toBe("wide");
});

test("a workspace always fits its frame: struck options stay behind first, then flags, notes last", () => {
  const ids = Array.from({ length: 120 }, (_, i) => `question-${i}`);
  const full = (id: string) => "\u0001".repeat(10) + id;
  let all = NO_ANNOTATIONS;
  for (const id of ids) all = noted(all, id, full(id)) ?? all;
  const bytes = JSON.stringify(JSON.stringify(Object.fromEntries(all.notes))).length;
  expect(bytes).toBeGreaterThan(NOTES_BYTES_MAX - 200);
  for (const id of ids) all = ["a", "b", "c", "d"].reduce((sum, option) => struck(sum, id, option), all);
  for (const id of ids.slice(0, 100)) all = flagged(all, id);
  const text = workspaceText({ place: PLACE, settings: DEFAULT_SETTINGS, annotations: all, readings: {} });
  expect(fitsOneFrame(text)).toBe(true);
  const told = readWorkspace(text).annotations;
  expect(told?.notes).toEqual(all.notes);
  expect(told?.flags).toEqual(all.flags);
  expect(told?.struck.size).toBe(0);
  for (const id of ids) all = flagged(all, id.padEnd(LIMITS.workspaceCharsMax, "x"));
  const least = workspaceText({ place: PLACE, settings: DEFAULT_SETTINGS, annotations: all, readings: {} });
  expect(fitsOneFrame(least)).toBe(true);
  expect(readWorkspace(least).annotations).toEqual({ ...NO_ANNOTATIONS, notes: all.notes });
});

test("highlights stay behind where they do not fit beside flags and notes; what was noted since stands over what came", () => {
  const marks = Array.from({ length: 200 }, (_, i) => ({ start: i * 100_000, end: i * 100_000 + 50_000 }));
  const long = readingText({ marks, at: 0.5 });
  const readings = { lca1: long, lca2: long };
  const told = readWorkspace(workspaceText({ place: PLACE, settings: DEFAULT_SETTINGS, annotations: SOME, readings }));
  expect(told).toMatchObject({ annotations: { flags: SOME.flags, notes: SOME.notes }, readings: {} });
  const since = flagged(struck(NO_ANNOTATIONS, "q1", "z"), "q9");
  const both = overlaid(SOME, since);
  expect([both.flags.has("q9"), both.struck.get("q1"), both.notes]).toEqual([true, ["z"], SOME.notes]);
});
