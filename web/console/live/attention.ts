/** Who needs somebody, why, and in which order. Pure. */
import type { CandidateState, CandidateView } from "./candidate-view.ts";

/** Most urgent first. */
export const ATTENTION_CAUSES = [
  "hand",
  "other_tablet",
  "offline_long",
  "not_saved",
  "connected_absent",
  "owes",
  "device",
  "wrong_codes",
  "offline",
  "late",
] as const;
export type AttentionCause = (typeof ATTENTION_CAUSES)[number];
export interface Attention {
  readonly cause: AttentionCause;
  /** Since when, server time, ms; null: always. */
  readonly sinceMs: number | null;
}

/** Offline for longer than this while the clock runs is lost time. */
export const OFFLINE_LONG_MS = 60_000;
/** A slip of the hand or two is nobody's business; then the tablet makes people wait. */
export const WRONG_CODES_SHOWN = 5;
/** Entries that have waited this long on a connected tablet are not being saved. */
export const NOT_SAVED_MS = 30_000;

/**
 * `late`: whether somebody who has not arrived is looked for: a hall that is still filling up needs nobody, a few empty
 * seats do, and so does everybody once nobody is let in any more.
 */
export function attentionOf(candidate: CandidateView, nowMs: number, late = true): Attention | null {
  const { row, hand, state, clock } = candidate;
  if (hand && !hand.coming) return { cause: "hand", sinceMs: hand.atMs };
  if (state === "absent" || state === "left" || state === "cancelled") return null;
  if (state === "not_arrived") return late && clock.stage === "running" ? { cause: "late", sinceMs: null } : null;
  if (row === null) return null;
  if (row.otherTabletAtMs !== null) return { cause: "other_tablet", sinceMs: row.otherTabletAtMs };
  if (state === "submitted") return row.submitted === "stored" ? null : { cause: "owes", sinceMs: row.savedAtMs };
  if (candidate.notes.attendance === "absent") return { cause: "connected_absent", sinceMs: row.sinceMs };
  if (!row.connected) {
    const long = nowMs - row.sinceMs > OFFLINE_LONG_MS;
    return { cause: clock.stage === "over" ? "owes" : long ? "offline_long" : "offline", sinceMs: row.sinceMs };
  }
  if (row.waitingEntries > 0 && row.savedAtMs !== null && nowMs - row.savedAtMs > NOT_SAVED_MS)
    return { cause: "not_saved", sinceMs: row.savedAtMs };
  if (state === "over") return { cause: "owes", sinceMs: candidate.endMs };
  if (row.wrongCodes >= WRONG_CODES_SHOWN) return { cause: "wrong_codes", sinceMs: null };
  return row.problems.length > 0 ? { cause: "device", sinceMs: null } : null;
}

/** So few that each of them is looked for, of a room. */
const FEW = 5;
/** Rooms where those who have not arrived are looked for. `latestAdmissionMs`: after the start. */
export function roomsLookingForLate(
  candidates: readonly CandidateView[],
  latestAdmissionMs: number,
  nowMs: number,
): ReadonlySet<number> {
  const missing = new Map<number, CandidateView[]>();
  for (const one of candidates)
    if (one.state === "not_arrived") missing.set(one.place.roomId, [...(missing.get(one.place.roomId) ?? []), one]);
  const looking = [...missing].filter(
    ([, those]) =>
      those.length <= FEW || those.some(({ startMs }) => startMs !== null && nowMs >= startMs + latestAdmissionMs),
  );
  return new Set(looking.map(([roomId]) => roomId));
}

/** What a person looks into when there is time; everything else is red. */
const CALM: readonly AttentionCause[] = ["offline", "device", "wrong_codes", "late"];
export const isUrgent = ({ cause }: Attention): boolean => !CALM.includes(cause);

/** Most urgent first, longest waiting first, then by seat. */
export function byAttention(
  a: { candidate: CandidateView; attention: Attention | null },
  b: { candidate: CandidateView; attention: Attention | null },
): number {
  const rank = (attention: Attention | null) =>
    attention ? ATTENTION_CAUSES.indexOf(attention.cause) : ATTENTION_CAUSES.length;
  return (
    rank(a.attention) - rank(b.attention) ||
    (a.attention?.sinceMs ?? 0) - (b.attention?.sinceMs ?? 0) ||
    bySeat(a.candidate, b.candidate)
  );
}

const collator = new Intl.Collator("fr", { numeric: true });
export const bySeat = (a: CandidateView, b: CandidateView): number =>
  a.roster.roomId - b.roster.roomId || collator.compare(a.roster.seat, b.roster.seat) || a.id - b.id;

/** How many are in each state. */
export function countStates(candidates: readonly CandidateView[]): ReadonlyMap<CandidateState, number> {
  const counts = new Map<CandidateState, number>();
  for (const { state } of candidates) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/**
 * The order on the screen: while somebody touches or reads the list it stays as it is, whoever is new comes last and
 * whoever left is gone.
 */
export function steadyOrder(shown: readonly number[], wanted: readonly number[], held: boolean): readonly number[] {
  if (!held) return wanted;
  const still = new Set(wanted);
  const kept = shown.filter((id) => still.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}
