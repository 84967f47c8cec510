/**
 * Has a question or a case been used before? In 2017 two papers were annulled because a case had been. Texts are cut into
 * shingles: two words that follow each other, without accents, plurals and small words. Two passages are alike by what they
 * share, each shingle weighing more the rarer it is, so that "parmi les propositions suivantes" counts for little.
 */
import type { Passage } from "#domain/marking/passages";
import { normalText } from "#domain/marking/normal-text";

export interface AlikePair {
  readonly one: Passage;
  readonly other: Passage;
  /** Shared weight ÷ weight of both together (Jaccard), 0 to 1. */
  readonly alike: number;
  /** Shared weight ÷ weight of the lighter one: a question that another one swallows has 1. */
  readonly contained: number;
}
export interface ExposureLimits {
  /** Pairs at or above either are told. */
  readonly alikeMin: number;
  readonly containedMin: number;
  /** With fewer shingles than this nothing is contained: "Quel est votre diagnostic ?" is everywhere. */
  readonly containedShinglesMin: number;
}
export const EXPOSURE_LIMITS: ExposureLimits = { alikeMin: 0.4, containedMin: 0.75, containedShinglesMin: 12 };

/**
 * Pairs of a passage of `fresh` with one of `earlier`, or with a later one of `fresh`, the most alike first. Passages of one
 * kind are compared; a paper's own id never hides a pair.
 */
export function alikePairs(
  fresh: readonly Passage[],
  earlier: readonly Passage[],
  limits: ExposureLimits = EXPOSURE_LIMITS,
): AlikePair[] {
  const all = [...fresh, ...earlier].map((passage) => ({ passage, shingles: shinglesOf(passage.texts) }));
  const holders = new Map<string, number[]>();
  all.forEach(({ shingles }, n) => {
    for (const shingle of shingles) {
      const list = holders.get(shingle);
      if (list) list.push(n);
      else holders.set(shingle, [n]);
    }
  });
  const weightOf = (shingle: string) => Math.log(1 + all.length / (holders.get(shingle)?.length ?? 1));
  const weights = all.map(({ shingles }) => [...shingles].reduce((sum, one) => sum + weightOf(one), 0));
  const pairs: AlikePair[] = [];
  for (let n = 0; n < fresh.length; n++) {
    const one = all[n];
    if (one === undefined) continue;
    for (const [m, shared] of sharedWith(n, one.shingles, holders, weightOf)) {
      const other = all[m];
      if (other === undefined || m <= n || other.passage.kind !== one.passage.kind) continue;
      const [a = 0, b = 0] = [weights[n], weights[m]];
      const [alike, contained] = [shared / (a + b - shared), shared / Math.min(a, b)];
      const shortest = Math.min(one.shingles.size, other.shingles.size);
      const isContained = contained >= limits.containedMin && shortest >= limits.containedShinglesMin;
      if (alike >= limits.alikeMin || isContained)
        pairs.push({ one: one.passage, other: other.passage, alike, contained });
    }
  }
  return pairs.sort((a, b) => b.alike - a.alike);
}

/** Weight shared with every passage that shares anything. */
function sharedWith(
  n: number,
  shingles: ReadonlySet<string>,
  holders: ReadonlyMap<string, readonly number[]>,
  weightOf: (shingle: string) => number,
): Map<number, number> {
  const shared = new Map<number, number>();
  for (const shingle of shingles) {
    const weight = weightOf(shingle);
    for (const m of holders.get(shingle) ?? []) if (m !== n) shared.set(m, (shared.get(m) ?? 0) + weight);
  }
  return shared;
}

const SMALL_WORDS = new Set(
  "a au aux avec ce ces cette d dans de des du elle en est et il ils elles l la le les leur lui mais n ne on ou où par pas plus pour qu que quel quelle quels quelles qui s sa se ses son sont sur un une vous votre vos y".split(
    " ",
  ),
);

/** Of each text by itself: where one option ends and the next begins says nothing. */
export function shinglesOf(texts: readonly string[]): ReadonlySet<string> {
  const shingles = new Set<string>();
  for (const text of texts) {
    const words = normalText(text, null)
      .split(" ")
      .filter((word) => word !== "" && !SMALL_WORDS.has(word))
      .map(withoutPlural);
    if (words.length === 1) shingles.add(words[0] ?? "");
    for (let n = 0; n + 1 < words.length; n++) shingles.add(`${words[n] ?? ""} ${words[n + 1] ?? ""}`);
  }
  return shingles;
}

const withoutPlural = (word: string): string => (word.length > 3 ? word.replace(/[sx]$/, "") : word);
