/** The last snapshot of each candidate's workspace, on the control Redis: what a spare tablet takes over. */
import type { Redis } from "ioredis";
import { type CandidateRef, refKey } from "#domain/answer/entry";
import { orTrouble } from "#redis/connection";

const keyOf = (of: CandidateRef): string => `workspace:${refKey(of)}`;
/** A sitting and its aftermath. */
const KEPT_S = 2 * 24 * 3_600;

/** All reject with StoreTrouble while the control Redis is away. */
export interface Workspaces {
  write(of: CandidateRef, text: string): Promise<void>;
  /** The tablet's own text as it was written last; null when there is none any more. */
  read(of: CandidateRef): Promise<string | null>;
}

export const createWorkspaces = (redis: Redis): Workspaces => ({
  write: async (of, text) => {
    await orTrouble("workspace", redis.set(keyOf(of), text, "EX", KEPT_S));
  },
  read: (of) => orTrouble("workspace", redis.get(keyOf(of))),
});
