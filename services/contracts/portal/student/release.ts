/**
 * What two persons sign so that students see results: payloads of the decisions `competition_release` and
 * `competition_withdrawal` (domain/decision), whose subject is the competition.
 */
import { z } from "zod";

export const CompetitionRelease = z.strictObject({
  v: z.literal(1),
  /** A publication that is ready, and the hash of everything in it. */
  publicationId: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Server time from which students see it, ms; in the past: at once. */
  publishAtMs: z.int().nonnegative(),
  /** Until when they answer to their seats, ms; null: nobody is asked. */
  answersUntilMs: z.int().nonnegative().nullable(),
});
export type CompetitionRelease = z.infer<typeof CompetitionRelease>;

/** Takes a publication back: what students see is then the one before, or nothing. Lists stay frozen. */
export const CompetitionWithdrawal = z.strictObject({ v: z.literal(1), publicationId: z.int().positive() });
export type CompetitionWithdrawal = z.infer<typeof CompetitionWithdrawal>;
