import { expect, test } from "vitest";
import type { AnswerValue } from "#domain/answer/entry";
import {
  currentOf,
  emptyCount,
  emptySteps,
  nextPlace,
  numberOf,
  pathOf,
  previousPlace,
  soundPlace,
  stateOf,
  stepAt,
} from "./paper-path.ts";
import { PAPER } from "./testing/paper.ts";

const path = pathOf(PAPER);
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
  expect(emptyCount(path, some)).toBe(10);
  expect(emptySteps(path, some).map(numberOf)).toEqual(["1", "9", "10", "11", "12"]);
});

test("a remembered place that does not exist leads to the beginning", () => {
  expect(soundPlace(path, { section: 1, step: 2 })).toEqual({ section: 1, step: 2 });
  for (const place of [null, { section: 9, step: 0 }, { section: 1, step: 9 }, { section: 1, step: -1 }])
    expect(soundPlace(path, place)).toEqual({ section: 0, step: 0 });
});
