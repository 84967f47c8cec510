/** A centre beside its marks: what its minutes say of each room, and the lost-time ledger. By anonymity number. */
import { z } from "zod";
import { ACT_KINDS } from "#domain/sitting/act";
import { Box } from "#contracts/portal/jury/runs";

const Count = z.int().min(0);
const Ms = z.int().min(0);

/** GET /api/jury/exams/:examId/runs/:runId/centres/:centre; the centre by its code, the sitting is the run's. */
export const CentreReport = z.strictObject({
  centre: z.strictObject({ code: z.string(), name: z.string() }),
  /** Who signed the minutes, and when; null: nobody. */
  signed: z.strictObject({ by: z.string(), atMs: z.int() }).nullable(),
  /** False: who was connected when is not known any more; the ledger has no times offline. */
  linksKnown: z.boolean(),
  rooms: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      candidates: Count,
      /** Marks; null: nobody of the room has one. */
      box: Box.nullable(),
      /** The longest that the clock stood still for the room. */
      pausedMs: Ms,
      /** Candidates without their link for more than a minute, and their longest time. */
      offline: Count,
      longestGapMs: Ms,
      /** Candidates who were given time back. */
      credited: Count,
      /** Candidates to whom more was lost than was given. */
      owed: Count,
    }),
  ),
  /** Incidents, pauses, time given back, replaced tablets…, oldest first; of the nation too where they concern the centre. */
  events: z.array(
    z.strictObject({
      atMs: z.int(),
      kind: z.enum(ACT_KINDS),
      /** Code of the room; null: the centre or all. */
      room: z.string().nullable(),
      anonymityNumber: z.string().nullable(),
      author: z.string(),
      cause: z.string(),
      /** Of an incident its category, of attendance what was said; else null. */
      what: z.string().nullable(),
      /** Time given back; else null. */
      creditMs: Ms.nullable(),
      undone: z.boolean(),
    }),
  ),
  /** Candidates of whom the ledger tells something, the largest loss first. */
  losses: z.array(
    z.strictObject({
      anonymityNumber: z.string(),
      room: z.string(),
      gaps: Count,
      longestGapMs: Ms,
      lateArrivalMs: Ms,
      waitedMs: Ms,
      creditMs: Ms,
      /** Lost and not given back, whole minutes. */
      owedMs: Ms,
      /** Thousandths; null: `code` stands in its place, or there is no mark. */
      mark: Count.nullable(),
      code: z.string().nullable(),
    }),
  ),
});
export type CentreReport = z.infer<typeof CentreReport>;
