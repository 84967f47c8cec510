/**
 * Signed statements that outlive the exam: receipts and manifests of exports. The file is JSON with two members:
 * `statement`, to be read, and `jws`, a compact JWS (ES256, `kid` = RFC 7638 thumbprint of the key) whose payload is the
 * statement as JSON without spaces, its members in the same order.
 */
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const SeqOrZero = z.number().int().min(0);

/** Why a receipt is not complete. */
export const INCOMPLETE_REASONS = [
  "nothing_received",
  "not_submitted",
  "gap",
  "no_genesis",
  "genesis_altered",
  "proof_missing",
  "proof_invalid",
  "quarantined",
] as const;

export const ReceiptEpoch = z.strictObject({
  epoch: z.number().int().min(1),
  deviceId: z.string().nullable(),
  devicePublicKey: z.strictObject({ x: z.string(), y: z.string() }).nullable(),
  /** Entries stored; highest seq stored; highest seq without a gap below it. The three agree when nothing is missing. */
  count: SeqOrZero,
  headSeq: SeqOrZero,
  d2: SeqOrZero,
  /** h_0, and the head after the entry `d2`, computed again from the stored frames; null without a genesis. */
  genesisHash: Sha256Hex.nullable(),
  chainHead: Sha256Hex.nullable(),
  submitted: z.boolean(),
  /** Whether the device's own signature in its last submit entry names the chain that is stored. */
  proof: z.enum(["valid", "invalid", "missing", "no_device_key", "not_submitted"]),
});

export const Receipt = z.strictObject({
  format: z.literal("amphi-receipt"),
  version: z.literal(1),
  issuedAtMs: InstantMs,
  issuedAt: z.string(),
  state: z.enum(["complete", "incomplete"]),
  reasons: z.array(
    z.strictObject({ code: z.enum(INCOMPLETE_REASONS), epoch: z.number().int().nullable(), detail: z.string() }),
  ),
  sitting: z.strictObject({ id: z.number().int(), title: z.string(), paper: z.string(), paperSha256: Sha256Hex }),
  candidate: z.strictObject({
    id: z.number().int(),
    studentNumber: z.string(),
    familyName: z.string(),
    givenName: z.string(),
  }),
  epochs: z.array(ReceiptEpoch),
  /** Records of this candidate that could not be stored as entries and that nobody has ruled on. */
  quarantined: z.number().int().min(0),
});
export type Receipt = z.infer<typeof Receipt>;
export type ReceiptEpoch = z.infer<typeof ReceiptEpoch>;
export type IncompleteReason = (typeof INCOMPLETE_REASONS)[number];

export const ExportManifest = z.strictObject({
  format: z.literal("amphi-export"),
  version: z.literal(1),
  issuedAtMs: InstantMs,
  issuedAt: z.string(),
  sitting: z.strictObject({ id: z.number().int(), title: z.string(), paper: z.string(), paperSha256: Sha256Hex }),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9.-]+$/),
      rows: z.number().int().min(0),
      bytes: z.number().int().min(0),
      sha256: Sha256Hex,
    }),
  ),
});
export type ExportManifest = z.infer<typeof ExportManifest>;

export const Statement = z.discriminatedUnion("format", [Receipt, ExportManifest]);
export type Statement = z.infer<typeof Statement>;
