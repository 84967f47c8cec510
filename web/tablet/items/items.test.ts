import { expect, test } from "vitest";
import { textAnswer } from "#client-core/answer-text";
import { LIMITS } from "#contracts/limits";
import { AnswerValue } from "#contracts/frames/fields";
import { groupWhileTyping } from "../card-code-typing.ts";
import { minutesToTell } from "../time-notices.ts";
import { plainText, searchable, toggled, wordCount } from "./choice.ts";
import { middleOf, movedBy, pointUnder, ZONES } from "./zone-points.ts";

test("ticks keep their order and their number", () => {
  expect(toggled(["a"], "b", null)).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a", 2)).toEqual(["b"]);
  expect(toggled(["a", "b"], "c", 2)).toBe(null);
});

test("a list is searched without case and accents", () => {
  expect(searchable("Électrocardiogramme")).toContain(searchable("ELECTRO"));
  expect(plainText("SpO<sub>2</sub> &lt; 90&nbsp;% &amp; plus")).toContain("SpO2 < 90");
});

test("words are counted as people do", () => {
  expect(["", "  ", "un", " deux  mots ", "l’hôpital est là"].map(wordCount)).toEqual([0, 0, 1, 2, 3]);
});

test("a typed answer is always one that the frame may carry", () => {
  const half = "\ud83d";
  for (const typed of ["é", "a\u0000b", `x${half}`, "é\n", "😀".repeat(2_000), `${"a".repeat(1_999)}😀`]) {
    const value = textAnswer(typed);
    expect(AnswerValue.safeParse(value).success).toBe(true);
    expect(JSON.stringify(value)).not.toMatch(/\\u/);
  }
  expect(textAnswer("e\u0301")).toEqual({ text: "é" });
  expect(textAnswer(" \n ")).toEqual({ empty: true });
  expect(textAnswer("a".repeat(9_000))).toEqual({ text: "a".repeat(LIMITS.answerTextCharsMax) });
});

test("a place on the screen is a point of the image, whatever the zoom", () => {
  expect(pointUnder(150, 100, { left: 100, top: 50, width: 200, height: 100 })).toEqual({ x: 250, y: 500 });
  expect(pointUnder(150, 100, { left: -300, top: -150, width: 800, height: 400 })).toEqual({ x: 563, y: 625 });
  expect(pointUnder(50, 100, { left: 100, top: 50, width: 200, height: 100 })).toBe(null);
  expect(movedBy("ArrowLeft", { x: 10, y: 5 }, false)).toEqual({ x: 0, y: 5 });
  expect(movedBy("ArrowDown", { x: 10, y: 5 }, true)).toEqual({ x: 10, y: 7 });
  expect(movedBy("a", { x: 10, y: 5 }, true)).toBe(null);
});

test("zones cover an image evenly, whatever it shows; each has its middle", () => {
  expect(ZONES).toHaveLength(36);
  expect([ZONES[0], ZONES[5], ZONES[6], ZONES[35]]).toEqual(["A1", "A6", "B1", "F6"]);
  expect(["A1", "A6", "B1", "F6", "G1"].map(middleOf)).toEqual([
    { x: 83, y: 83 },
    { x: 917, y: 83 },
    { x: 83, y: 250 },
    { x: 917, y: 917 },
    null,
  ]);
});

test("a card code groups itself while it is typed", () => {
  expect(groupWhileTyping("7k3m")).toBe("7K3M");
  expect(groupWhileTyping("7k3mq")).toBe("7K3M-Q");
  expect(groupWhileTyping("7K3M-Q9TB-2XHN4")).toBe("7K3M-Q9TB-2XHN4");
});

test("minutes are told around the moment only", () => {
  expect([30 * 60_000 + 1, 30 * 60_000, 29 * 60_000, 5 * 60_000 - 3_000, 0].map(minutesToTell)).toEqual([
    null,
    30,
    null,
    5,
    null,
  ]);
});
