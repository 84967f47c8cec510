import { expect, test } from "vitest";
import { type ResultLetter, resultLetter } from "#preparation/result-letter";
import { taggedPdf } from "#preparation/tagged-pdf";

const LETTER: ResultLetter = {
  ...{ examTitle: "EDN 2026", anonymityNumber: "10482973", name: null, date: "2026-12-14" },
  units: [
    { code: "UE1", name: "Cardiologie", mark: 12_500, maximum: 20_000, specialCode: null },
    { code: "UE2", name: "UE2", mark: null, maximum: null, specialCode: "ABS" },
    { code: "UE3", name: "UE3", mark: 0, maximum: 0, specialCode: null },
  ],
  rankings: [
    { name: "Général", total: 132_050, outOf: 200_000, rank: 2, ranked: 8_217, status: "ranked", because: "" },
    { name: "Pharmacie", total: null, outOf: null, rank: null, ranked: 12, status: "excluded", because: "ABS in UE2" },
  ],
  publicSha256: "ab".repeat(32),
};
const tables = (letter: ResultLetter, language: "fr" | "en") =>
  resultLetter(letter, language).blocks.flatMap((block) => (block.kind === "table" ? [block.rows] : []));

test("marks, totals and ranks in points, in the language's own writing", () => {
  expect(tables(LETTER, "fr")).toEqual([
    [
      ["UE1, Cardiologie", "12,5 / 20"],
      ["UE2", "ABS"],
      ["UE3", "annulée par le jury"],
    ],
    [
      ["Général", "132,05 / 200", "2 sur 8\u00a0217"],
      ["Pharmacie", "–", "non classé : ABS en UE2"],
    ],
  ]);
  expect(tables(LETTER, "en")[1]?.[0]).toEqual(["Général", "132.05 / 200", "2 of 8\u00a0217"]);
});

test("the day is in words, in the letter's language", () => {
  const facts = (language: "fr" | "en") => JSON.stringify(resultLetter(LETTER, language).blocks[0]);
  expect(facts("fr")).toContain("14 décembre 2026");
  expect(facts("en")).toContain("14 December 2026");
});

test("a name stands there only when it is given", () => {
  const text = (letter: ResultLetter) => JSON.stringify(resultLetter(letter, "fr").blocks);
  expect(text(LETTER)).not.toContain("Nom");
  expect(text({ ...LETTER, name: "Nguyen Léa" })).toContain("Nguyen Léa");
});

test("the PDF is tagged, in its language, with its title", async () => {
  const pdf = (await taggedPdf(resultLetter(LETTER, "en"))).toString("latin1");
  expect(pdf).toContain("/MarkInfo");
  expect(pdf).toMatch(/\/Lang \(en\)/);
  expect(pdf).toContain("/StructTreeRoot");
});
