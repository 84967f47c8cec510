/** Two who have edited the same rules: one's changes are taken over to what the other has saved. Pure. */
import type { CompetitionPlan } from "#domain/competition/plan";
import { canonicalJson } from "#domain/marking/canonical-json";

export interface MergedPlan {
  readonly plan: CompetitionPlan;
  /** Places that both have changed, each in another way: there the saved version stands. `programmes[0].places`. */
  readonly both: readonly string[];
}
/** `mine` was made from `base`; `theirs` too, and is saved. What only one of them changed is as that one wants it. */
export function mergePlans(base: CompetitionPlan, mine: CompetitionPlan, theirs: CompetitionPlan): MergedPlan {
  const both: string[] = [];
  return { plan: merged(base, mine, theirs, "", both) as CompetitionPlan, both };
}

type Json = Readonly<Record<string, unknown>>;
const same = (a: unknown, b: unknown): boolean =>
  (a === undefined) === (b === undefined) && (a === undefined || canonicalJson(a) === canonicalJson(b));
const isObject = (one: unknown): one is Json => typeof one === "object" && one !== null && !Array.isArray(one);
const isListOfCodes = (one: unknown): one is readonly Json[] =>
  Array.isArray(one) && one.every((item) => isObject(item) && typeof item["code"] === "string");

/** Undefined is what is not there: an item that was removed or not added yet. */
function merged(base: unknown, mine: unknown, theirs: unknown, place: string, both: string[]): unknown {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  if (isListOfCodes(base) && isListOfCodes(mine) && isListOfCodes(theirs))
    return mergedLists(base, mine, theirs, place, both);
  if (isObject(base) && isObject(mine) && isObject(theirs)) {
    const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
    const entries = [...keys].map((key) => {
      const at = place === "" ? key : `${place}.${key}`;
      return [key, merged(base[key], mine[key], theirs[key], at, both)] as const;
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  both.push(place);
  return theirs;
}

/** In the saved order, then what was added to the other. */
function mergedLists(
  base: readonly Json[],
  mine: readonly Json[],
  theirs: readonly Json[],
  place: string,
  both: string[],
): Json[] {
  const of = (list: readonly Json[], code: unknown) => list.find((one) => one["code"] === code);
  const codes = new Set([...theirs, ...mine].map((one) => one["code"]));
  const result: Json[] = [];
  for (const code of codes) {
    const at = `${place}[${result.length}]`;
    const item = merged(of(base, code), of(mine, code), of(theirs, code), at, both);
    if (item !== undefined) result.push(item as Json);
  }
  return result;
}
