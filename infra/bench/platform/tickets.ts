/** Tickets signed directly, as sign-in would: the benches measure what comes after. */
import { randomBytes } from "node:crypto";
import { firstTicket, type Seated, type SignedTicket } from "#loadtest/holder/first-ticket";

const TWO_HOURS_MS = 2 * 3_600_000;

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
  const ticketOf = (sittingId: number, candidate: Seated): SignedTicket =>
    firstTicket(keys, sittingId, candidate, {
      deviceId: `bench-${candidate.id}`,
      expiresAtMs: Date.now() + TWO_HOURS_MS,
    });
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
