/** On whose tablets acts are in force, displayed, read: bitmaps on the control Redis, followed without repeating. */
import type { Redis } from "ioredis";
import { PRESENCE_KEYS, type PresenceChanges } from "#contracts/stream/presence-stream";
import { APPLIED_STAGES, type AppliedStage } from "#domain/answer/entry";
import { orTrouble } from "#redis/connection";

export type OnApplied = (
  sittingId: number,
  actId: string,
  stage: AppliedStage,
  candidateIds: readonly number[],
) => void;

export interface AppliedStages {
  /** Tells what is new in a message. */
  hear(sittingId: number, applied: PresenceChanges["applied"]): void;
  /** Reads every bitmap of a sitting and tells what no message has told. Rejects with StoreTrouble. */
  catchUp(sittingId: number): Promise<void>;
}

export function createAppliedStages(redis: Redis, onApplied: OnApplied): AppliedStages {
  /** Key of a bitmap → candidates that were told. */
  const told = new Map<string, Set<number>>();

  function tell(sittingId: number, actId: string, stage: AppliedStage, candidateIds: readonly number[]): void {
    const key = PRESENCE_KEYS.applied(sittingId, actId, stage);
    const known = told.get(key) ?? new Set();
    told.set(key, known);
    const fresh = candidateIds.filter((id) => !known.has(id));
    for (const id of fresh) known.add(id);
    if (fresh.length > 0) onApplied(sittingId, actId, stage, fresh);
  }
  return {
    hear: (sittingId, applied) => {
      const groups = new Map<string, { actId: string; stage: AppliedStage; ids: number[] }>();
      for (const [actId, stage, id] of applied) {
        const group = groups.get(`${actId} ${stage}`) ?? { actId, stage, ids: [] };
        groups.set(`${actId} ${stage}`, group);
        group.ids.push(id);
      }
      for (const { actId, stage, ids } of groups.values()) tell(sittingId, actId, stage, ids);
    },
    catchUp: async (sittingId) => {
      const [start = ""] = PRESENCE_KEYS.applied(sittingId, "*", "read").split("*");
      for (const key of await keysLike(redis, `${start}*`)) {
        const [actId = "", name] = key.slice(start.length).split(":");
        const stage = APPLIED_STAGES.find((known) => known === name);
        if (stage) tell(sittingId, actId, stage, setBits(await readBitmap(redis, key)));
      }
    },
  };
}

/** Whose bit is set, as of now. Rejects with StoreTrouble. */
export async function readBitmap(redis: Redis, key: string): Promise<Buffer> {
  return (await orTrouble("applied", redis.getBuffer(key))) ?? Buffer.alloc(0);
}
export const hasBit = (bitmap: Buffer, id: number): boolean => (((bitmap[id >> 3] ?? 0) >> (7 - (id & 7))) & 1) === 1;
const setBits = (bitmap: Buffer): number[] =>
  [...bitmap]
    .flatMap((byte, at) => (byte === 0 ? [] : [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => at * 8 + bit)))
    .filter((id) => hasBit(bitmap, id));

async function keysLike(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  do {
    const [next, found] = await orTrouble("applied", redis.scan(cursor, "MATCH", pattern, "COUNT", 1_000));
    for (const key of found) keys.add(key);
    cursor = next;
  } while (cursor !== "0");
  return [...keys];
}
