import { describe, expect, test } from "vitest";
import { CANDIDATES_HEADER, candidateLines, readCandidates } from "#cli/replay/candidates-file";
import { differences } from "#cli/replay/ends";
import { createExamPlaces } from "#cli/replay/exam-places";
import { exportedAct, readJournal } from "#cli/replay/journal-file";
import type { Act } from "#domain/sitting/act";
import { foldJournal } from "#domain/sitting/state";
import { NATION } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";
import type { SeatRow } from "#postgres/queries/places";

const seat = (over: Partial<SeatRow> = {}): SeatRow => ({
  centreId: 4,
  centre: "REN",
  roomId: 40,
  room: "A2",
  candidateId: 400,
  anonymityNumber: "A-7",
  extraTimeNumerator: 1,
  extraTimeDenominator: 1,
  ...over,
});
const seats = [
  seat(),
  seat({ candidateId: 401, anonymityNumber: "=1+1", extraTimeNumerator: 4, extraTimeDenominator: 3 }),
  seat({ candidateId: 402, anonymityNumber: "B;é", roomId: 41, room: '-"A,3"' }),
];
const DURATIONS = { durationMs: 10_800_000, backupDurationMs: 3_600_000 };
const listing = (acts: readonly Act[]) =>
  Buffer.from(CANDIDATES_HEADER + candidateLines(seats, foldJournal(acts), DURATIONS));
const started = [anAct("check_in", 1, { id: "check-in" }), anAct("start", 10)];
const journal: Act[] = [
  ...started,
  anAct("pause", 20),
  anAct("resume", 30, { scope: { kind: "centre", id: 4 }, lifts: NATION }),
  anAct("credit", 40, { scope: { kind: "room", id: 41 }, creditMs: 60_000 }),
  anAct("pause", 50, { scope: { kind: "candidate", id: 401 } }),
  anAct("pause", 60, { scope: { kind: "centre", id: 9 } }),
  anAct("pause", 60, { id: "x", scope: { kind: "candidate", id: 999 } }),
];
const exported = (acts: readonly Act[]) => {
  const places = createExamPlaces({ seats, centres: [{ centreId: 9, centre: "Empty" }] });
  return acts.map((act, n) => ({ position: n + 1, act: exportedAct(act, places) }));
};
const asLines = (records: readonly unknown[]) => records.map((one) => JSON.stringify(one)).join("\n");

describe("candidates.csv", () => {
  test("comes back as it was, formulas, quotes and unknown ends included", () => {
    const { candidates, problems } = readCandidates(listing(journal));
    expect(problems).toEqual([]);
    expect(candidates.map((one) => [one.anonymityNumber, one.centre, one.room, one.extraTimeNumerator])).toEqual([
      ["A-7", "REN", "A2", 1],
      ["=1+1", "REN", "A2", 4],
      ["B;é", "REN", '-"A,3"', 1],
    ]);
    expect(candidates.map((one) => one.endMs)).toEqual([10_800_020, null, 10_860_020]);
    expect(new Set(candidates.map((one) => one.roomId)).size).toBe(2);
    expect(listing(journal).toString()).toContain("\n'=1+1,REN,A2,4/3,10800000,,,main\n");
  });

  test("says every problem with its line", () => {
    const text = `${CANDIDATES_HEADER}A,C,R,1/1,100,,x\nA,C,R,2/1,100,,5\n,C,R,1/1,0,,\nB,C,R,1/1,200,,\nD,C,R,1/1,100,,\n`;
    expect(readCandidates(Buffer.from(text)).problems).toEqual([
      'line 2: end_ms "x" is no instant',
      'line 3: "A" comes twice',
      'line 3: extra_time "2/1" is not a fraction from 1/1 to 4/3',
      "line 4: a number, a centre and a room are needed",
      'line 4: duration_ms "0" is no duration',
    ]);
    expect(readCandidates(Buffer.from("a,b\n")).problems[0]).toMatch(/^the column anonymity_number, centre, room/);
    expect(readCandidates(Buffer.from("")).problems).toEqual(["the file is empty"]);
  });
});

describe("journal.jsonl", () => {
  test("names places by code and candidates by anonymity number, and folds to the same ends", () => {
    const text = asLines(exported(journal));
    expect(text).not.toMatch(/"id":\d/);
    expect(text).toContain('{"kind":"candidate","anonymityNumber":"=1+1"}');
    const { candidates } = readCandidates(listing(journal));
    const read = readJournal(text, createExamPlaces({ seats: candidates, admits: "empty" }), false);
    expect(read.problems).toEqual([]);
    const again = candidateLines(candidates, foldJournal(read.acts), DURATIONS);
    expect(CANDIDATES_HEADER + again).toBe(listing(journal).toString());
  });

  test("a centre that was given the backup paper has its duration from its new start", () => {
    const backup = anAct("backup", 1_000, { scope: { kind: "room", id: 41 } });
    const { candidates } = readCandidates(listing([...started, backup]));
    expect(candidates.map((one) => [one.durationMs, one.endMs])).toEqual([
      [10_800_000, 10_800_010],
      [10_800_000, 14_400_010],
      [3_600_000, 3_601_000],
    ]);
  });

  test("is read as an array, as an object with acts, and as lines", () => {
    const places = createExamPlaces({ seats });
    for (const text of [JSON.stringify(started), JSON.stringify({ acts: started }, null, 1), asLines(started)])
      expect(readJournal(text, places, false)).toEqual({ acts: started, problems: [] });
    expect(readJournal(JSON.stringify(started[0]), places, false).acts).toEqual([started[0]]);
  });

  test("keeps its ids where they are those of the places, and is refused where they say nothing", () => {
    const acts = [...started, anAct("pause", 20, { scope: { kind: "room", id: 41 } })];
    expect(readJournal(JSON.stringify(acts), createExamPlaces({ seats }), true).acts).toEqual(acts);
    expect(readJournal(JSON.stringify(acts), createExamPlaces({ seats }), false).problems).toEqual([
      "act 3: scope: ids say nothing without the database: give --sitting, or the folder of an export",
    ]);
  });

  test("says every problem with its place", () => {
    const [checkIn, start] = exported(started);
    const odd = { ...anAct("pause", 20), scope: { kind: "candidate", anonymityNumber: "gone" } };
    const lines = [checkIn, { position: 3, act: start?.act }, "not an act", odd, { ...started[0], kind: "explode" }];
    const { problems } = readJournal(
      `${asLines(lines)}\n{"broken`,
      createExamPlaces({ seats, admits: "empty" }),
      false,
    );
    expect(problems.slice(0, 3)).toEqual([
      "line 2: position 3 stands where 2 belongs",
      "line 3: not an act",
      "line 4: scope: there is no candidate:gone among the candidates' places",
    ]);
    expect(problems[3]).toMatch(/^line 5: kind/);
    expect(problems.at(-1)).toBe("line 6: not an act");
    expect(readJournal("", createExamPlaces({ seats }), false).problems).toEqual(["the journal is empty"]);
  });

  test("that no server would have written is refused at the first illegal act", () => {
    const acts = [anAct("check_in", 0, { id: "check-in" }), anAct("pause", 5), anAct("resume", 6)];
    expect(readJournal(asLines(acts), createExamPlaces({ seats }), false).problems).toEqual([
      "line 2: pause pause-5 is not legal here: nothing to pause: it has not started",
    ]);
  });
});

test("ends differ when an instant does, when one is unknown, and when somebody is missing", () => {
  const replayed = new Map([["A", 1] as const, ["B", null] as const, ["C", 3] as const]);
  const said = new Map([["A", 2] as const, ["B", null] as const, ["D", null] as const]);
  expect(differences(replayed, said, "the database")).toEqual([
    "A: ends 1970-01-01T00:00:00.001Z by the journal, 1970-01-01T00:00:00.002Z by the database",
    "C: ends 1970-01-01T00:00:00.003Z by the journal, nowhere by the database",
    "D: ends nowhere by the journal, unknown by the database",
  ]);
});
