import { expect, test } from "vitest";
import { EntryFrame } from "#contracts/frames/tablet";
import { AnswerFrames } from "#infra/bench/generator/answer-frames.ts";
import { FrameReader } from "#infra/bench/generator/frame-reader.ts";

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

test("frames are found however the bytes are cut", () => {
  const long = "x".repeat(300);
  const stream = Buffer.concat([
    Buffer.from([0x81, 2]),
    Buffer.from("ab"),
    Buffer.from([0x81, 126, 1, 44]),
    Buffer.from(long),
    Buffer.from([0x89, 0]),
  ]);
  for (let size = 1; size <= stream.length; size++) {
    const reader = new FrameReader();
    const seen: string[] = [];
    for (let at = 0; at < stream.length; at += size)
      reader.read(Buffer.from(stream.subarray(at, at + size)), (opcode, bytes, start, end) =>
        seen.push(`${opcode}:${bytes.toString("latin1", start, end)}`),
      );
    expect(seen).toEqual(["1:ab", `1:${long}`, "9:"]);
  }
});
