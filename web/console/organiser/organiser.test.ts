import { describe, expect, test } from "vitest";
import type { ExamRehearsed } from "#contracts/console/rehearsals";
import type { CentreSummary, PartState, Platform, RoomCounts } from "#contracts/console/live";
import type { Proposal } from "#contracts/console/acts";
import { anAct } from "#domain/testing/builders";
import { NATION, type Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import type { Act } from "#domain/sitting/act";
import { centreFinder, incidentsByCentre, instructionsOf, journalLines } from "./acts-view.ts";
import { type NationView, sortedBy, tilesOf, worstFirst } from "./centre-tile.ts";
import { allGo, goNoGo, type RoomRehearsal, unreadyTiles } from "./go-no-go.ts";
import { offeredActs, offeredOfPart, playAims } from "./offered-acts.ts";
import { stepOf } from "./phase-steps.ts";
import { isTooLate, proposalGroups } from "./proposal-groups.ts";
import { readinessOf } from "./readiness.ts";
import { roomStatus } from "./room-status.ts";
import { sumOf } from "./room-sums.ts";
import { staffReaders } from "./staff-readers.ts";
import { proposedWaves, resumeActs, wavesAt } from "./waves.ts";

const MIN = 60_000;
const HOUR = 3_600_000;
const aRoom = (id: number, expected = 50) => ({
  id,
  code: `R${id}`,
  name: `Salle ${id}`,
  rows: null,
  columns: null,
  expected,
});
const aCentre = (id: number, rooms = [aRoom(10 * id + 1), aRoom(10 * id + 2)]): CentreSummary => ({
  id,
  code: `C${id}`,
  name: `Faculté ${id}`,
  rooms,
});
const someCounts = (roomId: number, over: Partial<RoomCounts> = {}): RoomCounts => ({
  roomId,
  expected: 50,
  arrived: 50,
  absent: 0,
  connected: 50,
  confirmed: 50,
  offline: 0,
  submitted: 0,
  stored: 0,
  hands: 0,
  notReady: 0,
  saveLagMs: null,
  ...over,
});
const CENTRES = [aCentre(1), aCentre(2), aCentre(3)];
const centre = (id: number) => ({ kind: "centre", id }) as const;
const room = (id: number) => ({ kind: "room", id }) as const;
function aNation(acts: readonly Act[], counts: readonly RoomCounts[] = [], over: Partial<NationView> = {}): NationView {
  const all = CENTRES.flatMap(({ rooms }) => rooms.map(({ id }) => someCounts(id)));
  return {
    state: foldJournal(acts),
    durationMs: 3 * HOUR,
    centres: CENTRES,
    counts: new Map([...all, ...counts].map((c) => [c.roomId, c])),
    incidents: new Map(),
    contacts: new Map(CENTRES.map(({ id }) => [id, HOUR])),
    nowMs: HOUR,
    ...over,
  };
}
const CHECK_IN = anAct("check_in", 1);
const START = anAct("start", 10);
const order = (view: NationView) => worstFirst(tilesOf(view)).map((tile) => tile.centre.id);
const tileOf = (view: NationView, id: number) => tilesOf(view).find((tile) => tile.centre.id === id);

test("counts add up; the lag of a centre is that of its worst room", () => {
  const sums = sumOf([someCounts(1, { offline: 2, saveLagMs: 900 }), someCounts(2, { offline: 3, saveLagMs: 4_000 })]);
  expect(sums).toMatchObject({ expected: 100, connected: 100, offline: 5, saveLagMs: 4_000 });
  expect(sumOf([]).saveLagMs).toBeNull();
});

describe("readiness", () => {
  const of = (...acts: Act[]) => readinessOf(foldJournal([CHECK_IN, ...acts]), aCentre(1));
  test("a centre is ready when it said so, or when all its rooms did", () => {
    expect(of().readiness).toBe("not_ready");
    expect(of(anAct("ready", 2, { scope: centre(1) }))).toMatchObject({ readiness: "ready", readyRooms: 2 });
    expect(of(anAct("ready", 2, { scope: room(11) }))).toMatchObject({ readiness: "not_ready", readyRooms: 1 });
    expect(of(anAct("ready", 2, { scope: room(11) }), anAct("ready", 3, { scope: room(12) })).readiness).toBe("ready");
  });
  test("a room that is held back stays so when its centre is ready", () => {
    const held = of(anAct("ready", 2, { scope: centre(1) }), anAct("hold", 3, { scope: room(11) }));
    expect(held).toMatchObject({ readiness: "ready", readyRooms: 1, heldRooms: 1 });
    expect(of(anAct("hold", 3, { scope: centre(1) })).readiness).toBe("held");
    const rest = of(anAct("hold", 2, { scope: room(11) }), anAct("ready", 3, { scope: room(12) }));
    expect(rest).toMatchObject({ readiness: "ready", readyRooms: 1, heldRooms: 1 });
  });
});

describe("order of the centres", () => {
  test("a centre that is cut off comes before many small worries, and those before calm", () => {
    const counts = [someCounts(21, { offline: 30, connected: 20 }), someCounts(31, { offline: 1, connected: 49 })];
    expect(order(aNation([CHECK_IN, START], counts))).toEqual([2, 3, 1]);
  });
  test("nobody connected where candidates are expected is the worst, until they have handed in", () => {
    const none = { connected: 0, arrived: 0 };
    const view = aNation([CHECK_IN], [someCounts(31, none), someCounts(32, none)]);
    expect(order(view)[0]).toBe(3);
    expect(tileOf(view, 3)?.concerns[0]).toMatchObject({ kind: "nobody_connected", n: 100 });
    const done = { connected: 0, submitted: 50 };
    const after = aNation([CHECK_IN, START], [someCounts(31, done), someCounts(32, done)]);
    expect(tileOf(after, 3)?.concerns).toEqual([]);
  });
  test("a room that its proctor has paused comes before calm centres; a national pause worries about no room", () => {
    const room = anAct("pause", 30, { scope: { kind: "room", id: 31 } });
    expect(order(aNation([CHECK_IN, START, room]))[0]).toBe(3);
    expect(tileOf(aNation([CHECK_IN, START, room]), 3)?.concerns).toMatchObject([{ kind: "paused_apart", n: 1 }]);
    const all = aNation([CHECK_IN, START, room, anAct("pause", 40)]);
    expect(tileOf(all, 3)?.concerns).toEqual([]);
  });
  test("before check-in and after the end nothing worries; a silent centre does in between", () => {
    const silent = { contacts: new Map<number, number>() };
    expect(tileOf(aNation([], [], silent), 1)?.concerns).toEqual([]);
    expect(tileOf(aNation([CHECK_IN, START], [], silent), 1)?.concerns).toMatchObject([{ kind: "silent" }]);
    expect(tileOf(aNation([CHECK_IN, START, anAct("end", 20)], [], silent), 1)?.concerns).toEqual([]);
  });
  test("the table sorts by any column, both ways, equal ones by code", () => {
    const tiles = tilesOf(aNation([CHECK_IN, START], [someCounts(21, { offline: 3 }), someCounts(31, { offline: 3 })]));
    const ids = (descending: boolean) => sortedBy(tiles, "offline", descending).map((tile) => tile.centre.id);
    expect(ids(true)).toEqual([2, 3, 1]);
    expect(ids(false)).toEqual([1, 2, 3]);
  });
});

describe("a centre's own clock", () => {
  test("late, credited or let out of the pause before others", () => {
    const started = [CHECK_IN, START];
    expect(tileOf(aNation(started), 1)).toMatchObject({ standing: "running", ownClock: false });
    const late = aNation([...started, anAct("start", 20 * MIN, { scope: centre(2), override: "panne" })]);
    expect(tileOf(late, 2)?.ownClock).toBe(true);
    expect(tileOf(late, 1)?.ownClock).toBe(false);
    const credited = aNation([...started, anAct("credit", 20 * MIN, { scope: centre(2), creditMs: MIN })]);
    expect(tileOf(credited, 2)).toMatchObject({ ownClock: true, endMs: 10 + 3 * HOUR + MIN });
    const out = aNation([
      ...started,
      anAct("pause", 20 * MIN),
      anAct("resume", 30 * MIN, { scope: centre(2), lifts: NATION }),
    ]);
    expect(tileOf(out, 2)).toMatchObject({ standing: "running", ownClock: true });
    expect(tileOf(out, 1)).toMatchObject({ standing: "paused", ownClock: false });
  });
  test("one that is held back waits while others compose", () => {
    const view = aNation([CHECK_IN, anAct("hold", 5, { scope: centre(2) }), START]);
    expect(tileOf(view, 2)).toMatchObject({ standing: "held", ownClock: true });
  });
});

const aPart = (nodeId: string, over: Partial<PartState> = {}): PartState => ({
  nodeId,
  kind: "ingest",
  up: true,
  detail: "",
  build: "b1",
  configHash: "c1",
  memoryBytes: 1,
  cpuPercent: 1,
  restartable: true,
  ...over,
});
const aPlatform = (over: Partial<Platform> = {}): Platform => ({
  atMs: 0,
  parts: [aPart("ingest-1"), aPart("ingest-2")],
  connected: 0,
  present: 0,
  d1P99Ms: 12,
  d2P99Ms: 80,
  answersPerSecond: 90,
  backlogMs: [null],
  backlogEntries: 0,
  quarantined: 0,
  diskFreeBytes: 50 * 1024 ** 3,
  ...over,
});

describe("go or no-go", () => {
  const ready = [CHECK_IN, ...[1, 2, 3].map((id) => anAct("ready", id + 1, { scope: centre(id) }))];
  const check = (view: NationView, platform: Platform | null = aPlatform(), before: "start" | "resume" = "start") =>
    goNoGo(before, { tiles: tilesOf(view), platform, missing: [], rehearsals: [], rehearsed: null });
  test("all is well: go", () => expect(allGo(check(aNation(ready)))).toBe(true));
  test("a centre that is not ready is named; one that is held back does not hinder", () => {
    const two = aNation([CHECK_IN, anAct("ready", 2, { scope: centre(1) }), anAct("hold", 3, { scope: centre(2) })]);
    expect(check(two)[0]).toEqual({ code: "centres", go: false, n: 1, names: ["Faculté 3"] });
    expect(unreadyTiles(tilesOf(two)).map((tile) => tile.centre.id)).toEqual([3]);
  });
  test("a part down, another build, a backlog, each is no-go; an unknown platform is not a go", () => {
    const failing = (over: Partial<Platform>) =>
      check(aNation(ready), aPlatform(over))
        .filter(({ go }) => go === false)
        .map(({ code }) => code);
    expect(failing({ parts: [aPart("ingest-1", { up: false })] })).toEqual(["parts"]);
    expect(failing({ parts: [aPart("ingest-1"), aPart("ingest-2", { build: "b2" })] })).toEqual(["same"]);
    expect(failing({ backlogEntries: 3 })).toEqual(["backlog"]);
    expect(allGo(check(aNation(ready), null))).toBe(false);
  });
  test("rooms that did not pass their rehearsal are named by their centre; none was played: nothing is said", () => {
    const tiles = tilesOf(aNation(ready));
    const [of, worst] = [{ expected: 50, played: 50, complete: 50 }, {} as RoomRehearsal["worst"]];
    const played = (roomId: number, verdict: RoomRehearsal["verdict"]): RoomRehearsal => ({
      ...{ ...of, roomId, verdict, worst, sittingId: 1, atMs: 1, beyond: [] },
    });
    const told = (...rehearsals: RoomRehearsal[]) =>
      goNoGo("start", { tiles, platform: aPlatform(), missing: [], rehearsals, rehearsed: null }).find(
        ({ code }) => code === "rehearsal",
      );
    expect(told()).toBeUndefined();
    expect(told(played(11, "passed"))).toEqual({ code: "rehearsal", go: true, n: 0, names: [] });
    expect(told(played(11, "passed"), played(21, "failed"), played(22, "incomplete"))).toMatchObject({
      go: false,
      n: 2,
      names: ["Faculté 2"],
    });
  });
  test("a platform that nobody rehearsed at the exam's size is no-go; a rehearsal owes none", () => {
    const passed = { profile: "day", candidates: 8_300, atMs: 1 };
    const told = (rehearsed: ExamRehearsed | null) =>
      goNoGo("start", {
        tiles: tilesOf(aNation(ready)),
        platform: aPlatform(),
        missing: [],
        rehearsals: [],
        rehearsed,
      });
    const of = { candidates: 8_300, withinDays: 14, nearest: null };
    expect(told({ ...of, passed }).find(({ code }) => code === "rehearsed")).toMatchObject({ go: true });
    expect(allGo(told({ ...of, passed: null }))).toBe(false);
    expect(told(null).map(({ code }) => code)).not.toContain("rehearsed");
  });
  test("tablets are let play, or stopped, in a rehearsal alone", () => {
    const kinds = (acts: Act[], rehearsal = true) =>
      playAims(acts, foldJournal(acts), NATION, rehearsal).map(({ kind }) => kind);
    expect(kinds([CHECK_IN], false)).toEqual([]);
    expect(kinds([CHECK_IN])).toEqual(["play"]);
    expect(kinds([CHECK_IN, anAct("play", 5)])).toEqual(["stop_play"]);
    expect(kinds([CHECK_IN, anAct("play", 5), anAct("stop_play", 6)])).toEqual(["play"]);
    expect(kinds([CHECK_IN, anAct("play", 5, { scope: centre(1) })])).toEqual(["play"]);
  });
  test("before a resumption tablets must be back, centre by centre", () => {
    const view = aNation([CHECK_IN, START, anAct("pause", 20)], [someCounts(21, { offline: 20, connected: 30 })]);
    expect(check(view, aPlatform(), "resume")[0]).toMatchObject({ code: "back", go: false, names: ["Faculté 2"] });
  });
});

describe("waves", () => {
  const paused = [CHECK_IN, START, anAct("pause", 20)];
  test("centres whose tablets are back go first, the others last", () => {
    const tiles = tilesOf(aNation(paused, [someCounts(11, { offline: 40, connected: 10 })]));
    expect(proposedWaves(tiles, 1)).toEqual([[2], [3], [1]]);
    expect(proposedWaves(tiles, 8)).toEqual([[2, 3], [1]]);
    const none = { arrived: 0, connected: 0 };
    const absent = tilesOf(aNation(paused, [someCounts(21, none), someCounts(22, none)]));
    expect(proposedWaves(absent, 8)).toEqual([[1, 3], [2]]);
  });
  test("spaced instants; the last wave lifts the nation's pause when nobody is left out", () => {
    const waves = wavesAt([[2], [], [3, 1]], 1_000, 500);
    expect(waves.map(({ atMs }) => atMs)).toEqual([1_000, 1_500]);
    expect(resumeActs(waves, [1, 2, 3])).toEqual([
      { scope: centre(2), lifts: NATION, effectiveAtMs: 1_000 },
      { scope: NATION, lifts: NATION, effectiveAtMs: 1_500 },
    ]);
    expect(resumeActs(waves, [1, 2, 3, 4]).map(({ scope }) => scope)).toEqual([centre(2), centre(3), centre(1)]);
  });
  test("the acts of all waves are legal in that order, and everybody goes on", () => {
    const acts = resumeActs(wavesAt([[2], [3], [1]], 2 * HOUR, MIN), [1, 2, 3]).map(
      ({ scope, lifts, effectiveAtMs }, n) => anAct("resume", 30 + n, { scope, lifts, effectiveAtMs }),
    );
    const view = aNation([...paused, ...acts], [], { nowMs: 2 * HOUR + MIN });
    expect(tilesOf(view).map(({ standing }) => standing)).toEqual(["paused", "running", "running"]);
    expect(view.state.phase).toBe("running");
  });
});

describe("the phase bar", () => {
  const kinds = (acts: readonly Act[], scope: Scope = NATION) =>
    offeredActs(foldJournal(acts), scope).map(({ kind }) => kind);
  test("what may be asked of the nation", () => {
    expect(kinds([])).toEqual(["cancel"]);
    expect(kinds([CHECK_IN, START])).toEqual(["pause", "credit", "backup", "end", "cancel"]);
    expect(stepOf("paused")).toBe("running");
    expect(stepOf("cancelled")).toBeNull();
  });
  test("a centre is let out of its own pause, or else of the nation's", () => {
    const paused = [CHECK_IN, START, anAct("pause", 20)];
    const lifts = (acts: readonly Act[]) =>
      offeredActs(foldJournal(acts), centre(1), [NATION]).find(({ kind }) => kind === "resume")?.details?.lifts;
    expect(lifts([CHECK_IN, START])).toBeUndefined();
    expect(lifts(paused)).toEqual(NATION);
    expect(lifts([...paused, anAct("pause", 21, { scope: centre(1) })])).toEqual(centre(1));
  });
  test("before the nation has started, a centre is held back rather than started", () => {
    const of = (acts: readonly Act[]) => offeredOfPart(foldJournal(acts), centre(1), [NATION]).map(({ kind }) => kind);
    expect(of([CHECK_IN])).toEqual(["hold", "backup", "cancel"]);
    expect(of([CHECK_IN, anAct("hold", 5, { scope: centre(1) }), START])).toContain("start");
  });
});

describe("acts", () => {
  const centreOf = centreFinder(CENTRES, (id) => (id === 7 ? 21 : null));
  const acts = [
    CHECK_IN,
    anAct("incident", 2, { id: "i1", scope: room(11), category: "network" }),
    anAct("incident", 3, { id: "i2", scope: { kind: "candidate", id: 7 }, category: "device" }),
    anAct("undo", 4, { id: "u1", scope: room(11), actId: "i1", undoes: "incident" }),
    anAct("instruction", 5, { id: "n1", text: "Répondez à la question 12.", audience: "candidates" }),
    anAct("instruction", 6, { id: "n2", text: "Ne répondez pas à la question 12.", corrects: 1, instructionCount: 1 }),
  ];
  test("incidents are counted by centre, without those taken back", () => {
    expect([...incidentsByCentre(acts, centreOf)]).toEqual([[2, 1]]);
  });
  test("an instruction is corrected by a newer number", () => {
    expect(instructionsOf(acts).map(({ number, correctedBy }) => [number, correctedBy])).toEqual([
      [2, null],
      [1, 2],
    ]);
  });
  test("the journal is searched by word without accents, kind and centre", () => {
    const ids = (over: object) =>
      journalLines(acts, { text: "", kind: null, centreId: null, ...over }, centreOf).map(({ id }) => id);
    expect(ids({ text: "repondez NE" })).toEqual(["n2"]);
    expect(ids({ kind: "incident" })).toEqual(["i2", "i1"]);
    expect(ids({ centreId: 2 })).toEqual(["i2"]);
  });
});

test("waves that wait for a second person are one group; another cause is another", () => {
  const proposal = (id: string, cause: string, effectiveAtMs: number): Proposal => ({
    sittingId: 1,
    asked: { id, kind: "resume", cause, scope: NATION, effectiveAtMs, seenActId: null },
    author: "Marie Duval",
    authorId: 4,
    atMs: 0,
    expiresAtMs: 900_000,
  });
  const groups = proposalGroups([proposal("a", "x", 2_000), proposal("b", "y", 1), proposal("c", "x", 1_000)]);
  expect(groups.map(({ proposals }) => proposals.map(({ asked }) => asked.id))).toEqual([["c", "a"], ["b"]]);
  expect(groups[0]?.instants).toEqual([
    { atMs: 1_000, scopes: [NATION] },
    { atMs: 2_000, scopes: [NATION] },
  ]);
  expect(isTooLate(proposal("a", "x", 2_000), 2_000)).toBe(true);
  expect(isTooLate(proposal("a", "x", 2_000), 1_999)).toBe(false);
});

describe("rooms with their own time", () => {
  const room10 = { kind: "room", id: 10 } as const;
  const centre1 = { kind: "centre", id: 1 } as const;
  const of = (acts: Act[], nowMs: number) => roomStatus(foldJournal(acts), 3 * HOUR, 1, 10, nowMs);
  test("held back, then started later: its own start and end are told", () => {
    const held = [CHECK_IN, anAct("hold", 2, { scope: room10 }), START];
    expect(of(held, 60_000)).toMatchObject({ standing: "held", ownEndMs: null });
    const late = [...held, anAct("start", 9 * MIN, { scope: room10, override: "prêts" })];
    expect(of(late, 10 * MIN)).toEqual({ standing: "running", ownStartMs: 9 * MIN, ownEndMs: 3 * HOUR + 9 * MIN });
    expect(of([CHECK_IN, START], 10 * MIN)).toEqual({ standing: "running", ownStartMs: null, ownEndMs: null });
  });
  test("a centre or a room is held back before the start and started after the others", () => {
    for (const scope of [centre1, room10] as const) {
      const kinds = (acts: Act[]) => offeredOfPart(foldJournal(acts), scope, []).map(({ kind }) => kind);
      expect(kinds([CHECK_IN])).toContain("hold");
      expect(kinds([CHECK_IN])).not.toContain("start");
      expect(kinds([CHECK_IN, anAct("hold", 2, { scope }), START])).toContain("start");
    }
  });
});

describe("instructions for staff", () => {
  const reading = (accountId: number, centreId: number, roomIds: number[], actId = "a") => ({
    actId,
    accountId,
    name: "",
    centreId,
    roomIds,
    atMs: 1,
  });
  const centres = [
    { ...aCentre(1), rooms: [aRoom(10), aRoom(11)] },
    { ...aCentre(2), rooms: [aRoom(20)] },
  ];
  const of = (scope: Scope, ...readings: ReturnType<typeof reading>[]) => staffReaders(scope, "a", centres, readings);
  test("a room has read when one of its proctors has, or the lead proctor of its centre", () => {
    expect(of(NATION)).toMatchObject({
      centres: 2,
      read: 0,
      people: 0,
      missing: [{ kind: "centre", id: 1 }, { id: 2 }],
    });
    expect(of(NATION, reading(1, 1, [10]), reading(9, 1, [11], "another"))).toMatchObject({
      read: 0,
      people: 1,
      missing: [
        { kind: "room", id: 11 },
        { kind: "centre", id: 2 },
      ],
    });
    expect(of(NATION, reading(1, 1, []), reading(2, 2, [20]))).toMatchObject({ centres: 2, read: 2, missing: [] });
    expect(of({ kind: "room", id: 20 })).toMatchObject({ centres: 1, read: 0, missing: [{ kind: "room", id: 20 }] });
  });
});
