/** What candidates of one ranking are compared by, each as a column of whole numbers: smaller comes first. */
import { NO_TOTAL, type CompetitionInput } from "#domain/ranking/input";
import { type FieldTieBreak, type MarkTieBreak, type RankingRules, type TieBreak } from "#domain/ranking/rules";
import { markCounts } from "#domain/ranking/totals";

/** Highest total first; NO_TOTAL never stands among those compared. */
export const byTotal = (totals: Float64Array): Float64Array => totals.map((total) => (total === NO_TOTAL ? 1 : -total));

export function byTieBreak(
  rules: RankingRules,
  tieBreak: TieBreak,
  input: CompetitionInput,
  brought: readonly Float64Array[],
): Float64Array {
  return tieBreak.by === "mark" ? byMark(rules, tieBreak, input, brought) : byField(tieBreak, input);
}

function byMark(
  rules: RankingRules,
  tieBreak: MarkTieBreak,
  input: CompetitionInput,
  brought: readonly Float64Array[],
): Float64Array {
  const n = rules.units.findIndex(({ code }) => code === tieBreak.unit);
  const [unit, marks] = [input.units[n], brought[n]];
  const scale = rules.units[n]?.scale ?? 0;
  if (!unit || !marks) return new Float64Array(input.candidates.length);
  const sign = tieBreak.first === "highest" ? -1 : 1;
  // A mark lies from 0 to the scale: one step beyond either end is before or after all of them.
  const ends = sign === 1 ? { first: -1, last: scale + 1 } : { first: -scale - 1, last: 1 };
  const missing = tieBreak.missing === "zero" ? 0 : ends[tieBreak.missing];
  return marks.map((mark, candidate) => (markCounts(unit, candidate) ? sign * mark : missing));
}

function byField(tieBreak: FieldTieBreak, input: CompetitionInput): Float64Array {
  const values = input.fields.get(tieBreak.field) ?? [];
  const places = placesOf(tieBreak, values);
  const missing = tieBreak.missing === "first" ? 0 : places.size + 1;
  const column = new Float64Array(values.length);
  values.forEach((value, candidate) => {
    column[candidate] = places.get(value) ?? missing;
  });
  return column;
}

/** Place of every value that occurs, from 1, the one that comes first having 1; values of equal meaning share theirs. */
function placesOf(tieBreak: FieldTieBreak, values: readonly string[]): Map<string, number> {
  const keys = new Map<string, number | string>();
  for (const value of values) {
    const key = value === "" || keys.has(value) ? null : fieldKey(tieBreak, value);
    if (key !== null) keys.set(value, key);
  }
  const sorted = [...new Set(keys.values())].sort((a, b) => (a < b ? -1 : 1));
  if (tieBreak.first === "highest") sorted.reverse();
  const place = new Map(sorted.map((key, n) => [key, n + 1]));
  return new Map([...keys].map(([value, key]) => [value, place.get(key) ?? 0]));
}

/**
 * What a value of the field is compared by, or null when it is none of its kind. Texts are compared by the numbers of
 * their characters, never by the rules of a language: those differ from machine to machine.
 */
export function fieldKey({ as }: FieldTieBreak, value: string): number | string | null {
  if (as === "text") return value;
  if (as === "date") return dateKey(value);
  if (as !== "number") return as.includes(value) ? as.indexOf(value) : null;
  return /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** `2004-02-29` or `29/02/2004` as 20040229; null when the calendar has no such day. */
function dateKey(value: string): number | null {
  const found = /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$|^(?<d2>\d{2})\/(?<m2>\d{2})\/(?<y2>\d{4})$/.exec(value)?.groups;
  if (!found) return null;
  const [y, m, d] = [found.y ?? found.y2, found.m ?? found.m2, found.d ?? found.d2].map(Number);
  if (y === undefined || m === undefined || d === undefined) return null;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? 0;
  return d >= 1 && d <= days ? y * 10_000 + m * 100 + d : null;
}
