/** Which centres have signed their minutes. Pure. */
import type { CentreTile } from "./centre-tile.ts";
import type { Act } from "#domain/sitting/act";

export interface MinutesLine {
  readonly tile: CentreTile;
  /** The signature in force, or null. */
  readonly signed: Act | null;
  /** Candidates who were here, did not leave a complete receipt, and whom nobody has looked at yet. */
  readonly owing: number;
}

/** Unsigned first, in the order of the tiles. */
export function minutesLines(tiles: readonly CentreTile[], acts: readonly Act[]): MinutesLine[] {
  const undone = new Set(acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  const signatures = new Map(
    acts.flatMap((act) =>
      act.kind === "sign_minutes" && act.scope.kind === "centre" && !undone.has(act.id)
        ? [[act.scope.id, act] as const]
        : [],
    ),
  );
  const lines = tiles.map((tile) => ({
    tile,
    signed: signatures.get(tile.centre.id) ?? null,
    owing: Math.max(0, tile.sums.arrived - tile.sums.stored),
  }));
  return lines.sort((a, b) => Number(a.signed !== null) - Number(b.signed !== null));
}
