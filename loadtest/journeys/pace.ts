/**
 * How long people think before an entry: a log-normal (most are quick, some take very long), its mean by the kind of
 * item, all of it scaled so that a candidate makes entries at the mean pace that the profile asks for.
 */
import type { ViewItem, ViewPaper, ViewSimpleItem } from "#contracts/paper/view";
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

export interface Pace {
  /** Time to think before the next entry about an item of this type, ms. */
  thinkMs(type: ViewSimpleItem["type"], random: Random): number;
}

/** `meanMs`: mean time between two entries of one candidate who takes this paper. */
export function paceOf(paper: ViewPaper, meanMs: number): Pace {
  const leaves = (item: ViewItem): readonly ViewSimpleItem[] => (item.type === "KFP" ? item.items : [item]);
  const weights = paper.sections.flatMap((one) => one.items.flatMap(leaves)).map(({ type }) => WEIGHT[type]);
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
  return {
    thinkMs: (type, random) => (meanMs * WEIGHT[type] * logNormal(random)) / (meanWeight || 1),
  };
}

/** Log-normal with mean 1 (Box and Muller's normal). */
function logNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  const normal = radius * Math.cos(2 * Math.PI * random.next());
  return Math.exp(SIGMA * normal - (SIGMA * SIGMA) / 2);
}
