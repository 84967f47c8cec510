/** Two runs side by side: who changed, and by how much. What a jury sees before it rules, and an auditor after. */

/** One line of marks of one run, as marks.csv has it; thousandths. */
export interface MarkRow {
  readonly mark: number | null;
  readonly maximum: number;
  readonly code: string | null;
  /** By item id; null: out of mark and maximum. */
  readonly items: ReadonlyMap<string, number | null>;
}
export interface ItemChange {
  readonly item: string;
  readonly before: number | null;
  readonly after: number | null;
}
export interface CandidateChange {
  readonly candidate: string;
  readonly unit: string;
  /** Null where that run has no such line. */
  readonly before: MarkRow | null;
  readonly after: MarkRow | null;
  /** After less before, thousandths; null where either has no mark, or over another maximum. */
  readonly by: number | null;
  readonly items: readonly ItemChange[];
}

/** What differs between two lines; null: nothing. Marks over another maximum differ even where the numbers are equal. */
export function changeOf(
  candidate: string,
  unit: string,
  before: MarkRow | null,
  after: MarkRow | null,
): CandidateChange | null {
  const ids = new Set([...(before?.items.keys() ?? []), ...(after?.items.keys() ?? [])]);
  const items = [...ids].flatMap((item) => {
    const [was, is] = [before?.items.get(item) ?? null, after?.items.get(item) ?? null];
    return was === is ? [] : [{ item, before: was, after: is }];
  });
  const same = before?.mark === after?.mark && before?.maximum === after?.maximum && before?.code === after?.code;
  if (same && items.length === 0) return null;
  const comparable = before?.mark != null && after?.mark != null && before.maximum === after.maximum;
  return { candidate, unit, before, after, by: comparable ? (after.mark ?? 0) - (before.mark ?? 0) : null, items };
}

export interface ChangeSummary {
  /** Lines of both runs together. */
  readonly lines: number;
  readonly changed: number;
  readonly higher: number;
  readonly lower: number;
  /** Largest gain and loss, thousandths; 0 when nobody gains or loses. */
  readonly mostGained: number;
  readonly mostLost: number;
  /** How many candidates each changed item touches, most first. */
  readonly items: readonly { readonly item: string; readonly candidates: number }[];
}

export function summaryOf(lines: number, changes: readonly CandidateChange[]): ChangeSummary {
  const byItem = new Map<string, number>();
  for (const { items } of changes) for (const { item } of items) byItem.set(item, (byItem.get(item) ?? 0) + 1);
  const moves = changes.map(({ by }) => by ?? 0);
  return {
    lines,
    changed: changes.length,
    higher: moves.filter((by) => by > 0).length,
    lower: moves.filter((by) => by < 0).length,
    mostGained: moves.reduce((a, b) => Math.max(a, b), 0),
    mostLost: moves.reduce((a, b) => Math.min(a, b), 0),
    items: [...byItem]
      .map(([item, candidates]) => ({ item, candidates }))
      .sort((a, b) => b.candidates - a.candidates || (a.item < b.item ? -1 : 1)),
  };
}
