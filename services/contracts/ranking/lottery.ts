/** Version 1 of the files of a lottery: what is published before, what stays secret, what is published after. */
import { z } from "zod";
import { CANDIDATE } from "#domain/ranking/mark-book";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Text = z.string().trim().min(1).max(300);

export const LotterySource = z.discriminatedUnion("method", [
  z.strictObject({
    method: z.literal("beacon"),
    /** Which beacon, in words: "drand quicknet". */
    beacon: Text,
    /** Number of a round that is not published yet. */
    round: z.int().min(1),
  }),
  z.strictObject({
    method: z.literal("public-numbers"),
    /** What numbers, and of when, one text per source, in the order in which they are used (RFC 3797). */
    sources: z.array(Text).min(1).max(16).readonly(),
  }),
]);

const committed = {
  v: z.literal(1),
  candidates: z.int().min(1),
  listHash: Digest,
  rulesHash: Digest,
  source: LotterySource,
  secretHash: Digest,
  commitment: Digest,
};
/** Published before any mark is known. */
export const LotteryCommitment = z.strictObject({ format: z.literal("amphi-lottery-commitment"), ...committed });
export type LotteryCommitment = z.infer<typeof LotteryCommitment>;

/** Kept by the office until the reveal, on paper too: without it there is no lottery. */
export const LotterySecret = z.strictObject({
  format: z.literal("amphi-lottery-secret"),
  v: z.literal(1),
  commitment: Digest,
  secret: Digest,
});

/** Published with the ranking: everything that the seed is made of. */
export const OpenedLottery = z.strictObject({
  format: z.literal("amphi-lottery"),
  ...committed,
  secret: Digest,
  /** The beacon's value, hexadecimal, or the canonical text of the public numbers. */
  publicValue: z.string().min(1).max(10_000),
  seed: Digest,
  /** Committed candidates, ascending. */
  list: z.array(z.string().regex(CANDIDATE)).min(1).readonly(),
});
export type OpenedLottery = z.infer<typeof OpenedLottery>;

/** One round of a beacon, as drand gives it; further members are ignored. */
export const BeaconRound = z.object({
  round: z.int().min(1),
  randomness: z.string().regex(/^[0-9a-fA-F]{64,256}$/),
  signature: z
    .string()
    .regex(/^[0-9a-fA-F]+$/)
    .optional(),
});
