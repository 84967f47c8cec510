/** What reviewers have said of short texts, and the rulings that come of it. */
import { judge, OPEN, type ReviewState, type Verdict } from "#domain/marking/review";
import type { TextRuling } from "#domain/marking/rulings";

export interface StoredVerdict {
  readonly itemId: string;
  /** As normalised. */
  readonly text: string;
  /** Who said it; compared only. */
  readonly reviewer: string;
  readonly verdict: Verdict;
}

/** States by `reviewKey`, from verdicts in the order in which they were given. */
export function reviewStates(verdicts: readonly StoredVerdict[]): ReadonlyMap<string, ReviewState> {
  const states = new Map<string, ReviewState>();
  for (const one of verdicts) {
    const key = reviewKey(one);
    const state = states.get(key) ?? OPEN;
    states.set(key, judge(state, one.reviewer, one.verdict) ?? state);
  }
  return states;
}
export const reviewKey = ({ itemId, text }: Pick<StoredVerdict, "itemId" | "text">): string =>
  JSON.stringify([itemId, text]);

/** One ruling for each item of which texts were accepted, by item and text: the order of verdicts changes no hash. */
export function acceptedTexts(verdicts: readonly StoredVerdict[]): TextRuling[] {
  const byItem = new Map<string, string[]>();
  for (const [key, state] of reviewStates(verdicts)) {
    if (state.kind !== "settled" || state.verdict !== "accept") continue;
    const [itemId, text] = JSON.parse(key) as [string, string];
    byItem.set(itemId, [...(byItem.get(itemId) ?? []), text]);
  }
  return [...byItem]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([item, texts]) => ({
      ...{ id: `review.${item}`, reason: "accepted by two reviewers", decision: "accept", item },
      texts: texts.sort(),
    }));
}
