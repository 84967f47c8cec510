import { expect, test } from "vitest";
import { UsageError } from "#cli/command";
import { readAct } from "#cli/sitting/act-arguments";
import { readScope } from "#cli/sitting/scope-argument";

const said = (...args: string[]) => readAct([...args, "--sitting", "1", "--cause", "c"]);
const problemsOf = (...args: string[]): string[] => {
  try {
    readAct(args);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("; ");
    throw error;
  }
  return [];
};

test("scopes are said in codes; a room's code may hold slashes of its own", () => {
  expect(readScope("nation")).toEqual({ kind: "nation" });
  expect(readScope("centre:Paris 5")).toEqual({ kind: "centre", code: "Paris 5" });
  expect(readScope("room:REN/A2/b")).toEqual({ kind: "room", centre: "REN", code: "A2/b" });
  expect(readScope("candidate:2400042")).toEqual({ kind: "candidate", studentNumber: "2400042" });
  for (const wrong of ["", "Nation", "centre:", "room:REN", "room:/A2", "room:REN/", "hall:A", "candidate"])
    expect(readScope(wrong), wrong).toBeNull();
});

test("an act at once of the whole nation needs no more than a sitting and a cause", () => {
  expect(said("pause")).toMatchObject({
    kind: "pause",
    scope: { kind: "nation" },
    at: null,
    lifts: null,
  });
});

test("minutes are exact milliseconds, up to the largest credit", () => {
  expect(said("credit", "--minutes", "6.2").details.creditMs).toBe(372_000);
  expect(said("credit", "--minutes", "0.29").details.creditMs).toBe(17_400);
  expect(said("credit", "--minutes", "240").details.creditMs).toBe(14_400_000);
  for (const wrong of ["0", "-5", "240.01", "5 min", "1e2", "0.001"])
    expect(() => said("credit", `--minutes=${wrong}`), wrong).toThrow(UsageError);
});

test("each kind has its own words", () => {
  expect(said("extra_time", "--factor", "4/3").details).toMatchObject({ numerator: 4, denominator: 3 });
  expect(said("undo", "--act", "a-1").details).toMatchObject({ actId: "a-1" });
  expect(said("instruction", "--text", " Page 3 ", "--corrects", "2").details).toMatchObject({
    numbered: true,
    text: "Page 3",
    audience: "everyone",
    corrects: 2,
  });
});

test("everything that is wrong is said at once", () => {
  const wrong = ["pause", "--scope", "room:REN", "--minutes", "x", "--lifts", "all", "--id", "a b", "--override", " "];
  expect(problemsOf(...wrong, "--cause", "c".repeat(2_001))).toEqual([
    "--sitting and --cause are needed",
    "--cause takes at most 2000 characters",
    "--id takes up to 64 letters, digits and dashes",
    '--scope takes nation|centre:CODE|room:CENTRE/ROOM|candidate:STUDENTNUMBER, not "room:REN"',
    '--lifts takes nation|centre:CODE|room:CENTRE/ROOM|candidate:STUDENTNUMBER, not "all"',
    "--override takes the reason for going on all the same",
    '--minutes takes a number above 0, at most 240, with up to two decimals, not "x"',
    "--minutes goes with credit, not with pause",
    "--lifts goes with resume, not with pause",
    "--override goes with ready, start, not with pause",
  ]);
  const rest = ["--sitting", "1", "--cause", "c"];
  expect(problemsOf("credit", ...rest)).toEqual(["a credit needs --minutes"]);
  expect(problemsOf("extra_time", ...rest, "--factor", "2")).toEqual([
    '--factor takes a factor from 1 to 4/3, not "2"',
  ]);
  expect(problemsOf("undo", ...rest)).toEqual(["undo needs --act, the id of what is taken back"]);
  expect(problemsOf("instruction", ...rest, "--audience", "all", "--corrects", "x")).toEqual([
    '--audience takes candidates, proctors, everyone, not "all"',
    "--corrects takes the number of an instruction",
    "an instruction needs --text",
  ]);
  expect(problemsOf("attendance", ...rest)).toEqual(["attendance is noted by those who see it, on a console"]);
});
