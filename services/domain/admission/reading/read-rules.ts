/** Over-quota categories and caps of a programme (R23–R26), and the guard that refuses what would break the guarantees. */
import type { CategoryTable } from "#domain/admission/reading/categories";
import type { Reader } from "#domain/admission/reading/shape";
import type { Cap, OverQuota, Rules } from "#domain/admission/market/market";
import { below } from "#domain/exam/problem";

export const COUNT_MAX = 2 ** 30;
const PERCENT_MAX = 1_000;

/** Null: places and nothing else. `places`: the initial ones, of which percentages are taken and rounded down. */
export function readRules(
  reader: Reader,
  programme: Readonly<Record<string, unknown>>,
  place: string,
  places: number,
  categories: CategoryTable,
): Rules | null {
  const overQuota = reader.list(programme["overQuota"], below(place, "overQuota")).map((item, i): OverQuota => {
    const at = below(below(place, "overQuota"), i);
    const own = reader.record(item, at, { category: true, percent: false, max: false, beyondCap: false });
    const { beyondCap = "consume" } = own;
    if (beyondCap !== "consume" && beyondCap !== "refuse")
      reader.note("beyond-cap", below(at, "beyondCap"), 'must be "consume" or "refuse"');
    return {
      category: categoryOf(reader, own["category"], at, categories),
      most: mostOf(reader, own, at, places),
      beyond: beyondCap === "refuse" ? "refuse" : "consume",
    };
  });
  const caps = reader.list(programme["caps"], below(place, "caps")).map((item, i): Cap => {
    const at = below(below(place, "caps"), i);
    const own = reader.record(item, at, { category: true, max: true });
    return {
      category: categoryOf(reader, own["category"], at, categories),
      most: reader.count(own["max"], below(at, "max"), COUNT_MAX) ?? 0,
    };
  });
  guard(reader, place, overQuota, caps, categories);
  return overQuota.length + caps.length === 0 ? null : { overQuota, caps };
}

function categoryOf(reader: Reader, value: unknown, at: string, categories: CategoryTable): number {
  if (typeof value === "string" && value !== "") return categories.numberOf(value);
  if (value !== undefined) reader.note("category", below(at, "category"), "must be a text that is not empty");
  return -1;
}

/** R24: floor(percent × initial places / 100), in integers, or the number given. */
function mostOf(reader: Reader, own: Readonly<Record<string, unknown>>, at: string, places: number): number {
  if ((own["percent"] === undefined) === (own["max"] === undefined)) {
    reader.note("most", at, 'must have one of "percent" and "max"');
    return 0;
  }
  const percent = reader.count(own["percent"], below(at, "percent"), PERCENT_MAX);
  if (percent !== null) return Math.floor((percent * places) / 100);
  return reader.count(own["max"], below(at, "max"), COUNT_MAX) ?? 0;
}

/**
 * What is let through makes rule A a substitutable choice: nobody refused by a programme is ever taken because somebody
 * better came too. It holds when over-quota categories lie apart, and each cap lies within one of them or apart from all,
 * and within any other cap, around it or apart from it.
 */
function guard(
  reader: Reader,
  place: string,
  overQuota: readonly OverQuota[],
  caps: readonly Cap[],
  categories: CategoryTable,
): void {
  const name = (category: number) => JSON.stringify(categories.nameOf(category));
  overQuota.forEach(({ category: a }, i) => {
    for (const { category: b } of overQuota.slice(0, i)) {
      const both = a === b ? "" : categories.example(a, b);
      if (a === b)
        reader.note(
          "repeated-category",
          `${place}.overQuota[${i}]`,
          `over-quota category ${name(a)} stands there twice`,
        );
      else if (both !== null)
        reader.note(
          "overlapping-over-quota",
          `${place}.overQuota[${i}]`,
          `over-quota categories ${name(b)} and ${name(a)} overlap: ${both} is in both, and can be counted in one only`,
        );
    }
  });
  caps.forEach(({ category: a }, i) => {
    const at = `${place}.caps[${i}]`;
    for (const { category: b } of caps.slice(0, i))
      if (a === b) reader.note("repeated-category", at, `cap ${name(a)} stands there twice`);
      else if (categories.cross(a, b))
        reader.note(
          "overlapping-caps",
          at,
          `caps ${name(b)} and ${name(a)} overlap without one lying within the other (${categories.example(a, b)} is in both): a better candidate could then let in a worse one, and a stable result need not exist`,
        );
    for (const { category: b } of overQuota)
      if (a !== b && categories.example(a, b) !== null && !categories.isWithin(a, b))
        reader.note(
          "crossing-cap",
          at,
          `cap ${name(a)} crosses the over-quota category ${name(b)} (${categories.example(a, b)} is in both, others in the cap alone): a better candidate could then let in a worse one, and a stable result need not exist`,
        );
  });
}
