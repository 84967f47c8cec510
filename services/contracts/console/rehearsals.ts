/**
 * Rehearsals of the platform, for operators alone. GET /api/console/rehearsals, …/live, …/{id}/report (the page that opens
 * offline); GET and POST /api/console/rehearsal-tokens, POST …/{id}/revoke.
 */
import { z } from "zod";
import { InstantMs, storable } from "#contracts/frames/fields";
import { RunBegun, RunFigures, TOKEN_DAYS_MAX } from "#contracts/http/rehearsal-run";
import { RehearsalResult } from "#contracts/http/rehearsal-result";
import type { PassedRehearsal as DomainPassed } from "#domain/sitting/rehearsed";

const id = z.number().int().min(1);
const count = z.number().int().min(0);

export const PassedRehearsal = z.strictObject({
  profile: z.string(),
  candidates: count,
  atMs: InstantMs,
}) satisfies z.ZodType<DomainPassed>;

/** What the rehearsals say of an exam: whether one of its size was passed in the last `withinDays`. */
export const ExamRehearsed = z.strictObject({
  candidates: count,
  withinDays: count,
  passed: PassedRehearsal.nullable(),
  /** Where none counts: the one that comes nearest. */
  nearest: PassedRehearsal.nullable(),
});
export type ExamRehearsed = z.infer<typeof ExamRehearsed>;

/** Newest first, the last fifty. */
export const RehearsalList = z.strictObject({
  rehearsals: z.array(z.strictObject({ id, recordedBy: z.string(), recordedAtMs: InstantMs, result: RehearsalResult })),
  /** Real sittings that are to come, the next first, and what is missing for each. */
  coming: z.array(
    z.strictObject({
      sittingId: id,
      exam: z.string(),
      title: z.string(),
      plannedStartMs: InstantMs,
      rehearsed: ExamRehearsed,
    }),
  ),
});
export type RehearsalList = z.infer<typeof RehearsalList>;
export type ShownRehearsal = RehearsalList["rehearsals"][number];

/** Of a rehearsal that runs, as far as control has heard of it since it started: at most 300 points, evenly spaced. */
export const LiveRun = z.strictObject({
  runId: z.string(),
  /** Name of its token. */
  by: z.string(),
  run: RunBegun,
  points: z.array(RunFigures),
  /** When it was last heard, ms. */
  heardAtMs: InstantMs,
});
export type LiveRun = z.infer<typeof LiveRun>;
export const LiveRuns = z.strictObject({ runs: z.array(LiveRun) });

export const RehearsalTokenShown = z.strictObject({
  id,
  name: z.string(),
  madeBy: z.string(),
  madeAtMs: InstantMs,
  expiresAtMs: InstantMs,
  lastUsedAtMs: InstantMs.nullable(),
  revokedAtMs: InstantMs.nullable(),
});
export type RehearsalTokenShown = z.infer<typeof RehearsalTokenShown>;
export const TokenList = z.strictObject({ tokens: z.array(RehearsalTokenShown) });

export const TokenAsked = z.strictObject({
  name: storable(z.string().trim().min(1).max(80)),
  days: z.number().int().min(1).max(TOKEN_DAYS_MAX),
});
/** `token`: in clear, this once. */
export const TokenMade = z.strictObject({ id, token: z.string() });
