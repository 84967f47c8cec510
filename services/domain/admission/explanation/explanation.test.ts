import { describe, expect, test } from "vitest";
import { decisionOf } from "#domain/admission/explanation/decision";
import { explained } from "#domain/admission/explanation/words";
import { allocate } from "#domain/admission/allocate";
import { type InputFile, inputOf } from "#domain/admission/testing/input-file";

function said(file: InputFile, id: string, language: "fr" | "en" = "en"): readonly string[] {
  const input = inputOf(file);
  const { seats, mode } = allocate(input.market, input.round);
  return explained(
    decisionOf(input.market, input.round, seats, mode, input.names.candidates.indexOf(id)),
    input.names,
    language,
  );
}
const MARKET: InputFile = {
  programmes: [
    {
      id: "Medicine",
      places: 1,
      ranking: ["a", "b", "f", "g"],
      overQuota: [{ category: "abroad", max: 0, beyondCap: "refuse" }],
    },
    { id: "Pharmacy", places: 2, ranking: ["c", "b", "r", "f"], caps: [{ category: "repeater", max: 0 }] },
    { id: "Law", places: 1, ranking: [] },
  ],
  candidates: [
    { id: "a", wishes: ["Medicine"] },
    { id: "b", wishes: ["Law", "Medicine", "Pharmacy"] },
    { id: "c", wishes: ["Pharmacy"] },
    { id: "f", wishes: ["Medicine", "Pharmacy"], categories: ["abroad"] },
    { id: "r", wishes: ["Pharmacy"], categories: ["repeater"] },
    { id: "g", wishes: [] },
  ],
};

describe("R32: every decision is explained", () => {
  test("rank, last admitted, and what follows, wish by wish", () => {
    expect(said(MARKET, "b")).toEqual([
      "not ranked in Law: cannot be admitted there",
      "rank 2 in Medicine, last admitted 1: every place was taken before that rank",
      "rank 2 in Pharmacy, last admitted 2: admitted",
      "admitted to your 3rd wish",
    ]);
    expect(said(MARKET, "b", "fr")).toEqual([
      "non classé en Law : ne peut pas y être admis",
      "rang 2 en Medicine, dernier admis 1 : toutes les places étaient prises avant ce rang",
      "rang 2 en Pharmacy, dernier admis 2 : admis",
      "admis à votre 3e vœu",
    ]);
  });
  test("caps and over-quota categories by name, and those who wished for nothing or left", () => {
    expect(said(MARKET, "r")[0]).toBe("rank 3 in Pharmacy, last admitted 2: every place was taken before that rank");
    const wide = { ...MARKET, programmes: MARKET.programmes.map((one) => ({ ...one, places: 4 })) };
    expect(said(wide, "r")).toEqual([
      "rank 3 in Pharmacy, last admitted 4: at most 0 of the category “repeater” are admitted, and there are as many",
      "admitted to none of your wishes",
    ]);
    expect(said(wide, "f")[0]).toMatch(
      /^rank 3 in Medicine, last admitted 2: at most 0 of the category “abroad” are admitted above/,
    );
    expect(said(MARKET, "g", "fr")).toEqual(["vous n’avez fait aucun vœu"]);
    expect(said({ ...MARKET, resigned: ["a"] }, "a")).toEqual(["you resigned and left the procedure"]);
  });
  test("seats of earlier rounds, in addition, given up and locked", () => {
    const places = (count: number) =>
      MARKET.programmes.map((one) => (one.id === "Medicine" ? { ...one, places: count } : one));
    const held = { ...MARKET, previous: { a: "Medicine", b: "Pharmacy", c: "Pharmacy" } };
    expect(said({ ...held, programmes: places(0) }, "a")).toEqual([
      "rank 1 in Medicine, last admitted 1: keeps the seat of an earlier round",
      "admitted to your 1st wish",
    ]);
    expect(said({ ...held, locked: ["b"] }, "b")[1]).toBe(
      "rank 2 in Medicine, last admitted 1: not looked at: the seat held is locked",
    );
    expect(said({ ...MARKET, additional: { b: "Medicine" } }, "b")[1]).toBe(
      "rank 2 in Medicine, last admitted 2: admitted to a seat in addition to the places",
    );
    expect(said({ ...MARKET, previous: { b: "Medicine" }, resigned: [{ id: "b", keepsBelow: true }] }, "b")[1]).toBe(
      "rank 2 in Medicine, last admitted 1: given up",
    );
  });
});
