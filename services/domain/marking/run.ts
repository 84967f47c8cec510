/**
 * A run: (entries that count, keys, rules, rulings) → marks. Pure and stand-alone: the same inputs give the same hash and
 * the same marks, on any machine and in any order of candidates. Candidates stream through; what is kept is per item.
 */
import type { AnswerValue } from "#domain/answer/entry";
import { type Column, createColumn, type ItemAnswer, ruledKeys } from "#domain/marking/column";
import type { ItemKey, ItemToMark } from "#domain/marking/item";
import { createItemRulings, type RuledItems } from "#domain/marking/item-rulings";
import type { MarkingRules } from "#domain/marking/marking-rules";
import type { ItemsOfId } from "#domain/marking/ruling-problems";
import type { CandidatePlace, CodeRuling, Ruling } from "#domain/marking/rulings";
import { onCommonDenominator } from "#domain/marking/share";

export interface PaperToMark {
  readonly id: string;
  readonly items: readonly ItemToMark[];
  /** By item id: one for every item. */
  readonly keys: Readonly<Record<string, ItemKey>>;
}
export interface RunInputs {
  /** Code of the unit that the marks are of. */
  readonly unit: string;
  /** The paper, and then the backup papers that some took in its place; items have one id in all of them. */
  readonly papers: readonly PaperToMark[];
  readonly rules: MarkingRules;
  readonly rulings: readonly Ruling[];
}

/** `absent`: never signed in on any tablet. */
export interface CandidateAnswers {
  readonly place: CandidatePlace;
  /** Index of the paper that was taken. */
  readonly paper: number;
  readonly absent: boolean;
  /** By column; null: nothing entered. */
  readonly answers: readonly (ItemAnswer | null)[];
}

/** An item that is annulled for a candidate, or that stood in another paper. */
export const OUT = -1;
/** The special code that marking gives by itself: never signed in. */
export const ABSENT = "ABS";

export interface CandidateMarks {
  readonly anonymityNumber: string;
  /** Over the maximum, thousandths; null where a code stands instead. */
  readonly mark: number | null;
  /** The common one; 0 where nothing is left to be marked on, which ranking takes as neutral. */
  readonly maximum: number;
  readonly code: string | null;
  /** What was reached, of what could be: over the items that count for this candidate. */
  readonly own: { readonly mark: number; readonly maximum: number };
  /** By column, thousandths; OUT where the item is out of mark and maximum. */
  readonly items: Int32Array;
  readonly ruled: RuledItems;
}

export interface Marking {
  readonly columns: readonly Column[];
  /** The maximum of the first paper with nothing annulled: every mark of the run is over it. */
  readonly maximum: number;
  readonly itemsOf: ItemsOfId;
  mark(candidate: CandidateAnswers): CandidateMarks;
}

/** `parse`: see createColumn. The inputs have been checked: every item has a key, rulings fit (ruling-problems.ts). */
export function createMarking(inputs: RunInputs, parse: (text: string) => AnswerValue | null): Marking {
  const { papers, rules, rulings } = inputs;
  const columns = papers.flatMap(({ items, keys }, paper) =>
    items.map((item) => createColumn(item, paper, ruledKeys(item, keyOf(keys, item), rulings), rules, parse)),
  );
  const itemsOf = createItemIndex(columns.map(({ item }) => item));
  const ids = columns.map(({ item }) => item.id);
  const ruledAt = createItemRulings(ids, rulings, itemsOf);
  const codes = codesOf(rulings);
  const maximum = sum(columns.map(({ item, paper }) => (paper === 0 ? item.weight : 0)));

  function mark({ place, paper, absent, answers }: CandidateAnswers): CandidateMarks {
    const ruled = ruledAt(place);
    const items = new Int32Array(columns.length).fill(OUT);
    const own = { mark: 0, maximum: 0 };
    columns.forEach((column, n) => {
      const ruling = ruled[n] ?? null;
      if (column.paper !== paper || absent || ruling?.decision === "annul") return;
      const { weight } = column.item;
      const reached = ruling?.decision === "neutralise" ? weight : (answers[n] ?? column.noAnswer).mark;
      items[n] = reached;
      own.mark += reached;
      own.maximum += weight;
    });
    const { anonymityNumber } = place;
    const code = codes.get(anonymityNumber) ?? (absent ? ABSENT : null);
    const over = code === null && own.maximum === 0 ? 0 : maximum;
    const reached = over === 0 ? 0 : code === null ? onCommonDenominator(own.mark, own.maximum, over) : null;
    return { anonymityNumber, mark: reached, maximum: over, code, own, items, ruled };
  }
  return { columns, maximum, itemsOf, mark };
}

/** What an id means: an item, the three of a container, all of a section. */
export function createItemIndex(items: readonly ItemToMark[]): ItemsOfId {
  const index = new Map<string, string[]>();
  for (const { id, containerId, sectionId } of items)
    for (const name of [id, containerId, sectionId]) {
      if (name === null) continue;
      const meant = index.get(name);
      if (meant) meant.push(id);
      else index.set(name, [id]);
    }
  return (id) => index.get(id) ?? null;
}

function keyOf(keys: PaperToMark["keys"], { id }: ItemToMark): ItemKey {
  const key = Object.hasOwn(keys, id) ? keys[id] : undefined;
  if (key === undefined) throw new Error(`no key for ${id}`);
  return key;
}

function codesOf(rulings: readonly Ruling[]): ReadonlyMap<string, string> {
  const about = rulings.filter((one): one is CodeRuling => one.decision === "code");
  return new Map(about.flatMap(({ candidates, code }) => candidates.map((one) => [one, code] as const)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
