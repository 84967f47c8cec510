import { expect, test } from "vitest";
import type { PartState, Platform } from "#contracts/console/live";
import { adviceOf, BOUNDS } from "./advice.ts";
import { mismatchesOf } from "./mismatches.ts";

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
  backlogMs: [null, 100],
  backlogEntries: 0,
  quarantined: 0,
  diskFreeBytes: 50 * 1024 ** 3,
  ...over,
});

test("a healthy installation asks for nothing", () => expect(adviceOf(aPlatform(), [])).toEqual([]));

test("what is down comes first, and may be restarted where that helps", () => {
  const platform = aPlatform({
    parts: [aPart("drain-1", { kind: "drain", memoryBytes: BOUNDS.memoryBytes + 1 }), aPart("ingest-1", { up: false })],
    quarantined: 2,
  });
  expect(adviceOf(platform, ["postgres"])).toMatchObject([
    { code: "part_down", about: "ingest-1", restart: "ingest-1" },
    { code: "store_missing", about: "postgres" },
    { code: "quarantine", n: 2 },
    { code: "memory", about: "drain-1", restart: "drain-1" },
  ]);
});

test.each([
  ["d1", { d1P99Ms: BOUNDS.d1P99Ms + 1 }],
  ["d2", { d2P99Ms: BOUNDS.d2P99Ms + 1 }],
  ["backlog", { backlogMs: [null, BOUNDS.backlogMs + 1] }],
  ["disk", { diskFreeBytes: BOUNDS.diskFreeBytes - 1 }],
  ["cpu", { parts: [aPart("ingest-1", { cpuPercent: BOUNDS.cpuPercent + 1 })] }],
])("%s beyond its bound", (code, over) => {
  expect(adviceOf(aPlatform(over), []).map((advice) => advice.code)).toEqual([code]);
});

test("a part that differs is named, to be restarted", () => {
  const parts = [aPart("a"), aPart("b"), aPart("c", { build: "b2", configHash: "c2" })];
  expect(adviceOf(aPlatform({ parts }), [])).toMatchObject([{ code: "mismatch", about: "c" }]);
});

test("parts of one kind with another build or configuration are named; parts that are down are not compared", () => {
  const parts = [aPart("a"), aPart("b"), aPart("c", { build: "b2" }), aPart("d", { configHash: "x", up: false })];
  expect(mismatchesOf(parts)).toEqual([
    {
      what: "build",
      kind: "ingest",
      values: [
        { value: "b1", nodeIds: ["a", "b"] },
        { value: "b2", nodeIds: ["c"] },
      ],
    },
  ]);
  expect(mismatchesOf([aPart("a"), aPart("e", { kind: "drain", build: "other" })])).toEqual([]);
});
