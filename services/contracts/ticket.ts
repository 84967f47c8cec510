/**
 * What a tablet shows to an ingest node. Text form: `base64url(JSON claims) "." base64url(HMAC-SHA-256)`, the HMAC over
 * the first part's ASCII bytes with the secret named by `key`. Opaque to tablets. Never put in a URL.
 */
import { z } from "zod";
import { Epoch, InstantMs } from "#contracts/frames/fields";

export const TicketClaims = z.strictObject({
  v: z.literal(1),
  key: z.string().min(1).max(16),
  role: z.literal("candidate"),
  sittingId: z.number().int().min(1),
  candidateId: z.number().int().min(1),
  epoch: Epoch,
  /** Genesis of this epoch's hash chain, hex: an ingest can restore a lost marker from the ticket alone. */
  genesis: z.string().regex(/^[0-9a-f]{64}$/),
  deviceId: z.string().max(64),
  centreId: z.number().int(),
  roomId: z.number().int(),
  expiresAtMs: InstantMs,
});
export type TicketClaims = z.infer<typeof TicketClaims>;
