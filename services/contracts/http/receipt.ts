/** Final receipts over HTTP; what they say is in contracts/evidence.ts. */
import { z } from "zod";
import { PublicPoint } from "#contracts/evidence";

/** GET /api/receipt with `Authorization: Bearer <ticket>`: the candidate's newest; null: not all of it is stored yet. */
export const OwnReceiptResponse = z.strictObject({ jws: z.string().nullable() });
export type OwnReceiptResponse = z.infer<typeof OwnReceiptResponse>;

/** POST /api/receipts: anybody who has a code. In the body, so that no log of addresses keeps it. */
export const ReceiptQuestion = z.strictObject({ code: z.string().min(1).max(40) });
export const ReceiptAnswer = z.strictObject({
  jws: z.string(),
  /** Code of the one that is in force instead; null: this one is. */
  newerCode: z.string().nullable(),
  /** What this installation signs with; its fingerprint is to be compared with the published one. */
  key: PublicPoint,
});
export type ReceiptAnswer = z.infer<typeof ReceiptAnswer>;
