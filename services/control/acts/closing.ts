/** What stands in the way of the end of a day: a centre that signs too early, a sitting closed over unsigned minutes. */
import type { ActAsked } from "#contracts/console/acts";
import type { SittingSummary } from "#contracts/console/live";
import { namesOf } from "#control/acts/place-names";
import type { ActParts } from "#control/acts/ports";
import type { Act } from "#domain/sitting/act";
import { type ClosingCandidate, closingObstacle, signingObstacle } from "#domain/sitting/closing";
import { recordOf } from "#domain/sitting/record";
import type { Reason } from "#domain/sitting/reason";
import type { Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";

/** What PostgreSQL and presence know of a centre's candidates, read before the journal is asked. */
export interface ClosingFacts {
  readonly sitting: SittingSummary;
  readonly candidates: readonly ClosingCandidate[];
}

/** Seats named in a refusal; the screen of the collection has them all. */
const SEATS_NAMED = 20;

/** Null: the act closes nothing. Rejects with StoreTrouble: only PostgreSQL knows whether receipts are complete. */
export async function closingFacts(
  parts: Pick<ActParts, "book" | "closing">,
  sittingId: number,
  { kind, scope }: ActAsked,
): Promise<ClosingFacts | null> {
  const sitting = parts.book.sitting(sittingId);
  if (sitting === null || kind !== "sign_minutes" || scope.kind !== "centre") return null;
  return { sitting, candidates: await candidatesOf(parts, sittingId, scope.id) };
}

async function candidatesOf(
  { book, closing }: Pick<ActParts, "book" | "closing">,
  sittingId: number,
  centreId: number,
): Promise<ClosingCandidate[]> {
  const rooms = new Set(book.places(sittingId).roomsOfCentre(centreId));
  const people = [...book.candidates(sittingId).values()].filter(({ roomId }) => rooms.has(roomId));
  const stored = await closing.storedOf(
    sittingId,
    people.map(({ id }) => id),
  );
  const arrived = closing.arrivedAt(sittingId);
  return people.map(({ id, roomId, seat, extraTime }) => ({
    place: { candidateId: id, roomId, centreId },
    seat,
    extra: extraTime,
    arrived: arrived(id),
    submitted: stored.has(id) ? "stored" : "no",
  }));
}

/** Null when nothing is in the way. */
export function closingObjection(
  parts: Pick<ActParts, "book" | "now">,
  sittingId: number,
  asked: ActAsked,
  acts: readonly Act[],
  facts: ClosingFacts | null,
): Reason | null {
  const record = recordOf(acts);
  if (asked.kind === "close") {
    const centres = parts.book.centres(sittingId);
    const obstacle = closingObstacle(
      foldJournal(acts),
      record,
      centres.filter(({ rooms }) => rooms.some(({ expected }) => expected > 0)).map(({ id }) => id),
      asked.cause,
    );
    if (obstacle?.reason !== "unsigned") return null;
    const scopes = obstacle.centreIds.map((id): Scope => ({ kind: "centre", id }));
    return { code: "minutes_unsigned", names: namesOf(scopes, centres) };
  }
  if (facts === null || asked.scope.kind !== "centre") return null;
  const { durationMs: main, backupDurationMs } = facts.sitting;
  const obstacle = signingObstacle(
    foldJournal(acts),
    record,
    asked.scope.id,
    facts.candidates,
    { main, backup: backupDurationMs ?? main },
    parts.now(),
  );
  switch (obstacle?.reason) {
    case "signed":
      return { code: "minutes_signed" };
    case "running":
      return { code: "still_composing", count: obstacle.candidateIds.length };
    case "owing": {
      const seats = obstacle.owing.map(({ seat }) => seat);
      return { code: "tablets_owe", count: seats.length, seats: seats.slice(0, SEATS_NAMED) };
    }
    default:
      return null;
  }
}
