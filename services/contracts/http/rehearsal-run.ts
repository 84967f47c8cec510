/**
 * A rehearsal of the whole platform (`npm run rehearsal`) as it talks to control with an operator's token in the header
 * `Authorization: Bearer amphi_…`: may it begin, how it goes, what came of it. Nothing of the answer path knows of it.
 *
 * GET /api/rehearsal/token?sitting=N · POST /api/rehearsal/runs · POST /api/rehearsal/runs/{runId}/figures ·
 * POST /api/rehearsal/results. Refusals: `token_invalid`, `not_allowed` (the sitting is no rehearsal),
 * `too_many_attempts`, `bad_request`.
 */
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";

const count = z.number().int().min(0).max(1_000_000_000);
const amount = z.number().min(0).max(1_000_000_000);
const name = z.string().min(1).max(40);

/** What a token looks like: a word that scanners of leaked secrets find, then 256 random bits in base64url. */
export const REHEARSAL_TOKEN = /^amphi_[A-Za-z0-9_-]{43}$/;
/** The longest that a token may be made for, days. */
export const TOKEN_DAYS_MAX = 90;

/** Answer of GET …/token: the token is in force, and the sitting, where one was named, may be rehearsed. */
export const TokenAnswer = z.strictObject({ name: z.string(), expiresAtMs: InstantMs });

export const RunBegun = z.strictObject({
  v: z.literal(1),
  profile: name,
  candidates: count,
  seed: count,
  commit: z.string().max(64).nullable(),
  sittingId: z.number().int().min(1),
  /** Of the rehearsal's time: when its first tablet comes, the start, the end, and when all is over, ms. */
  originMs: InstantMs,
  startMs: InstantMs,
  endMs: InstantMs,
  settleUntilMs: InstantMs,
  /** Limits of the profile that a chart can show, ms. */
  limits: z.strictObject({ d1P99Ms: amount.nullable(), d2P99Ms: amount.nullable() }),
});
export type RunBegun = z.infer<typeof RunBegun>;
export const RunAnswer = z.strictObject({ runId: z.string().max(64) });

/** Times in ms, of the entries acknowledged since the last line. */
const Latency = z.strictObject({ p50: amount, p99: amount });

/** One line, every two seconds: how the rehearsal goes. About 500 bytes, never more than 2 kB. */
export const RunFigures = z.strictObject({
  v: z.literal(1),
  /** After the origin, ms; negative before it. */
  atMs: z.number().int().min(-3_600_000).max(172_800_000),
  connected: count,
  answersPerSecond: amount,
  /** From wanting to send to the acknowledgement, and to the commit; null where nothing came. */
  d1: Latency.nullable(),
  d2: Latency.nullable(),
  /** Entries made and not acknowledged; acknowledged and not committed. */
  waiting: z.strictObject({ d1: count, d2: count }),
  /** Whether GET /api/health said that everything is up. */
  healthy: z.boolean(),
  /** Of one core, by process. */
  cpu: z.array(z.tuple([name, z.number().min(0).max(1_024)])).max(24),
  /** Faults that are being played at the moment. */
  faults: z.array(name).max(8),
});
export type RunFigures = z.infer<typeof RunFigures>;
