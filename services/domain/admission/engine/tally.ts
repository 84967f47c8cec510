/**
 * What one programme takes, candidate after candidate in the order of its ranking: rule A of the admissions (R23–R26), as
 * it is written. Everything faster is tested against it.
 */
import type { Market, Rules } from "#domain/admission/market/market";

/** `place`: on a place. `above`: above the places. Else the reason why not. */
export type Verdict = "place" | "above" | "full" | "capped" | "beyond";
export const isTaken = (verdict: Verdict): boolean => verdict === "place" || verdict === "above";

export interface Tally {
  /** The next candidate's, by rank: of that kind. */
  take(kind: number): Verdict;
  /** Somebody who is in before the ranking is read: counted wherever there is room, never refused. */
  count(kind: number): void;
  /** Taken who are on places: more than there are when so many were in before the ranking was read. */
  onPlaces(): number;
  /** Nobody further down can be taken. */
  full(): boolean;
  /** A cap that leaves no room for another of that kind, as its index; -1: none. */
  capReached(kind: number): number;
}

const NO_RULES: Rules = { overQuota: [], caps: [] };

export function tallyOf(market: Market, programme: number): Tally {
  const places = market.places[programme] ?? 0;
  const { overQuota, caps } = market.rules[programme] ?? NO_RULES;
  const groupOf = market.kinds.map((kind) => overQuota.findIndex(({ category }) => kind.includes(category)));
  const capsOf = market.kinds.map((kind) => [...caps.keys()].filter((i) => kind.includes(caps[i]?.category ?? -1)));
  const above = overQuota.map(() => 0);
  const inCap = caps.map(() => 0);
  let onPlaces = 0;

  const free = (group: number): boolean => (above[group] ?? 0) < (overQuota[group]?.most ?? 0);
  function enter(kind: number): void {
    for (const cap of capsOf[kind] ?? []) inCap[cap] = (inCap[cap] ?? 0) + 1;
  }
  function seat(group: number): Verdict {
    if (free(group)) {
      above[group] = (above[group] ?? 0) + 1;
      return "above";
    }
    if (overQuota[group]?.beyond === "refuse") return "beyond";
    onPlaces++;
    return "place";
  }
  const capReached = (kind: number): number =>
    capsOf[kind]?.find((cap) => (inCap[cap] ?? 0) >= (caps[cap]?.most ?? 0)) ?? -1;
  return {
    onPlaces: () => onPlaces,
    full: () => onPlaces >= places,
    capReached,
    take(kind) {
      if (onPlaces >= places) return "full";
      if (capReached(kind) !== -1) return "capped";
      const verdict = seat(groupOf[kind] ?? -1);
      if (isTaken(verdict)) enter(kind);
      return verdict;
    },
    count(kind) {
      enter(kind);
      seat(groupOf[kind] ?? -1);
    },
  };
}
