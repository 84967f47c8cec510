import type { SittingSummary } from "#contracts/console/live";

/** How long before its start and after its planned end a sitting is the one that people work on. */
const AROUND_MS = 6 * 3_600_000;

/**
 * The sitting to open with: the one under way, or about to be; else the next one; else the last. A sitting that replaces
 * another comes before it. Null: none is planned.
 */
export function chooseSitting(sittings: readonly SittingSummary[], nowMs: number): SittingSummary | null {
  const replaced = new Set(sittings.map((sitting) => sitting.replacesSittingId));
  const standing = sittings.filter(({ id }) => !replaced.has(id));
  const distance = ({ plannedStartMs, durationMs }: SittingSummary) => {
    const from = plannedStartMs - AROUND_MS;
    const until = plannedStartMs + durationMs + AROUND_MS;
    if (nowMs >= from && nowMs <= until) return Math.abs(nowMs - plannedStartMs) - 1e15;
    return nowMs < from ? from - nowMs : 1e14 + nowMs - until;
  };
  return [...standing].sort((a, b) => distance(a) - distance(b) || b.id - a.id)[0] ?? null;
}
