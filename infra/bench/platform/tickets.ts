/** Tickets signed directly, as sign-in would: the benches measure what comes after. */
import { createHash, randomBytes } from "node:crypto";
import { type Genesis, genesisText, NO_HEAD } from "#domain/answer/epoch";
import { signTicket } from "#runtime/ticket";

const TWO_HOURS_MS = 2 * 3_600_000;

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
export interface TicketOffice {
  /** Value of TICKET_KEYS for the processes. */
  readonly keysText: string;
  /** Tickets of epoch 1 for the candidates from `first` on. */
  tickets(sittingId: number, first: number, count: number): string[];
  /** The ticket of epoch 1 of one candidate, with where its chain starts. */
  ticketOf(sittingId: number, candidate: Seated): SignedTicket;
}

export function openTicketOffice(): TicketOffice {
  const secret = randomBytes(32);
  const keys = [{ id: "bench", secret }];
  const previous = { previousEpoch: 0, previousSeq: 0, previousHead: NO_HEAD };
  function ticketOf(sittingId: number, { id: candidateId, centreId, roomId }: Seated): SignedTicket {
    const hash = createHash("sha256")
      .update(genesisText(sittingId, candidateId, 1, previous))
      .digest("hex");
    const ticket = signTicket(keys, {
      role: "candidate",
      sittingId,
      candidateId,
      epoch: 1,
      genesis: hash,
      deviceId: `bench-${candidateId}`,
      centreId,
      roomId,
      expiresAtMs: Date.now() + TWO_HOURS_MS,
    });
    return { ticket, genesis: { ...previous, hash } };
  }
  return {
    keysText: `bench:${secret.toString("hex")}`,
    tickets: (sittingId, first, count) =>
      Array.from({ length: count }, (_, i) => {
        const id = first + i;
        return ticketOf(sittingId, { id, centreId: 1 + (id % 34), roomId: 1 + (id % 120) }).ticket;
      }),
    ticketOf,
  };
}
