/**
 * Who must turn elsewhere, and who may repeat the year (R33–R37). A strategy reads one strict ranking, best first, made by
 * whatever units and tie-breaks it names; it is pure, and everything it depends on is fixed before it runs.
 */

/** R37: when it runs is always said. `after-admissions`: before replacements are called, `after-replacements`: once they are. */
export const MOMENTS = ["before-admissions", "after-admissions", "after-replacements"] as const;
export type Moment = (typeof MOMENTS)[number];

export type Condition =
  /** R34: the worst of the ranking, at most so many percent of those registered, rounded down. */
  | { readonly kind: "worst"; readonly percent: number }
  /** R35: beyond so many hundredths of all initial places, rounded down: from 250 to 300. */
  | { readonly kind: "beyond"; readonly hundredths: number }
  /** R33: a condition on totals, in thousandths. */
  | { readonly kind: "total-below"; readonly total: number };

export interface Strategy {
  readonly name: string;
  readonly moment: Moment;
  readonly condition: Condition;
  /** R33: limited to candidates of one of these categories; none: everybody. */
  readonly only: readonly string[];
  /** R35: repeaters, who are neither reoriented by it nor may repeat again. */
  readonly except: readonly string[];
}
export interface Standing {
  readonly id: string;
  readonly categories: readonly string[];
  readonly admitted: boolean;
  /** In thousandths; null: none is given. */
  readonly total: number | null;
}
export interface Reorientation {
  /** Last rank that the condition lets pass; null: it is one on totals. */
  readonly bound: number | null;
  readonly reoriented: readonly string[];
  /** Concerned, not admitted, and within the bound. */
  readonly mayRepeat: readonly string[];
  /** Who must not be called as a replacement: they go into the resigned of the next round. */
  readonly leave: readonly string[];
}

/** R36: from the initial places and the number of those registered, both known before anything is computed. */
export function boundOf(
  condition: Condition,
  ranked: number,
  registered: number,
  initialPlaces: number,
): number | null {
  switch (condition.kind) {
    case "worst":
      return Math.max(0, ranked - Math.floor((condition.percent * registered) / 100));
    case "beyond":
      return Math.floor((condition.hundredths * initialPlaces) / 100);
    case "total-below":
      return null;
  }
}

/** `ranking`: everybody who is ranked, best first. Before admissions nobody is admitted. */
export function reorient(
  { condition, except, moment, only }: Strategy,
  ranking: readonly Standing[],
  registered: number,
  initialPlaces: number,
): Reorientation {
  const bound = boundOf(condition, ranking.length, registered, initialPlaces);
  const isConcerned = ({ admitted, categories }: Standing) =>
    !admitted &&
    (only.length === 0 || categories.some((category) => only.includes(category))) &&
    !categories.some((category) => except.includes(category));
  const fails = (one: Standing, rank: number) =>
    condition.kind === "total-below" ? one.total !== null && one.total < condition.total : rank > (bound ?? rank);
  const concerned = ranking.map((one, i) => ({ one, fails: fails(one, i + 1) })).filter(({ one }) => isConcerned(one));
  const idsOf = (failing: boolean) => concerned.filter((own) => own.fails === failing).map(({ one }) => one.id);
  const reoriented = idsOf(true);
  return { bound, reoriented, mayRepeat: idsOf(false), leave: moment === "after-replacements" ? [] : reoriented };
}
