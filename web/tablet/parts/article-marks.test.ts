import { expect, test } from "vitest";
import { markAround, marked, MARKS_MAX, readingText, readReading, unmarked, UNREAD } from "./article-marks.ts";
import type { Span } from "./article-text.ts";

const span = (start: number, end: number): Span => ({ start, end });

test("highlights that touch become one, in the order of the text", () => {
  const two = marked(marked([], span(20, 30)), span(5, 10));
  expect(two).toEqual([span(5, 10), span(20, 30)]);
  expect(marked(two, span(8, 20))).toEqual([span(5, 30)]);
  expect(marked(two, span(21, 25))).toEqual(two);
});

test("a highlight is found from within and taken away", () => {
  const two = [span(5, 10), span(20, 30)];
  expect(markAround(two, span(22, 24))).toEqual(span(20, 30));
  expect(markAround(two, span(8, 22))).toBeUndefined();
  expect(unmarked(two, span(20, 30))).toEqual([span(5, 10)]);
});

test("there are only so many", () => {
  const many = Array.from({ length: MARKS_MAX }, (_, i) => span(i * 10, i * 10 + 5));
  expect(marked(many, span(9_000, 9_001))).toEqual(many);
  expect(marked(many, span(0, 12))).toHaveLength(MARKS_MAX - 1);
});

test("what was kept is read again; what is not understood is left out", () => {
  const reading = { marks: [span(5, 10), span(20, 30)], at: 0.4 };
  expect(readReading(JSON.parse(JSON.stringify(readingText(reading))))).toEqual(reading);
  for (const odd of [undefined, null, 3, "x", {}, { v: 2, marks: [[1, 2]] }]) expect(readReading(odd)).toEqual(UNREAD);
  expect(readReading({ v: 1, marks: [[1, 2], [4], [9, 8], [-1, 3], "x"], at: 7 })).toEqual({
    marks: [span(1, 2)],
    at: 0,
  });
});
