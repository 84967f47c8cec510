import { expect, test } from "vitest";
import type { AnswerValue } from "#domain/answer/entry";
import {
  awaitedIn,
  currentOf,
  emptyCount,
  emptySteps,
  nextPlace,
  numberOf,
  type PaperPath,
  type PathSection,
  pathOf,
  previousPlace,
  sealOf,
  soundPlace,
  stateOf,
  stepAt,
  stepsWith,
} from "./paper-path.ts";
import type { OpenPaper } from "#client-core/package/sealed-paper";
import type { ViewItem } from "#contracts/paper/view";
import { PAPER } from "./testing/paper.ts";

/** The paper as far as the first `open` steps of its locked section. */
function openTo(open: number, over: { finished?: boolean; elsewhere?: number } = {}): OpenPaper {
  const questions = (item: ViewItem) => (item.type === "KFP" ? item.items.length : 1);
  const sections = PAPER.sections.map(({ items, ...section }) => {
    const locked = section.navigation === "locked";
    return {
      ...section,
      steps: items.map((item, index) => ({
        item: !locked || (index < open && index >= (over.elsewhere ?? 0)) ? item : null,
        questions: questions(item),
      })),
      furthest: locked ? { index: open - 1, path: "0".repeat(64), token: null } : null,
      finished: locked && over.finished === true,
    };
  });
  return { title: PAPER.title, language: PAPER.language, sections, files: new Map() };
}
const caseOf = (of: PaperPath): PathSection => {
  const [section] = of.sections;
  if (!section) throw new Error("a section is expected");
  return section;
};
const path = pathOf(openTo(4));
const [locked, free] = path.sections;
if (!locked || !free) throw new Error("two sections are expected");
const progress = (answered: string[], lockedSteps: string[] = []) => ({
  answers: new Map<string, AnswerValue>(answered.map((id) => [id, { choice: ["a"] }])),
  lockedSteps: new Set(lockedSteps),
});

test("questions are numbered through the paper; a container counts its own", () => {
  expect(path.total).toBe(12);
  expect(path.sections.flatMap((section) => section.steps.map(numberOf))).toEqual([
    "1",
    "2",
    "3",
    "4–6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
  ]);
});

test("a locked section shows its first step that is not validated, whatever place is asked for", () => {
  const some = progress(["dp1-q1"], ["dp1-q1"]);
  const path = pathOf(openTo(2));
  const locked = caseOf(path);
  expect(currentOf(locked, some)?.item.id).toBe("dp1-q2");
  expect(stepAt(path, { section: 0, step: 3 }, some)?.item.id).toBe("dp1-q2");
  expect(stepAt(path, { section: 0, step: 0 }, some)?.item.id).toBe("dp1-q2");
  expect(locked.steps.map((step) => stateOf(step, locked, some))).toEqual(["locked", "empty", "unseen", "unseen"]);
});

test("a finished locked section shows nothing any more", () => {
  const all = progress([], ["dp1-q1", "dp1-q2", "dp1-q3", "kfp"]);
  expect(stepAt(path, { section: 0, step: 0 }, all)).toBe(null);
});

test("next and previous stay within what may be visited", () => {
  expect(nextPlace(path, { section: 0, step: 0 })).toEqual({ section: 1, step: 0 });
  expect(nextPlace(path, { section: 1, step: 4 })).toEqual({ section: 2, step: 0 });
  expect(nextPlace(path, { section: 2, step: 0 })).toBe(null);
  expect(previousPlace(path, { section: 1, step: 1 })).toEqual({ section: 1, step: 0 });
  expect(previousPlace(path, { section: 0, step: 2 })).toBe(null);
});

test("a container is complete when each of its questions is answered", () => {
  const kfp = locked.steps[3];
  if (!kfp) throw new Error("no container");
  const before = ["dp1-q1", "dp1-q2", "dp1-q3"];
  expect(stateOf(kfp, locked, progress(["kfp-a", "kfp-b"], before))).toBe("empty");
  expect(stateOf(kfp, locked, progress(["kfp-a", "kfp-b", "kfp-c"], before))).toBe("answered");
});

test("the review counts every empty question and offers those that can still be answered", () => {
  const some = progress(["qi-1", "qi-2"]);
  const path = pathOf(openTo(1));
  expect(emptyCount(path, some)).toBe(10);
  expect(emptySteps(path, some).map(numberOf)).toEqual(["1", "9", "10", "11", "12"]);
});

test("flagged questions are offered where they can still be answered, not behind a lock nor before their turn", () => {
  const flags = new Set(["dp1-q1", "dp1-q2", "dp1-q3", "qi-2"]);
  expect(stepsWith(pathOf(openTo(1)), progress([]), flags).map(numberOf)).toEqual(["1", "8"]);
  expect(stepsWith(pathOf(openTo(2)), progress(["dp1-q1", "qi-2"], ["dp1-q1"]), flags).map(numberOf)).toEqual([
    "2",
    "8",
  ]);
});

test("a remembered place that does not exist leads to the beginning", () => {
  expect(soundPlace(path, { section: 1, step: 2 })).toEqual({ section: 1, step: 2 });
  for (const place of [null, { section: 9, step: 0 }, { section: 1, step: 9 }, { section: 1, step: -1 }])
    expect(soundPlace(path, place)).toEqual({ section: 0, step: 0 });
});

test("behind a lock the next step is awaited until its key comes; it is counted and nothing of it is known", () => {
  const section = caseOf(pathOf(openTo(1)));
  expect(awaitedIn(section, progress([]))).toBe(null);
  const some = progress(["dp1-q1"], ["dp1-q1"]);
  expect(currentOf(section, some)).toBe(null);
  expect(awaitedIn(section, some)).toMatchObject({ index: 1, number: 2, item: null, items: [] });
  expect(section.steps.map((step) => stateOf(step, section, some))).toEqual(["locked", "unseen", "unseen", "unseen"]);
  expect(pathOf(openTo(1)).total).toBe(12);
});

test("what was validated on another tablet is validated, and what is open goes on from there", () => {
  const path = pathOf(openTo(3, { elsewhere: 2 }));
  const section = caseOf(path);
  const some = progress(["dp1-q1", "dp1-q2"], ["dp1-q1", "dp1-q2"]);
  expect(section.steps.map((step) => stateOf(step, section, some))).toEqual(["locked", "locked", "empty", "unseen"]);
  const current = currentOf(section, some);
  expect(current?.item.id).toBe("dp1-q3");
  expect(current && sealOf(section, current)).toEqual({ sectionId: "dp1", path: "0".repeat(64), token: null });
  expect(emptyCount(path, some)).toBe(10);
  const done = caseOf(pathOf(openTo(1, { finished: true })));
  expect(done.steps.map((step) => stateOf(step, done, some))).toEqual(["locked", "locked", "locked", "locked"]);
});
