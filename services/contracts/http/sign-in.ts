/** POST /api/sign-in: a candidate's card code against a ticket. */
import { z } from "zod";
import type { Genesis as DomainGenesis } from "#domain/answer/epoch";
import { PublicPoint } from "#contracts/evidence";
import { PackageRef, PackageSource } from "#contracts/package/manifest";
import { SittingRules } from "#contracts/exam/rules";
import { Epoch, InstantMs } from "#contracts/frames/fields";

/** What an epoch's chain starts from: the previous epoch as the server knew it. All zero for the first. */
export const Genesis = z.strictObject({
  previousEpoch: z.number().int().min(0),
  previousSeq: z.number().int().min(0),
  /** Hex; 64 zeros when there is no previous epoch. */
  previousHead: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of `amphi-chain-1|sittingId|candidateId|epoch|previousEpoch|previousSeq|previousHead`, hex: h_0. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
}) satisfies z.ZodType<DomainGenesis>;
export type Genesis = DomainGenesis;

export const SignInRequest = z.strictObject({
  cardCode: z.string().min(1).max(40),
  device: z.strictObject({
    /** Random UUID made once per tablet. */
    id: z.string().min(8).max(64),
    /** P-256 public key (JWK x, y) whose private half never leaves the device; null where WebCrypto is missing. */
    publicKey: z.strictObject({ x: z.string().max(64), y: z.string().max(64) }).nullable(),
  }),
  /**
   * What this device still holds for the candidate, to keep its epoch: null on a new or emptied device. `genesis` as the
   * server gave it: the drain may not have stored it yet, and an emptied store has forgotten it.
   */
  holds: z
    .strictObject({ sittingId: z.number().int(), epoch: Epoch, headSeq: z.number().int().min(0), genesis: Genesis })
    .nullable(),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

export const SignInResponse = z.strictObject({
  ticket: z.string(),
  epoch: Epoch,
  genesis: Genesis,
  candidate: z.strictObject({
    id: z.number().int(),
    familyName: z.string(),
    givenName: z.string(),
    studentNumber: z.string(),
    centre: z.string(),
    room: z.string(),
    seat: z.string(),
    /** Ids that the scope of an act names. */
    centreId: z.number().int(),
    roomId: z.number().int(),
    /** Planned extra time as a fraction, 1/1 for most, at most 4/3. */
    extraTime: z.strictObject({ numerator: z.number().int(), denominator: z.number().int() }),
  }),
  sitting: z.strictObject({
    id: z.number().int(),
    title: z.string(),
    durationMs: z.number().int(),
    rules: SittingRules,
    /** Never marked: tablets say so on every screen, and may play by themselves. */
    rehearsal: z.boolean(),
  }),
  /** The sealed paper: downloaded before, opened by an `opening` frame. */
  paper: PackageRef,
  /** Staged with it and given only by a `backup` act; null when the sitting has none. */
  backup: PackageRef.extend({ durationMs: z.number().int() }).nullable(),
  /** Where packages are fetched. */
  packages: PackageSource,
  /** What an answer file is encrypted to (contracts/answer-file.ts); absent: this installation takes none. */
  answerFileKey: PublicPoint.optional(),
  /** WebSocket addresses of ingest, without credentials; pick one at random, another after a failure. */
  ingestUrls: z.array(z.string()).min(1),
  serverTimeMs: InstantMs,
});
export type SignInResponse = z.infer<typeof SignInResponse>;
