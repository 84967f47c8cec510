import { expect, test } from "vitest";
import { joined, matchesOf, placesOf, trimmed } from "./article-text.ts";

const article = joined([
  { node: "title", text: "L’étude", apart: true },
  { node: "co", text: "Le CO", apart: true },
  { node: "sub", text: "2", apart: false },
  { node: "rest", text: " expiré.", apart: false },
]);
const found = (query: string) => matchesOf(article.text, query).map(({ start, end }) => article.text.slice(start, end));

test("paragraphs stand apart, an index does not", () => {
  expect(article.text).toBe("L’étude\nLe CO2 expiré.");
});

test("a search minds neither accents nor capitals nor the kind of apostrophe and space", () => {
  expect(found("ETUDE")).toEqual(["étude"]);
  expect(found("l'etude")).toEqual(["L’étude"]);
  expect(found("co2  expire")).toEqual(["CO2 expiré"]);
  expect(matchesOf("12\u00a0% contre 12 %", "12 %")).toHaveLength(2);
});

test("signs of a pattern are letters like others, and one letter finds nothing", () => {
  expect(matchesOf("p (0,05) et p = 0,05", "(0,05)")).toEqual([{ start: 2, end: 8 }]);
  expect(matchesOf("a.b acb", "a.b")).toHaveLength(1);
  expect(matchesOf("aaa", "a")).toEqual([]);
  expect(matchesOf("aaa", "  ")).toEqual([]);
});

test("a span over several pieces begins in the first and ends in the last", () => {
  const [span] = matchesOf(article.text, "co2 exp");
  expect(span && placesOf(article, span)).toEqual({ from: ["co", 3], to: ["rest", 4] });
  expect(placesOf(article, { start: 7, end: 10 })).toEqual({ from: ["co", 0], to: ["co", 2] });
});

test("a span of another text has no place", () => {
  expect(placesOf(article, { start: 5, end: 500 })).toBeNull();
  expect(placesOf(article, { start: 5, end: 5 })).toBeNull();
});

test("spaces at the ends of a span are left out", () => {
  expect(trimmed("a  mot  b", { start: 1, end: 8 })).toEqual({ start: 3, end: 6 });
  expect(trimmed("a  mot  b", { start: 1, end: 3 })).toBeNull();
});
