import { expect, test } from "vitest";
import { HeldFiles } from "#packages/held-files";

const file = (length: number) => Buffer.alloc(length);

test("what was asked for longest ago makes room", () => {
  const held = new HeldFiles(10);
  held.hold("a", file(4));
  held.hold("b", file(4));
  held.get("a");
  held.hold("c", file(4));
  expect(["a", "b", "c"].map((name) => held.get(name)?.length ?? null)).toEqual([4, null, 4]);
});

test("a file that is held already takes its room once, one that is too large is not held", () => {
  const held = new HeldFiles(10);
  for (let n = 0; n < 5; n++) held.hold("a", file(4));
  held.hold("b", file(6));
  held.hold("huge", file(11));
  expect(["a", "b", "huge"].map((name) => held.get(name)?.length ?? null)).toEqual([4, 6, null]);
});
