/** Tickets signed directly, as sign-in would sign them, for tablets of benches and of the holder. */
import { createHash } from "node:crypto";
import { type Genesis, genesisText, NO_HEAD } from "#domain/answer/epoch";
import type { TicketKey } from "#runtime/config";
import { signTicket } from "#runtime/ticket";

/** Where a candidate sits. */
export interface Seated {
  readonly id: number;
  readonly centreId: number;
  readonly roomId: number;
}
export interface SignedTicket {
  readonly ticket: string;
  readonly genesis: Genesis;
}

/** The ticket of a candidate's first epoch, with where its chain starts. */
export function firstTicket(
  keys: readonly TicketKey[],
  sittingId: number,
  { id: candidateId, centreId, roomId }: Seated,
  { deviceId, expiresAtMs }: { readonly deviceId: string; readonly expiresAtMs: number },
): SignedTicket {
  const previous = { previousEpoch: 0, previousSeq: 0, previousHead: NO_HEAD };
  const hash = createHash("sha256")
    .update(genesisText(sittingId, candidateId, 1, previous))
    .digest("hex");
  const where = { sittingId, candidateId, centreId, roomId, epoch: 1, genesis: hash };
  return {
    ticket: signTicket(keys, { role: "candidate", deviceId, expiresAtMs, ...where }),
    genesis: { ...previous, hash },
  };
}
