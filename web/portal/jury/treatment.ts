/** What a jury tries on items, as the rulings that it would be. */
import type { z } from "zod";
import type { Ruling } from "#contracts/marking/rulings";
import type { ItemKey } from "#contracts/paper/key";

export const TREATMENTS = ["leave", "annul", "neutralise", "rekey"] as const;
export type Treatment = (typeof TREATMENTS)[number];
/** `keys`: several are alternatives. */
export type Chosen =
  { readonly treatment: "annul" | "neutralise" } | { readonly treatment: "rekey"; readonly keys: readonly ItemKey[] };

type RulingText = z.input<typeof Ruling>;
/** As a run keeps it. */
export type AppliedRuling = z.output<typeof Ruling>;

/**
 * One ruling per kind of treatment, its items in order, and one for each item with another key: the same choice is the
 * same text, whoever made it in which order.
 */
export function rulingsFor(chosen: Readonly<Record<string, Chosen>>, reason: string): RulingText[] {
  const items = Object.keys(chosen).sort();
  const whole = (["annul", "neutralise"] as const).flatMap((decision): RulingText[] => {
    const own = items.filter((item) => chosen[item]?.treatment === decision);
    return own.length === 0 ? [] : [{ id: decision, decision, scope: { kind: "nation" }, items: own, reason }];
  });
  const rekeyed = items.flatMap((item) => {
    const one = chosen[item];
    return one?.treatment === "rekey" ? [{ item, keys: [...one.keys] }] : [];
  });
  return [
    ...whole,
    ...rekeyed.map(({ item, keys }, n) => ({ id: `rekey${n + 1}`, decision: "rekey" as const, item, keys, reason })),
  ];
}

/** Decisions that a run applied, with their rulings: ids of a run are `d12.r1`. Accepted texts are nobody's decision. */
export function decisionsIn(rulings: readonly AppliedRuling[]): ReadonlyMap<number, readonly AppliedRuling[]> {
  const found = new Map<number, AppliedRuling[]>();
  for (const ruling of rulings) {
    const decisionId = Number(/^d([0-9]+)\./.exec(ruling.id)?.[1] ?? 0);
    if (decisionId > 0) found.set(decisionId, [...(found.get(decisionId) ?? []), ruling]);
  }
  return found;
}
