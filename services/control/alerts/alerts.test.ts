import { describe, expect, test } from "vitest";
import type { Platform, RoomCounts } from "#contracts/console/live";
import { type Condition, createAlertBook, KeptAlert } from "#control/alerts/alert-book";
import { platformConditions, roomConditions } from "#control/alerts/rules";
import { platformOf } from "#control/platform/platform-of";
import type { PartReport } from "#contracts/stream/part-report";

const NOW_MS = 1_449_493_200_000;
const aCondition = (over: Partial<Condition> = {}): Condition => ({
  cause: "room_offline",
  severity: "attention",
  centreId: 1,
  roomId: 11,
  subject: "",
  detail: "5",
  muted: false,
  ...over,
});

describe("a book of alerts", () => {
  test("one per cause and place, whose words follow the cause", () => {
    const book = createAlertBook();
    expect(book.observe([aCondition()], NOW_MS)).toBe(true);
    expect(book.observe([aCondition()], NOW_MS + 1_000)).toBe(false);
    expect(
      book.observe([aCondition({ detail: "9", severity: "critical" }), aCondition({ roomId: 12 })], NOW_MS + 2_000),
    ).toBe(true);
    expect(book.alerts()).toMatchObject([
      { roomId: 11, detail: "9", severity: "critical", sinceMs: NOW_MS, endedAtMs: null },
      { roomId: 12, sinceMs: NOW_MS + 2_000 },
    ]);
  });

  test("ends by itself when its cause is gone for ten seconds; what flickers is one alert", () => {
    const book = createAlertBook();
    book.observe([aCondition()], NOW_MS);
    book.observe([], NOW_MS + 9_000);
    book.observe([aCondition()], NOW_MS + 9_500);
    book.observe([], NOW_MS + 19_000);
    expect(book.alerts()).toMatchObject([{ endedAtMs: null }]);
    book.observe([], NOW_MS + 19_500);
    expect(book.alerts()).toMatchObject([{ endedAtMs: NOW_MS + 19_500 }]);
    book.observe([aCondition()], NOW_MS + 20_000);
    expect(book.alerts().map((a) => a.endedAtMs)).toEqual([NOW_MS + 19_500, null]);
  });

  test("closed by hand, it does not open again before its cause was gone", () => {
    const book = createAlertBook();
    book.observe([aCondition()], NOW_MS);
    const id = book.alerts()[0]?.id ?? "";
    expect(book.close(id, "Marie", NOW_MS + 1_000)).toBe(true);
    expect(book.close("other", "Marie", NOW_MS)).toBe(false);
    book.observe([aCondition()], NOW_MS + 60_000);
    expect(book.alerts()).toMatchObject([{ owner: "Marie", endedAtMs: NOW_MS + 1_000 }]);
    book.observe([], NOW_MS + 70_000);
    book.observe([aCondition()], NOW_MS + 71_000);
    expect(book.alerts()).toHaveLength(2);
  });

  test("in a place that stands still nothing is raised, and what was raised stays", () => {
    const book = createAlertBook();
    book.observe([aCondition({ muted: true })], NOW_MS);
    expect(book.alerts()).toEqual([]);
    book.observe([aCondition()], NOW_MS + 1_000);
    book.observe([aCondition({ muted: true })], NOW_MS + 60_000);
    expect(book.alerts()).toMatchObject([{ endedAtMs: null }]);
  });

  test("owners and history outlive the process; what is not seen again ends", () => {
    const before = createAlertBook();
    before.observe([aCondition(), aCondition({ roomId: 12 })], NOW_MS);
    before.take(before.alerts()[0]?.id ?? "", "Marie");
    const kept = before.kept().map((one) => KeptAlert.parse(JSON.parse(JSON.stringify(one))));
    const after = createAlertBook();
    after.restore(kept, NOW_MS + 5_000);
    after.observe([aCondition()], NOW_MS + 6_000);
    after.observe([aCondition()], NOW_MS + 15_000);
    expect(after.alerts()).toMatchObject([
      { roomId: 11, owner: "Marie", sinceMs: NOW_MS, endedAtMs: null },
      { roomId: 12, owner: null, endedAtMs: NOW_MS + 15_000 },
    ]);
  });

  test("the history is bounded, and what lasts is never forgotten", () => {
    const book = createAlertBook();
    book.observe([aCondition({ roomId: 99 })], NOW_MS);
    for (let n = 1; n <= 300; n++) {
      book.observe([aCondition({ roomId: 99 }), aCondition({ roomId: n + 1_000 })], NOW_MS + n * 11_000);
    }
    expect(book.alerts().length).toBeLessThanOrEqual(201);
    expect(book.alerts()[0]).toMatchObject({ roomId: 99, endedAtMs: null });
  });
});

describe("conditions of a room", () => {
  const counts = (over: Partial<RoomCounts> = {}): RoomCounts => ({
    roomId: 11,
    expected: 70,
    arrived: 60,
    absent: 10,
    connected: 60,
    confirmed: 60,
    offline: 0,
    submitted: 0,
    stored: 0,
    hands: 0,
    notReady: 0,
    saveLagMs: null,
    ...over,
  });
  const causes = (over: Partial<RoomCounts>, stage: "waiting" | "running" | "paused" | "over", clockOff = 0) =>
    roomConditions({ centreId: 1, counts: counts(over), clockOff, stage }).map((c) => [
      c.cause,
      c.severity,
      c.detail,
      c.muted,
    ]);

  test.each([
    ["five tablets offline are a tablet's trouble", causes({ offline: 5 }, "running"), []],
    [
      "a tenth of the room is the room's",
      causes({ offline: 6 }, "running"),
      [["room_offline", "attention", "6", false]],
    ],
    ["half of it is critical", causes({ offline: 30 }, "running"), [["room_offline", "critical", "30", false]]],
    ["during a pause it is muted", causes({ offline: 30 }, "paused"), [["room_offline", "critical", "30", true]]],
    [
      "before the start and after the end it is none",
      [...causes({ offline: 30 }, "waiting"), ...causes({ offline: 30 }, "over")],
      [],
    ],
    ["a lag of ten seconds", causes({ saveLagMs: 10_500 }, "running"), [["save_lag", "attention", "10", false]]],
    ["a lag of half a minute", causes({ saveLagMs: 30_000 }, "running"), [["save_lag", "critical", "30", false]]],
    [
      "devices that are not ready matter before the start",
      causes({ notReady: 2 }, "waiting"),
      [["devices_not_ready", "attention", "2", false]],
    ],
    ["and no more after it", causes({ notReady: 2 }, "running"), []],
    ["clocks matter until the end", causes({}, "running", 3), [["clock_off", "attention", "3", false]]],
  ])("%s", (_what, found, expected) => expect(found).toEqual(expected));
});

describe("conditions of the installation", () => {
  const report = (kind: PartReport["kind"], over: Partial<PartReport> = {}): PartReport => ({
    detail: "serving",
    kind,
    build: "b1",
    configHash: "h1",
    memoryBytes: 1_000,
    cpuPercent: 1,
    diskFreeBytes: 5_000,
    ...over,
  });
  const memory = { usedBytes: 10, maxBytes: 100 };
  const looked = (reports: readonly (PartReport | null)[] | null): Platform =>
    platformOf({
      atMs: NOW_MS,
      nodeIds: ["ingest-1", "ingest-2", "drain-1"],
      reports,
      answersRedis: memory,
      controlRedis: memory,
      postgresUp: true,
    });
  const backlogMs = (age: number) => Array.from({ length: 16 }, (_, n) => (n === 3 ? age : null));
  const of = (platform: Platform) => platformConditions(platform, [], []).map((c) => [c.cause, c.severity, c.detail]);

  test("all is well", () => {
    const platform = looked([
      report("ingest", { connected: 4_000, d1P99Ms: 9, answersPerSecond: 100 }),
      report("ingest", { connected: 300, d1P99Ms: 20, answersPerSecond: 50 }),
      report("drain", { d2P99Ms: 80, backlogMs: backlogMs(300), backlogEntries: 12, quarantined: 0 }),
    ]);
    expect(platform).toMatchObject({
      connected: 4_300,
      d1P99Ms: 20,
      d2P99Ms: 80,
      answersPerSecond: 150,
      backlogEntries: 12,
    });
    expect([platform.backlogMs[3], platform.backlogMs[4], platform.diskFreeBytes]).toEqual([300, null, 5_000]);
    expect(of(platform)).toEqual([]);
  });

  test("a silent ingest, another build, other settings, a backlog, a quarantine", () => {
    expect(of(looked([report("ingest"), null, report("drain")]))).toEqual([["part_down", "critical", "ingest-2"]]);
    expect(of(looked([report("ingest"), report("ingest", { detail: "!unsafe" }), report("drain")]))).toHaveLength(1);
    expect(of(looked([report("ingest"), report("ingest", { configHash: "h2" }), report("drain")]))).toEqual([
      ["part_mismatch", "attention", "ingest: configuration"],
    ]);
    expect(of(looked([report("ingest"), report("ingest"), report("drain", { build: "b2" })]))).toEqual([
      ["part_mismatch", "critical", "build"],
    ]);
    const behind = report("drain", { backlogMs: backlogMs(61_000), quarantined: 2 });
    expect(of(looked([report("ingest"), report("ingest"), behind]))).toEqual([
      ["backlog", "critical", "61"],
      ["quarantine", "critical", "2"],
    ]);
  });

  test("without the control Redis nothing is said of the processes, but of it", () => {
    const away = platformOf({
      atMs: NOW_MS,
      nodeIds: ["ingest-1"],
      reports: null,
      answersRedis: memory,
      controlRedis: null,
      postgresUp: true,
    });
    expect(of(away)).toEqual([["part_down", "critical", "control-redis"]]);
    expect(
      platformConditions(away, [{ nodeId: "answers-redis", share: 0.75 }], ["postgres", "answers_redis"]),
    ).toMatchObject([
      { cause: "part_down" },
      { cause: "database_down" },
      { cause: "answers_store_down" },
      { cause: "redis_memory", detail: "answers-redis: 75 %" },
    ]);
  });
});
