/** What a jury tries on items, as the rulings that it would be. */
import type { z } from "zod";
import type { Ruling } from "#contracts/marking/rulings";

export const TREATMENTS = ["leave", "annul", "neutralise"] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** One ruling per kind of treatment, its items in order: the same choice is the same text, whoever made it in which order. */
export function rulingsFor(chosen: Readonly<Record<string, Treatment>>, reason: string): z.input<typeof Ruling>[] {
  return (["annul", "neutralise"] as const).flatMap((decision) => {
    const items = Object.keys(chosen)
      .filter((item) => chosen[item] === decision)
      .sort();
    return items.length === 0 ? [] : [{ id: decision, decision, scope: { kind: "nation" as const }, items, reason }];
  });
}
