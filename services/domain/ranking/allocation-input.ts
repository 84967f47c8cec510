/** From ranks to the round of admissions that they are for (docs/formats.md): each programme ranks those whom it ranked. */
import type { ResultRow } from "#domain/ranking/rank-lines";

export interface ProgrammePlaces {
  /** Code of a ranking. */
  readonly id: string;
  readonly places: number;
}
export interface AllocationFile {
  readonly programmes: readonly (ProgrammePlaces & { readonly ranking: readonly string[] })[];
  readonly candidates: readonly { readonly id: string; readonly wishes: readonly string[] }[];
}

/** `wishes`: programmes by candidate, best first; whoever has none takes no part. */
export function allocationInput(
  results: readonly Pick<ResultRow, "ranking" | "anonymityNumber" | "rank">[],
  programmes: readonly ProgrammePlaces[],
  wishes: ReadonlyMap<string, readonly string[]>,
): AllocationFile {
  const ranked = new Map<string, { candidate: string; rank: number }[]>(programmes.map(({ id }) => [id, []]));
  for (const { anonymityNumber, rank, ranking } of results)
    if (rank !== null && wishes.has(anonymityNumber)) ranked.get(ranking)?.push({ candidate: anonymityNumber, rank });
  return {
    programmes: programmes.map(({ id, places }) => {
      const order = [...(ranked.get(id) ?? [])].sort((a, b) => a.rank - b.rank);
      return { id, places, ranking: order.map(({ candidate }) => candidate) };
    }),
    candidates: [...wishes].map(([id, of]) => ({ id, wishes: of })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
