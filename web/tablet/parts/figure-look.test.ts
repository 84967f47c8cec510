import { expect, test } from "vitest";
import { filterOf, inverted, isPlain, LOOK, PLAIN, stepped } from "./figure-look.ts";

test("an image as it was made has no filter", () => {
  expect(filterOf(PLAIN)).toBe("");
  expect(filterOf(inverted(inverted(PLAIN)))).toBe("");
});

test("steps up and down come back to where they began", () => {
  const brighter = stepped(PLAIN, "brightness", 1);
  expect(filterOf(brighter)).toBe("brightness(1.25) contrast(1)");
  expect(isPlain(stepped(brighter, "brightness", -1))).toBe(true);
});

test("no step leaves the limits", () => {
  let [most, least] = [PLAIN, PLAIN];
  for (let i = 0; i < 20; i++) {
    most = stepped(most, "contrast", 1);
    least = stepped(least, "contrast", -1);
  }
  expect([least.contrast, most.contrast]).toEqual([LOOK.min, LOOK.max]);
});

test("an inverted image is turned first, then made brighter", () => {
  expect(filterOf(stepped(inverted(PLAIN), "brightness", 1))).toBe("invert(1) brightness(1.25) contrast(1)");
});
