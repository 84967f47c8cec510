/** Which paper is open for whom by the journals that this node has heard, and the instants at which that changes. */
import type { TicketClaims } from "#contracts/ticket";
import type { Clock } from "#domain/ports/clock";
import type { JournalFeed } from "#domain/ports/journal";
import { startOf } from "#domain/sitting/clock";
import { NOTHING_OPEN, type Opening, openingAt, type Openings, openingsAfter } from "#domain/sitting/opening";

type Seat = Pick<TicketClaims, "sittingId" | "centreId" | "roomId" | "candidateId">;
/** A clock that is set forward while a start is awaited is noticed within this time. */
const LOOK_EVERY_MS = 1_000;

/** `onStart`: a start of that sitting is in effect from now on, for some. */
export function createOpenings(journal: JournalFeed, clock: Clock, onStart: (sittingId: number) => void) {
  const known = new Map<number, { count: number; openings: Openings }>();
  /** "<sitting> <instant>" of starts that are awaited: one timer each, however many tablets wait. */
  const awaited = new Set<string>();
  let stopped = false;

  function openingsOf(sittingId: number): Openings {
    const acts = journal.acts(sittingId);
    const before = known.get(sittingId) ?? { count: 0, openings: NOTHING_OPEN };
    if (before.count === acts.length) return before.openings;
    const openings = openingsAfter(before.openings, acts.slice(before.count));
    known.set(sittingId, { count: acts.length, openings });
    return openings;
  }
  function awaitStart(sittingId: number, atMs: number): void {
    const key = `${sittingId} ${atMs}`;
    if (awaited.has(key)) return;
    awaited.add(key);
    const look = () => {
      const leftMs = atMs - clock.nowMs();
      if (leftMs > 0) return void clock.after(Math.min(leftMs, LOOK_EVERY_MS), () => stopped || look());
      awaited.delete(key);
      onStart(sittingId);
    };
    look();
  }

  return {
    /** What is open at a seat now. Where a start is announced, `onStart` follows. */
    at(seat: Seat): Opening | null {
      const openings = openingsOf(seat.sittingId);
      const nowMs = clock.nowMs();
      const startMs = startOf(openings.state, seat);
      if (startMs !== null && startMs > nowMs) awaitStart(seat.sittingId, startMs);
      return openingAt(openings, seat, nowMs);
    },
    /** The journal has grown by a start of that time. */
    announced: awaitStart,
    stop(): void {
      stopped = true;
    },
  };
}
export type SittingOpenings = ReturnType<typeof createOpenings>;
