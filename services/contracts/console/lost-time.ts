/** GET /api/console/sittings/{sittingId}/lost-time/{centreId}: the ledger; proctors are told of their own rooms. */
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";
import type { CandidateLoss as DomainCandidateLoss } from "#domain/sitting/lost-time";

const id = z.number().int();
const ms = z.number().int().min(0);

export const CandidateLoss = z.strictObject({
  place: z.strictObject({ centreId: id, roomId: id, candidateId: id }),
  runningMs: ms,
  pausedMs: z.strictObject({ nation: ms, centre: ms, room: ms, candidate: ms }),
  lateStartMs: ms,
  lateArrivalMs: ms,
  gaps: z.array(z.strictObject({ fromMs: InstantMs, untilMs: InstantMs, runningMs: ms })),
  longestGapMs: ms,
  workedInPauseMs: ms,
  waitedMs: ms,
  creditMs: ms,
  proposedCreditMs: ms,
}) satisfies z.ZodType<DomainCandidateLoss>;

export const LostTimeAnswer = z.strictObject({ atMs: InstantMs, losses: z.array(CandidateLoss) });
export type LostTimeAnswer = z.infer<typeof LostTimeAnswer>;
