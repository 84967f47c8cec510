/** What should be true before the nation starts or goes on: each a line with go or no-go, and who is concerned. */
import type { LiveMessage, Platform } from "#contracts/console/live";
import type { ExamRehearsed } from "#contracts/console/rehearsals";
import type { RoomRehearsals } from "#contracts/http/rehearsal";
import { mismatchesOf } from "../operator/mismatches.ts";
import type { CentreTile } from "./centre-tile.ts";
import { BACK_SHARE, backShare } from "./waves.ts";

export const CHECKS = [
  "centres",
  "tablets",
  "back",
  "parts",
  "same",
  "backlog",
  "stores",
  "rehearsal",
  "rehearsed",
] as const;
export type CheckCode = (typeof CHECKS)[number];
export interface Check {
  readonly code: CheckCode;
  /** Null: it cannot be known at the moment. */
  readonly go: boolean | null;
  /** How many centres, tablets, parts, entries stand in the way. */
  readonly n: number;
  /** Their names, worst first. */
  readonly names: readonly string[];
}
export type Missing = Extract<LiveMessage, { kind: "missing" }>["stores"];

export interface GoNoGoFacts {
  readonly tiles: readonly CentreTile[];
  readonly platform: Platform | null;
  readonly missing: Missing;
  /** What the newest rehearsal in each room said; empty where none was played, null while it is not known. */
  readonly rehearsals: readonly RoomRehearsal[] | null;
  /** What rehearsals of the platform say of the exam; null: it owes none, or nothing is known yet. */
  readonly rehearsed: ExamRehearsed | null;
}
export type RoomRehearsal = RoomRehearsals["rooms"][number];

/** Before a start: readiness and sound tablets; before a resumption: tablets that are back. Always: the platform. */
export function goNoGo(before: "start" | "resume", facts: GoNoGoFacts): Check[] {
  const { tiles, platform, missing, rehearsals, rehearsed } = facts;
  const checks =
    before === "start"
      ? [
          centresCheck(tiles),
          tabletsCheck(tiles),
          ...rehearsedCheck(rehearsed),
          ...rehearsalCheck(tiles, rehearsals ?? []),
        ]
      : [namesCheck("back", tiles.filter((tile) => backShare(tile) < BACK_SHARE).map(nameOf))];
  return [...checks, ...platformChecks(platform), namesCheck("stores", missing)];
}

/** Centres that have not said ready. One that is held back on purpose does not start with the others: no obstacle. */
export const unreadyTiles = (tiles: readonly CentreTile[]): CentreTile[] =>
  tiles.filter(({ readiness }) => readiness.readiness === "not_ready");

const nameOf = ({ centre }: CentreTile) => centre.name;
const namesCheck = (code: CheckCode, names: readonly string[]): Check => ({
  code,
  go: names.length === 0,
  n: names.length,
  names,
});
const centresCheck = (tiles: readonly CentreTile[]): Check => namesCheck("centres", unreadyTiles(tiles).map(nameOf));

function tabletsCheck(tiles: readonly CentreTile[]): Check {
  const concerned = tiles.filter(({ sums }) => sums.notReady > 0);
  const n = concerned.reduce((sum, { sums }) => sum + sums.notReady, 0);
  return { code: "tablets", go: n === 0, n, names: concerned.map(nameOf) };
}

/** A platform that nobody rehearsed at this size lately: `n` candidates. Control refuses "ready" without a reason then. */
const rehearsedCheck = (rehearsed: ExamRehearsed | null): Check[] =>
  rehearsed === null ? [] : [{ code: "rehearsed", go: rehearsed.passed !== null, n: rehearsed.candidates, names: [] }];

/** Said where tablets have played at all: a room that did not pass is named by its centre. */
function rehearsalCheck(tiles: readonly CentreTile[], rehearsals: readonly RoomRehearsal[]): Check[] {
  if (rehearsals.length === 0) return [];
  const failing = new Set(rehearsals.filter(({ verdict }) => verdict !== "passed").map(({ roomId }) => roomId));
  const concerned = tiles.filter(({ centre }) => centre.rooms.some(({ id }) => failing.has(id)));
  return [{ code: "rehearsal", go: failing.size === 0, n: failing.size, names: concerned.map(nameOf) }];
}

function platformChecks(platform: Platform | null): Check[] {
  const unknown = (code: CheckCode): Check => ({ code, go: null, n: 0, names: [] });
  if (platform === null) return [unknown("parts"), unknown("same"), unknown("backlog")];
  const down = platform.parts.filter(({ up }) => !up).map(({ nodeId }) => nodeId);
  const differing = mismatchesOf(platform.parts).map(({ kind }) => kind);
  const { backlogEntries } = platform;
  return [
    namesCheck("parts", down),
    namesCheck("same", differing),
    { code: "backlog", go: backlogEntries === 0, n: backlogEntries, names: [] },
  ];
}

export const allGo = (checks: readonly Check[]): boolean => checks.every(({ go }) => go === true);
