/**
 * POST /api/rehearsal/report, with the tablet's ticket: what a tablet of a rehearsal has measured of itself, each minute
 * and at its end. The last one of a tablet counts. It is no entry: it stands in a table of its own, beside no answer.
 */
import { z } from "zod";
import { type Figure, FIGURES } from "#domain/sitting/rehearsal-verdict";
import { ExamRehearsed } from "#contracts/console/rehearsals";
import { InstantMs } from "#contracts/frames/fields";

const count = z.number().int().min(0).max(1_000_000_000);

/** How long something took, ms: of `count` times; all 0 where there was none. */
export const Spread = z.strictObject({ count, p50: count, p95: count, max: count });
export type Spread = z.infer<typeof Spread>;

export const REPORT_STATES = ["playing", "stopped", "complete"] as const;

export const RehearsalReport = z.strictObject({
  v: z.literal(1),
  build: z.string().max(64),
  /** Server time, as the tablet estimates it. */
  startedAtMs: InstantMs,
  atMs: InstantMs,
  /** "complete": handed in, and all that was made is secured. "stopped": a person took over. */
  state: z.enum(REPORT_STATES),
  questions: z.strictObject({ total: count, answered: count }),
  entries: z.strictObject({ made: count, received: count, secured: count }),
  /** From an entry that is made to its place on the device's disk (D0), and to the servers' word that it is there (D1). */
  durableMs: Spread,
  receivedMs: Spread,
  /** From an answer to the next painted frame. */
  paintedMs: Spread,
  /** Longest time with entries waiting and no acknowledgement, ms. */
  longestGapMs: count,
  /** Connections that were lost. */
  reconnects: count,
  /** The browser's tasks of more than 50 ms. */
  longTasks: z.strictObject({ count, longestMs: count }),
});
export type RehearsalReport = z.infer<typeof RehearsalReport>;

const figures = z.strictObject(
  Object.fromEntries(FIGURES.map((figure) => [figure, count])) as Record<Figure, typeof count>,
);

/**
 * GET /api/console/sittings/{sittingId}/rehearsal: of each room of the exam the newest rehearsal in which tablets played,
 * and what rehearsals of the platform say of the exam; null for a rehearsal, which owes none.
 */
export const RoomRehearsals = z.strictObject({
  rehearsed: ExamRehearsed.nullable(),
  rooms: z.array(
    z.strictObject({
      roomId: z.number().int(),
      /** The rehearsal, and when its last report came, ms. */
      sittingId: z.number().int(),
      atMs: InstantMs,
      expected: count,
      played: count,
      complete: count,
      worst: figures,
      verdict: z.enum(["passed", "failed", "incomplete"]),
      beyond: z.array(z.enum(FIGURES)),
    }),
  ),
});
export type RoomRehearsals = z.infer<typeof RoomRehearsals>;
