/**
 * What is kept of a rehearsal: its result.json without the curves, which the report draws. Read leniently, so that a
 * newer rehearsal with more to say can be recorded; what decides is read strictly, and judged again (`problemsOf`).
 */
import { z } from "zod";

const count = z.number().int().min(0).max(1_000_000_000);
const words = (most: number) => z.string().max(most);
/** Null: nothing was there to measure (JSON has no NaN). */
const figure = z.number().nullable();

export const VERDICTS = ["green", "red", "void", "partial"] as const;
export type RehearsalVerdict = (typeof VERDICTS)[number];

export const RehearsalResult = z.object({
  format: z.literal("amphi-rehearsal"),
  version: z.literal(1),
  startedAt: z.iso.datetime(),
  profile: z.object({
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    about: words(300),
    candidates: count.min(1),
    minutes: z.number().positive().max(10_000),
  }),
  seed: count,
  commit: words(64).nullable(),
  machine: z.object({
    cores: count,
    memoryBytes: z.number().int().min(0),
    processor: words(200),
    versions: z.record(words(40), words(120)),
    loadBefore: figure,
  }),
  verdict: z.object({ state: z.enum(VERDICTS), reasons: z.array(words(2_000)).max(50) }),
  capacity: z.object({ statement: words(1_000) }),
  findings: z.object({
    tablets: count,
    made: count,
    received: count,
    stored: count,
    quarantined: count,
    /** How many of each kind of which one is too many. */
    counts: z.record(words(40), count),
  }),
  refusals: z.object({ count }),
  figures: z.record(words(40), figure),
  limits: z.array(z.object({ figure: words(40), value: figure, most: z.number(), ok: z.boolean() })).max(20),
});
export type RehearsalResult = z.infer<typeof RehearsalResult>;

/** POST /api/rehearsal/results: `report`: the page that opens offline, gzipped, in base64. */
export const ResultSent = z.strictObject({
  v: z.literal(1),
  runId: z.string().max(64).nullable(),
  result: RehearsalResult,
  report: z.base64().max(3_000_000),
});
export type ResultSent = z.infer<typeof ResultSent>;
/** Bytes of that request: the report of an hour with fifty processes is a tenth of it. */
export const RESULT_BYTES_MAX = 4 * 1024 * 1024;
/** Bytes of a report, unpacked. */
export const REPORT_BYTES_MAX = 16 * 1024 * 1024;

/** "known": the same result was recorded before. */
export const ResultAnswer = z.strictObject({ rehearsalId: z.number().int(), outcome: z.enum(["recorded", "known"]) });
export type ResultAnswer = z.infer<typeof ResultAnswer>;

/** What in a result cannot be: a clock that is ahead, and a green verdict over figures that are not. Empty: sound. */
export function problemsOf(result: RehearsalResult, nowMs: number): string[] {
  const { findings, limits, profile, refusals, verdict } = result;
  const lost = Object.entries(findings.counts).filter(([, n]) => n > 0);
  const broken = limits.filter(({ most, ok, value }) => !ok || (value !== null && value > most));
  const notGreen = [
    ...lost.map(([kind, n]) => `${n} ${kind}`),
    ...(findings.quarantined > 0 ? [`${findings.quarantined} quarantined`] : []),
    ...(refusals.count > 0 ? [`${refusals.count} tablets gave up`] : []),
    ...(findings.tablets < profile.candidates ? [`${findings.tablets} of ${profile.candidates} tablets played`] : []),
    ...(findings.stored === 0 ? ["nothing was stored"] : []),
    ...broken.map(({ figure: name, most, value }) => `${name}: ${value ?? "nothing"}, at most ${most}`),
    ...verdict.reasons,
  ];
  return [
    ...(Date.parse(result.startedAt) > nowMs + CLOCK_AHEAD_MAX_MS ? ["startedAt: in the future"] : []),
    ...(verdict.state === "green" ? notGreen.map((why) => `verdict: green, and ${why}`) : []),
  ];
}
const CLOCK_AHEAD_MAX_MS = 5 * 60_000;
