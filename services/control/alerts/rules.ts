/** When something is an alert. Pure: figures in, conditions out; every threshold stands here. */
import type { MISSING_STORES, Platform, RoomCounts } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import type { CandidateClock } from "#domain/sitting/clock";
import type { Condition } from "#control/alerts/alert-book";

export interface RoomFigures {
  readonly centreId: number;
  readonly counts: RoomCounts;
  /** Connected tablets whose clock is off. */
  readonly clockOff: number;
  /** Where the room's common clock stands. */
  readonly stage: CandidateClock["stage"];
}

/** Part of a room that is offline at once: a link, not a tablet. */
const ROOM_OFFLINE = { attention: 0.1, critical: 0.5, atLeast: 3 };
const SAVE_LAG_MS = { attention: 10_000, critical: 30_000 };
const BACKLOG_MS = { attention: 10_000, critical: 60_000 };
const REDIS_MEMORY = { attention: LIMITS.redisPressureRatio, critical: 0.9 };

export function roomConditions({ centreId, counts, clockOff, stage }: RoomFigures): Condition[] {
  const { roomId, arrived, submitted, offline, saveLagMs, notReady } = counts;
  const found: Condition[] = [];
  const add = (cause: Condition["cause"], isCritical: boolean, detail: string | number) =>
    found.push({
      cause,
      severity: isCritical ? "critical" : "attention",
      centreId,
      roomId,
      subject: "",
      detail: String(detail),
      muted: stage === "paused",
    });
  const composes = stage === "running" || stage === "paused";
  const composing = Math.max(1, arrived - submitted);
  if (composes && offline >= ROOM_OFFLINE.atLeast && offline / composing >= ROOM_OFFLINE.attention)
    add("room_offline", offline / composing >= ROOM_OFFLINE.critical, offline);
  if (composes && saveLagMs !== null && saveLagMs >= SAVE_LAG_MS.attention)
    add("save_lag", saveLagMs >= SAVE_LAG_MS.critical, Math.floor(saveLagMs / 1_000));
  if (clockOff > 0 && stage !== "over" && stage !== "cancelled") add("clock_off", false, clockOff);
  if (stage === "waiting" && notReady > 0) add("devices_not_ready", false, notReady);
  return found;
}

/** How full a Redis is, of what it may take: 0…1. */
export interface MemoryUse {
  readonly nodeId: string;
  readonly share: number;
}

export function platformConditions(
  platform: Platform,
  memory: readonly MemoryUse[],
  missing: readonly (typeof MISSING_STORES)[number][],
): Condition[] {
  const found: Condition[] = [];
  const add = (cause: Condition["cause"], isCritical: boolean, subject: string, detail: string) =>
    found.push({
      cause,
      severity: isCritical ? "critical" : "attention",
      centreId: null,
      roomId: null,
      subject,
      detail,
      muted: false,
    });
  const processes = platform.parts.filter(({ restartable }) => restartable);
  // A process that nobody can ask after is not known to be down: what is down is the control Redis.
  const controlRedis = platform.parts.find(({ kind }) => kind === "control_redis");
  if (controlRedis && !controlRedis.up) add("part_down", true, controlRedis.nodeId, controlRedis.nodeId);
  else for (const part of processes) if (!part.up) add("part_down", part.kind === "ingest", part.nodeId, part.nodeId);
  if (missing.includes("postgres")) add("database_down", true, "", "postgres");
  if (missing.includes("answers_redis")) add("answers_store_down", true, "", "answers-redis");
  for (const kind of new Set(processes.map((part) => part.kind))) {
    const configs = processes.filter((part) => part.kind === kind).map((part) => part.configHash);
    if (differ(configs)) add("part_mismatch", false, `${kind}-config`, `${kind}: configuration`);
  }
  if (differ(processes.map((part) => part.build))) add("part_mismatch", true, "build", "build");
  const backlogMs = Math.max(0, ...platform.backlogMs.map((age) => age ?? 0));
  if (backlogMs >= BACKLOG_MS.attention)
    add("backlog", backlogMs >= BACKLOG_MS.critical, "", String(Math.floor(backlogMs / 1_000)));
  if ((platform.quarantined ?? 0) > 0) add("quarantine", true, "", String(platform.quarantined));
  for (const { nodeId, share } of memory)
    if (share >= REDIS_MEMORY.attention)
      add("redis_memory", share >= REDIS_MEMORY.critical, nodeId, `${nodeId}: ${Math.floor(share * 100)} %`);
  return found;
}

const differ = (values: readonly (string | null)[]): boolean =>
  new Set(values.filter((value) => value !== null)).size > 1;
