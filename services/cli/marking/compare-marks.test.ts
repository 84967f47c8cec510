import { afterEach, beforeEach, expect, test } from "vitest";
import { type Files, someFiles } from "#cli/marking/testing/some-files";

let files: Files;
beforeEach(() => {
  files = someFiles();
});
afterEach(() => files.end());

const mark = (name: string, ...more: string[]) =>
  files.amphi(
    "mark",
    "--paper",
    files.folder,
    "--answers",
    files.path("answers.csv"),
    "--out",
    files.path(name),
    ...more,
  );
const compare = (...more: string[]) => files.amphi("compare-marks", files.path("a.csv"), files.path("b.csv"), ...more);

test("a run made again changes nobody", async () => {
  await mark("a.csv");
  await mark("b.csv");
  expect(await compare()).toMatchObject({
    status: 0,
    out: "0 of 2 changed: 0 higher (at most +0), 0 lower (at most 0)",
  });
});

test("an annulled item: who changed, by how much, through what", async () => {
  await mark("a.csv");
  const ruling = { id: "r1", reason: "seen before", decision: "annul", items: ["q3"] };
  const rulings = files.write("r.json", { format: "amphi-rulings", version: 1, rulings: [ruling] });
  await mark("b.csv", "--rulings", rulings);
  const run = await compare("--out", files.path("changes.csv"));
  // 10000001: 1500 → 2250; 10000002: 2000 → 1500 (see mark.test.ts)
  expect(run).toMatchObject({
    status: 1,
    out: "2 of 2 changed: 1 higher (at most +750), 1 lower (at most -500)\n  q3: 2",
  });
  expect(files.read("changes.csv")).toBe(
    "candidate,unit,before,after,change,items\n" +
      "10000001,p1,1500,2250,750,q3: 0 → out\n10000002,p1,2000,1500,-500,q3: 1000 → out\n",
  );
});

test("a candidate of one run alone, a code in place of a mark, another maximum", async () => {
  files.write("a.csv", "candidate,unit,mark,maximum,code\n1,u,5,10,\n2,u,5,10,\n3,u,5,10,\n");
  files.write("b.csv", "candidate,unit,mark,maximum,code\n2,u,,10,ABS\n3,u,5,20,\n4,u,5,10,\n");
  await compare("--out", files.path("changes.csv"));
  expect(files.read("changes.csv").split("\n").slice(1)).toEqual([
    "1,u,5,,,",
    "2,u,5,ABS,,",
    "3,u,5,5,,",
    "4,u,,5,,",
    "",
  ]);
});

test("what is no file of marks is refused by line", async () => {
  files.write("a.csv", "candidate,unit,mark,maximum,code,q1\n1,u,5,10,,5\n1,u,x,10,,5\n2,u,5,10,ABS,5\n3,u,,10,\n");
  files.write("b.csv", "candidate,unit,mark,maximum,code\n");
  const run = await compare();
  expect([run.status, run.err.replaceAll(`${files.folder}/`, "").split("\n")]).toEqual([
    2,
    [
      "a.csv: line 3: a second line of 1 in u",
      'a.csv: line 3: "x" is no mark in thousandths',
      "a.csv: line 4: a mark or a code, and one of them",
      "a.csv: line 5: 5 cells where 6 belong",
      "a.csv: line 5: a mark or a code, and one of them",
      "5 problems; nothing was written",
    ],
  ]);
  files.write("a.csv", "number,mark\n");
  expect((await compare()).err).toContain("line 1: the columns are candidate, unit, mark, maximum, code, then items");
});
