import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { apbInput, apbSeats } from "#domain/admission/testing/apb";
import { CLEAN, type InputFile } from "#domain/admission/testing/input-file";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";

/** Medicine takes one, and one more of "abroad" above the place; everybody wishes for it first. */
const SMALL: InputFile = {
  programmes: [
    { id: "Medicine", places: 1, ranking: ["f1", "e1", "e2"], overQuota: [{ category: "abroad", percent: 100 }] },
    { id: "Pharmacy", places: 2, ranking: ["e2", "e1", "f1"] },
  ],
  candidates: [
    { id: "e1", wishes: ["Medicine", "Pharmacy"] },
    { id: "e2", wishes: ["Medicine", "Pharmacy"] },
    { id: "f1", wishes: ["Medicine"], categories: ["abroad"] },
  ],
};

function workplace(input: unknown) {
  const folder = temporaryFolder({ "in.json": typeof input === "string" ? input : JSON.stringify(input) });
  const file = (name: string) => join(folder, name);
  const amphi = (...args: string[]) => runAmphi(settingsWith({}), ...args);
  const allocate = (...more: string[]) =>
    amphi("allocate", "--in", file("in.json"), "--out", file("out.json"), ...more);
  const result = (): unknown => JSON.parse(readFileSync(file("out.json"), "utf8"));
  return { file, amphi, allocate, result };
}

test("allocate writes exactly the result", async () => {
  const { allocate, result } = workplace(SMALL);
  const { status, out, err } = await allocate();
  expect({ status, out }).toEqual({ status: 0, out: "" });
  expect(err).toContain("3 admitted, 2 of them to their first wish; 0 admitted nowhere, 0 left");
  expect(err).toContain("had programmes proposed instead of candidates, everybody would have the same seat");
  expect(result()).toEqual({
    seats: { e1: "Medicine", e2: "Pharmacy", f1: "Medicine" },
    programmes: [
      { id: "Medicine", admitted: 2, abovePlaces: 1, lastRank: 2 },
      { id: "Pharmacy", admitted: 1, abovePlaces: 0, lastRank: 1 },
    ],
    audit: CLEAN,
    mode: "plain",
  });
});

test("the seats of a result are the previous ones of the next round, and a round explains itself", async () => {
  const { allocate, result, amphi, file } = workplace(SMALL);
  await allocate();
  const { seats } = result() as { seats: Record<string, string | null> };
  writeFileSync(file("in.json"), JSON.stringify({ ...SMALL, previous: seats, resigned: ["e1"] }));
  expect((await allocate("--report", file("report.html"), "--language", "en")).status).toBe(0);
  expect(result()).toMatchObject({ seats: { e1: null, e2: "Medicine", f1: "Medicine" }, mode: "plain", audit: CLEAN });
  const report = readFileSync(file("report.html"), "utf8");
  for (const text of ["Move to a wish they prefer", "Medicine", "may be released"]) expect(report).toContain(text);
  expect(report).not.toMatch(/<script|https?:|style=/);
  const why = await amphi("explain", "--in", file("in.json"), "--result", file("out.json"), "--candidate", "e2");
  expect(why.out.split("\n")).toEqual([
    "rang 3 en Medicine, dernier admis 3 : admis",
    "admis à votre 1er vœu",
    "rank 3 in Medicine, last admitted 3: admitted",
    "admitted to your 1st wish",
  ]);
});

describe("audit", () => {
  test.each([
    ["solution", CLEAN, 0],
    ["solutionB", { ...CLEAN, stable: false, blockingPairs: 1 }, 1],
  ] as const)("of a result that Amphi did not make: %s", async (solution, found, status) => {
    const { file, amphi } = workplace(apbInput("10"));
    writeFileSync(file("their.json"), JSON.stringify({ seats: apbSeats(solution, "10") }));
    const run = await amphi("audit", "--in", file("in.json"), "--result", file("their.json"));
    expect({ status: run.status, found: JSON.parse(run.out) as unknown }).toEqual({ status, found });
    expect(run.err === "").toBe(status === 0);
  });
});

test("whatever is wrong with the input is said with its place, ends with 2 and writes nothing", async () => {
  const { allocate, file } = workplace({
    programmes: [
      { id: "P", places: -1, ranking: ["a", "a", "nobody"] },
      { id: "P", places: 1, ranking: [], overQuota: [{ category: "x" }], minimum: 2 },
    ],
    candidates: [
      { id: "a", wishes: ["P", "P", "Q"] },
      { id: "a", wishes: [] },
    ],
    locked: ["a"],
    colour: "red",
  });
  const { status, err } = await allocate();
  expect(status).toBe(2);
  expect(err.replaceAll(file("in.json"), "IN").split("\n")).toEqual([
    "IN: colour: is no key of the input",
    'IN: programmes[1].id: programme "P" stands at programmes[0] already',
    'IN: candidates[1].id: candidate "a" stands at candidates[0] already',
    'IN: candidates[0].wishes[1]: programme "P" stands at candidates[0].wishes[0] already',
    'IN: candidates[0].wishes[2]: no programme has the id "Q"',
    "IN: programmes[1].minimum: hard minimum quotas are refused: with them a stable result need not exist",
    "IN: programmes[0].places: must be a whole number from 0 to 1073741824, not -1",
    'IN: programmes[1].overQuota[0]: must have one of "percent" and "max"',
    'IN: programmes[0].ranking[1]: candidate "a" stands at programmes[0].ranking[0] already',
    'IN: programmes[0].ranking[2]: no candidate has the id "nobody"',
    'IN: locked[0]: candidate "a" holds no previous seat to be locked',
    "11 problems; nothing was written",
  ]);
  expect(existsSync(file("out.json"))).toBe(false);
});

test.each(["", "{", "[]", '{"programmes":3}', "null"])("%j is no input", async (text) => {
  const { allocate, file } = workplace(text);
  expect((await allocate()).status).toBe(2);
  expect(existsSync(file("out.json"))).toBe(false);
});

test("files that are not there, ids that do not exist, and options that do not", async () => {
  const { allocate, amphi, file } = workplace(SMALL);
  expect((await amphi("allocate", "--in", file("none.json"), "--out", file("out.json"))).status).toBe(2);
  expect((await amphi("allocate", "--in", file("in.json"))).status).toBe(2);
  expect((await allocate("--language", "de")).status).toBe(2);
  await allocate();
  const about = ["--in", file("in.json"), "--result", file("out.json")];
  expect((await amphi("explain", ...about, "--candidate", "nobody")).status).toBe(2);
  writeFileSync(file("out.json"), JSON.stringify({ seats: { nobody: "Medicine", e1: "Law" }, mode: "kind" }));
  const { status, err } = await amphi("audit", ...about);
  expect(status).toBe(2);
  expect(err.split("\n")).toHaveLength(4);
});
