import { expect, test } from "vitest";
import { EntryFrame } from "#contracts/frames/tablet";
import { AnswerFrames } from "#infra/bench/generator/answer-frames.ts";

test("the generator's answers are well-formed entries, seq after seq", () => {
  const frames = new AnswerFrames(8);
  for (const seq of [9, 10]) {
    const frame = frames.next(1_700_000_000_000);
    expect(frame.readUInt16BE(2)).toBe(frame.length - 8);
    expect(EntryFrame.parse(JSON.parse(frame.subarray(8).toString()))).toMatchObject({ kind: "answer", seq });
  }
});

test("an act is applied by an entry of its own, in the same order of numbers", () => {
  const frames = new AnswerFrames(0);
  frames.next(1);
  const entry: unknown = JSON.parse(frames.applied("act-1", 2).subarray(8).toString());
  expect(EntryFrame.parse(entry)).toMatchObject({ kind: "applied", seq: 2, actId: "act-1", stage: "applied" });
});
