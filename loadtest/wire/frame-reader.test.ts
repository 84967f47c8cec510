import { expect, test } from "vitest";
import { FrameReader } from "#loadtest/wire/frame-reader";

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
