/** Tickets signed directly, as sign-in would: the benches measure what comes after. */
import { createHash, randomBytes } from "node:crypto";
import { genesisText, NO_HEAD } from "#domain/answer/epoch";
import { signTicket } from "#runtime/ticket";

const TWO_HOURS_MS = 2 * 3_600_000;

export interface TicketOffice {
  /** Value of TICKET_KEYS for the processes. */
  readonly keysText: string;
  /** Tickets of epoch 1 for the candidates from `first` on. */
  tickets(sittingId: number, first: number, count: number): string[];
}

export function openTicketOffice(): TicketOffice {
  const secret = randomBytes(32);
  const keys = [{ id: "bench", secret }];
  const previous = { previousEpoch: 0, previousSeq: 0, previousHead: NO_HEAD };
  return {
    keysText: `bench:${secret.toString("hex")}`,
    tickets: (sittingId, first, count) =>
      Array.from({ length: count }, (_, i) => {
        const candidateId = first + i;
        const genesis = createHash("sha256")
          .update(genesisText(sittingId, candidateId, 1, previous))
          .digest("hex");
        return signTicket(keys, {
          role: "candidate",
          sittingId,
          candidateId,
          epoch: 1,
          genesis,
          deviceId: `bench-${candidateId}`,
          centreId: 1 + (candidateId % 34),
          roomId: 1 + (candidateId % 120),
          expiresAtMs: Date.now() + TWO_HOURS_MS,
        });
      }),
  };
}
