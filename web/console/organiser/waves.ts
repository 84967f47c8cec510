/** Resuming by waves of centres: who goes on when, and the acts that make it so. */
import { NATION, type Scope } from "#domain/sitting/scope";
import type { CentreTile } from "./centre-tile.ts";
import { composingOf } from "./room-sums.ts";

export interface Wave {
  readonly atMs: number;
  readonly centreIds: readonly number[];
}
/** Share of the tablets expected back with which a centre is proposed for the first wave. */
export const BACK_SHARE = 0.95;

/** Share of those who should be composing whose tablets are connected, 0 to 1; where nobody ever came, nobody is back. */
export function backShare({ sums }: CentreTile): number {
  const composing = Math.max(composingOf(sums), sums.connected);
  if (composing === 0) return sums.expected - sums.absent - sums.submitted > 0 ? 0 : 1;
  return Math.max(0, composing - sums.offline) / composing;
}

/** Centres whose tablets are back first, in waves of at most `size`; those that are not back last, in a wave of their own. */
export function proposedWaves(tiles: readonly CentreTile[], size: number): number[][] {
  const ordered = [...tiles].sort((a, b) => backShare(b) - backShare(a) || a.centre.id - b.centre.id);
  const back = ordered.filter((tile) => backShare(tile) >= BACK_SHARE).map((tile) => tile.centre.id);
  const rest = ordered.filter((tile) => backShare(tile) < BACK_SHARE).map((tile) => tile.centre.id);
  const waves: number[][] = [];
  for (let from = 0; from < back.length; from += size) waves.push(back.slice(from, from + size));
  return rest.length > 0 ? [...waves, rest] : waves;
}

/** Instants of the waves: the first, then one every `spacingMs`. Empty waves take no time. */
export const wavesAt = (groups: readonly (readonly number[])[], firstAtMs: number, spacingMs: number): Wave[] =>
  groups
    .filter((group) => group.length > 0)
    .map((centreIds, index) => ({ centreIds, atMs: firstAtMs + index * spacingMs }));

export interface ResumeAct {
  readonly scope: Scope;
  readonly lifts: Scope;
  readonly effectiveAtMs: number;
}
/**
 * One act per centre; the last wave, when it takes all who are left, is the resumption of the nation: it ends the
 * national pause, so that nothing stays paused by mistake.
 */
export function resumeActs(waves: readonly Wave[], pausedCentreIds: readonly number[]): ResumeAct[] {
  const chosen = new Set(waves.flatMap(({ centreIds }) => centreIds));
  const everyone = pausedCentreIds.every((id) => chosen.has(id));
  const ends = everyone ? waves.at(-1) : undefined;
  const centres = waves
    .filter((wave) => wave !== ends)
    .flatMap(({ centreIds, atMs }) =>
      centreIds.map((id): ResumeAct => ({ scope: { kind: "centre", id }, lifts: NATION, effectiveAtMs: atMs })),
    );
  return ends ? [...centres, { scope: NATION, lifts: NATION, effectiveAtMs: ends.atMs }] : centres;
}
