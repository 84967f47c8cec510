/**
 * Signed statements that outlive the exam: receipts and manifests of exports. The file is JSON with two members:
 * `statement`, to be read, and `jws`, a compact JWS (ES256, `kid` = RFC 7638 thumbprint of the key) whose payload is the
 * statement as JSON without spaces, its members in the same order.
 *
 * A **receipt** is made by a person's command at any moment, complete or not, and names the candidate. A **final receipt**
 * is made by itself once everything that the candidate's devices have made is stored and agrees; it names nobody, since
 * its code opens it to whoever has the code.
 */
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** A public key on P-256: JWK coordinates, base64url. */
export const PublicPoint = z.strictObject({ x: z.string(), y: z.string() });
export type PublicPoint = z.infer<typeof PublicPoint>;
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
  devicePublicKey: PublicPoint.nullable(),
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

/** Who has the code of a final receipt may read it: of the student number it says as much as a person recognises. */
const SHOWN_CHARS = 3;
export const maskedNumber = (studentNumber: string): string =>
  studentNumber.length > SHOWN_CHARS
    ? "*".repeat(studentNumber.length - SHOWN_CHARS) + studentNumber.slice(-SHOWN_CHARS)
    : "*".repeat(studentNumber.length);

export const FinalReceipt = z.strictObject({
  format: z.literal("amphi-final-receipt"),
  version: z.literal(1),
  issuedAtMs: InstantMs,
  issuedAt: z.string(),
  /** From 1: entries that arrive later make another one, which replaces the one before. */
  number: z.number().int().min(1),
  /** Canonical code of the one before, or null. */
  replaces: z.string().nullable(),
  sitting: z.strictObject({ id: z.number().int(), title: z.string(), paper: z.string(), paperSha256: Sha256Hex }),
  candidate: z.strictObject({ id: z.number().int(), studentNumber: z.string() }),
  /** Items with an answer in force when it was issued. */
  answers: SeqOrZero,
  /** Entries of all epochs. */
  entries: SeqOrZero,
  /** Every device that the candidate worked on, oldest first. */
  epochs: z.array(ReceiptEpoch),
  /** 128 random bits, hex: see domain/answer/receipt-code.ts. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
});
export type FinalReceipt = z.infer<typeof FinalReceipt>;

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

export const Statement = z.discriminatedUnion("format", [Receipt, FinalReceipt, ExportManifest]);
export type Statement = z.infer<typeof Statement>;

/** `typ` of the JWS of a statement: the same key signs manifests of packages. */
export const STATEMENT_TYPE = "amphi-statement";

/** The text of a statement's file. */
export const statementText = (statement: unknown, jws: string): string =>
  `${JSON.stringify({ statement, jws }, null, 2)}\n`;
