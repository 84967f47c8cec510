/** How many centres have read an instruction for staff, and which rooms have not. Pure. */
import type { CentreSummary } from "#contracts/console/live";
import type { StaffReading } from "#contracts/console/reading";
import type { Scope } from "#domain/sitting/scope";

export interface StaffReaders {
  /** Centres concerned, and those of which every room concerned has read it. */
  readonly centres: number;
  readonly read: number;
  /** Persons who have read it. */
  readonly people: number;
  /** A centre where nobody has read it, and rooms whose own people have not. */
  readonly missing: readonly Scope[];
}

/**
 * A room has read an instruction when one of its proctors has, or the lead proctor of its centre, who answers for all
 * rooms. An instruction for a candidate has no staff to wait for.
 */
export function staffReaders(
  scope: Scope,
  actId: string,
  centres: readonly CentreSummary[],
  readings: readonly StaffReading[],
): StaffReaders {
  const own = readings.filter((one) => one.actId === actId);
  const concerned = centres.flatMap((centre) => {
    const all = scope.kind === "nation" || (scope.kind === "centre" && scope.id === centre.id);
    const rooms = centre.rooms.filter(({ id }) => all || (scope.kind === "room" && scope.id === id));
    return rooms.length > 0 ? [{ id: centre.id, rooms }] : [];
  });
  const missing = concerned.flatMap(({ id, rooms }): Scope[] => {
    const here = own.filter(({ centreId }) => centreId === id);
    if (here.length === 0 && scope.kind !== "room") return [{ kind: "centre", id }];
    const unread = rooms.filter(
      (room) => !here.some(({ roomIds }) => roomIds.length === 0 || roomIds.includes(room.id)),
    );
    return unread.map((room) => ({ kind: "room", id: room.id }));
  });
  const late = new Set(
    concerned.filter(({ id, rooms }) =>
      missing.some((one) =>
        one.kind === "centre" ? one.id === id : rooms.some((room) => "id" in one && room.id === one.id),
      ),
    ),
  );
  return { centres: concerned.length, read: concerned.length - late.size, people: own.length, missing };
}
