/**
 * The candidates of a programme fall into classes that its rules do not tell apart. Everybody held of a class lies in one
 * heap, so that the worst of a class, of a cap, of an over-quota category or of all is at a top.
 */
import type { Market, Rules } from "#domain/admission/market/market";

export interface Class {
  /** Index of its over-quota category among the programme's, or -1. */
  readonly group: number;
  /** Indices of the caps it counts in, inner ones first. */
  readonly caps: readonly number[];
}
/** What the rules of a programme make of the kinds of candidates; shared by all programmes that name the same categories. */
export interface Sorting {
  readonly classes: readonly Class[];
  /** Class of each kind. */
  readonly classOf: Int32Array;
  /** Classes of each over-quota category, and of each cap. */
  readonly ofGroup: readonly (readonly number[])[];
  readonly ofCap: readonly (readonly number[])[];
  readonly all: readonly number[];
}

/** The sorting of each programme; null: places only, one class. */
export function sortings({ rules, kinds }: Market): readonly (Sorting | null)[] {
  const known = new Map<string, Sorting>();
  return rules.map((own) => {
    if (own === null) return null;
    const name = [own.overQuota, own.caps].map((list) => list.map(({ category }) => category).join(",")).join(";");
    const sorting = known.get(name) ?? sortingOf(own, kinds);
    known.set(name, sorting);
    return sorting;
  });
}

function sortingOf({ overQuota, caps }: Rules, kinds: Market["kinds"]): Sorting {
  const holds = (category: number) => kinds.filter((kind) => kind.includes(category)).length;
  const innerFirst = [...caps.entries()].sort(([, a], [, b]) => holds(a.category) - holds(b.category));
  const classes: Class[] = [];
  const byName = new Map<string, number>();
  const classOf = Int32Array.from(kinds, (kind) => {
    const group = overQuota.findIndex(({ category }) => kind.includes(category));
    const inside = innerFirst.filter(([, { category }]) => kind.includes(category)).map(([i]) => i);
    const name = [group, ...inside].join(",");
    const found = byName.get(name) ?? classes.push({ group, caps: inside }) - 1;
    byName.set(name, found);
    return found;
  });
  const where = (fits: (one: Class) => boolean) => [...classes.keys()].filter((i) => fits(classes[i] as Class));
  return {
    classes,
    classOf,
    ofGroup: overQuota.map((_, group) => where((one) => one.group === group)),
    ofCap: caps.map((_, cap) => where((one) => one.caps.includes(cap))),
    all: [...classes.keys()],
  };
}
