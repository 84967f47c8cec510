/**
 * How long people think before an entry: a log-normal (most are quick, some take very long), its mean by the kind of
 * item, all of it scaled so that a candidate makes entries at the mean pace that the profile asks for.
 */
import type { ViewItem, ViewPaper, ViewSimpleItem } from "#contracts/paper/view";
import { SECOND_THOUGHT } from "#loadtest/journeys/paper-walk";
import type { Random } from "#loadtest/journeys/random";

/** Mean time to think, relative to one best answer (QRU). */
const WEIGHT: Readonly<Record<ViewSimpleItem["type"], number>> = {
  QRU: 1,
  QRM: 1.3,
  QRP: 1.4,
  QRPL: 1.8,
  QROC: 1.6,
  QZP: 1.5,
  TCS: 0.9,
};
/** Of the logarithm: one in twenty takes more than three times as long as the middle one. */
const SIGMA = 0.7;

/** A lock follows its answers at once, ms: the thinking was done before them. */
const LOCK_MS = 1_500;
/** However fast a profile wants it, people do not answer faster than this on average, relative to the mean pace. */
const LEAST_SHARE = 0.1;

export interface Pace {
  /** Time before the next entry, ms: to think about an item of this type, or to tap on "validate". */
  beforeMs(what: ViewSimpleItem["type"] | "lock", random: Random): number;
}

/** `meanMs`: mean time between two entries of one candidate who goes once through this paper, locks included. */
export function paceOf(paper: ViewPaper, meanMs: number): Pace {
  const leaves = (item: ViewItem): readonly ViewSimpleItem[] => (item.type === "KFP" ? item.items : [item]);
  let [answers, weight, locks] = [0, 0, 0];
  for (const { items, navigation } of paper.sections) {
    const times = navigation === "locked" ? 1 + SECOND_THOUGHT : 1;
    for (const { type } of items.flatMap(leaves)) {
      answers += times;
      weight += times * WEIGHT[type];
    }
    if (navigation === "locked") locks += items.length;
  }
  const lockMs = Math.min(LOCK_MS, meanMs);
  const thinkingMs = Math.max(meanMs * (answers + locks) - lockMs * locks, LEAST_SHARE * meanMs * answers);
  const perWeightMs = weight === 0 ? meanMs : thinkingMs / weight;
  return {
    beforeMs: (what, random) => (what === "lock" ? lockMs : perWeightMs * WEIGHT[what] * logNormal(random)),
  };
}

/** Quantiles of a log-normal with mean 1, so that a draw is one number and no logarithm: k6 computes slowly. */
const QUANTILES = Array.from({ length: 1_024 }, (_, n) =>
  Math.exp(SIGMA * normalQuantile((n + 0.5) / 1_024) - (SIGMA * SIGMA) / 2),
);
const logNormal = (random: Random): number => QUANTILES[random.below(QUANTILES.length)] ?? 1;

/** Of the standard normal, within 0.0005 (Abramowitz and Stegun, 26.2.23). */
function normalQuantile(share: number): number {
  if (share > 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(share));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return above / below - t;
}
