/** Counts of one room: what counters of a proctor show, and what tiles of the organiser add up. Pure. */
import type { LiveRow, RoomCounts } from "#contracts/console/live";
import type { Attendance } from "#domain/sitting/act";

export interface Seated {
  readonly row: LiveRow | null;
  readonly attendance: Attendance | null;
}

export function roomCountsOf(roomId: number, seated: Iterable<Seated>, nowMs: number): RoomCounts {
  const counts = {
    expected: 0,
    arrived: 0,
    absent: 0,
    connected: 0,
    confirmed: 0,
    offline: 0,
    submitted: 0,
    stored: 0,
    hands: 0,
    notReady: 0,
  };
  const waits: number[] = [];
  for (const { row, attendance } of seated) {
    counts.expected++;
    if (attendance === "absent") counts.absent++;
    else if (row !== null || attendance !== null) counts.arrived++;
    if (row === null) continue;
    if (row.connected) counts.connected++;
    if (row.confirmed) counts.confirmed++;
    if (row.submitted !== "no") counts.submitted++;
    if (row.submitted === "stored") counts.stored++;
    if (row.hand !== null) counts.hands++;
    if (row.connected && row.problems.length > 0) counts.notReady++;
    const composes = row.submitted === "no" && attendance !== "absent" && attendance !== "left";
    if (composes && !row.connected) counts.offline++;
    if (row.waitingEntries > 0) waits.push(Math.max(0, nowMs - (row.savedAtMs ?? row.sinceMs)));
  }
  return { roomId, ...counts, saveLagMs: percentile95(waits) };
}

/** Null without values. */
function percentile95(values: number[]): number | null {
  values.sort((a, b) => a - b);
  return values[Math.ceil(values.length * 0.95) - 1] ?? null;
}
