import type { LiveRow, RosterRow } from "#contracts/console/live";

export interface DeviceLine {
  readonly roster: RosterRow;
  readonly row: LiveRow | null;
}
const collator = new Intl.Collator("fr", { numeric: true });
const rank = ({ row }: DeviceLine): number => {
  if (row === null) return 2;
  if (!row.connected) return 0;
  return row.problems.length > 0 ? 1 : 3;
};

/** Offline first, then tablets with a problem, then those never seen, then the rest; by room and seat. */
export const byTrouble = (a: DeviceLine, b: DeviceLine): number =>
  rank(a) - rank(b) || a.roster.roomId - b.roster.roomId || collator.compare(a.roster.seat, b.roster.seat);
