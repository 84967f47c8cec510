/** Counts of rooms added up to a centre, or to the nation. */
import type { RoomCounts } from "#contracts/console/live";

export type Sums = Omit<RoomCounts, "roomId">;

/** Numbers of candidates and tablets: what can be added. */
const ADDED = [
  "expected",
  "arrived",
  "absent",
  "connected",
  "confirmed",
  "offline",
  "submitted",
  "stored",
  "hands",
  "notReady",
] as const satisfies readonly (keyof Sums)[];

/** The save lag of a sum is that of its worst room: percentiles cannot be added, and the worst is what one acts on. */
export function sumOf(rooms: readonly RoomCounts[]): Sums {
  const lags = rooms.flatMap(({ saveLagMs }) => (saveLagMs === null ? [] : [saveLagMs]));
  const added = Object.fromEntries(ADDED.map((name) => [name, rooms.reduce((sum, room) => sum + room[name], 0)]));
  return {
    ...(added as Record<(typeof ADDED)[number], number>),
    saveLagMs: lags.length > 0 ? Math.max(...lags) : null,
  };
}

/** Candidates who should have a connected tablet now: here, not absent, not handed in. */
export const composingOf = (sums: Sums): number => Math.max(0, sums.arrived - sums.submitted);
