/** Parts that differ where they should be equal: one build and one configuration per kind. */
import type { PartState } from "#contracts/console/live";

export interface Mismatch {
  readonly what: "build" | "config";
  readonly kind: PartState["kind"];
  /** The values found and who has them, the most frequent first. */
  readonly values: readonly { readonly value: string; readonly nodeIds: readonly string[] }[];
}

const FIELDS = { build: "build", config: "configHash" } as const;

/** Parts that are down or say nothing are not compared. */
export function mismatchesOf(parts: readonly PartState[]): Mismatch[] {
  const kinds = [...new Set(parts.map(({ kind }) => kind))];
  return (["build", "config"] as const).flatMap((what) =>
    kinds.flatMap((kind) => {
      const values = grouped(
        parts.filter((part) => part.kind === kind && part.up),
        FIELDS[what],
      );
      return values.length > 1 ? [{ what, kind, values }] : [];
    }),
  );
}

function grouped(parts: readonly PartState[], field: "build" | "configHash"): Mismatch["values"] {
  const byValue = new Map<string, string[]>();
  for (const part of parts) {
    const value = part[field];
    if (value !== null) byValue.set(value, [...(byValue.get(value) ?? []), part.nodeId]);
  }
  return [...byValue]
    .map(([value, nodeIds]) => ({ value, nodeIds }))
    .sort((a, b) => b.nodeIds.length - a.nodeIds.length);
}

/** Parts whose build or configuration is not the most frequent one of their kind. */
export const oddParts = (parts: readonly PartState[]): string[] => [
  ...new Set(mismatchesOf(parts).flatMap(({ values }) => values.slice(1).flatMap(({ nodeIds }) => nodeIds))),
];
