/**
 * The public file: all that anybody needs to compute a ranking again, and what was computed (docs/formats.md). One JSON
 * value per line: a head, then the candidates, ascending by number.
 *
 * An identity field is there only for candidates whom it was needed to tell from another one: a date of birth that decided
 * nothing is nobody's business.
 */
import { canonicalJson } from "#domain/marking/canonical-json";
import { NO_RANK, NO_TOTAL, type CompetitionInput } from "#domain/ranking/input";
import { type RankingResult, STATUSES } from "#domain/ranking/rank";
import type { Ranking, RankingRules } from "#domain/ranking/rules";
import { standingOf } from "#domain/ranking/standing";

/** What the file says of the lottery: an opened commitment (contracts/ranking/lottery.ts). */
export interface PublicLottery {
  /** Committed candidates, or null when no lottery was held. */
  readonly committed: readonly string[];
  readonly opened: unknown;
}

export function* publicLines(
  rules: RankingRules,
  input: CompetitionInput,
  results: readonly RankingResult[],
  inputsHash: string,
  lottery: PublicLottery | null,
): Generator<string, void> {
  const known = lottery && new Set(lottery.committed);
  const present = new Set(lottery && input.candidates);
  const withdrawn = lottery?.committed.filter((candidate) => !present.has(candidate));
  const opened = lottery ? { ...(lottery.opened as object), withdrawn } : null;
  const head = { format: "amphi-ranking", v: 1, candidates: input.candidates.length, inputs: inputsHash };
  // Members sorted: a database keeps no order of them, and the file has one hash.
  yield `${canonicalJson({ ...head, rules, lottery: opened })}\n`;
  for (const [index, candidate] of input.candidates.entries()) {
    const late = known && !known.has(candidate) ? { late: true } : {};
    yield `${JSON.stringify({ candidate, ...late, ...lineOf(rules, input, results, index) })}\n`;
  }
}

function lineOf(rules: RankingRules, input: CompetitionInput, results: readonly RankingResult[], index: number) {
  const marks: Record<string, unknown> = {};
  rules.units.forEach(({ code }, unit) => {
    const standing = standingOf(rules, input, unit, index);
    if (standing !== null) marks[code] = standing;
  });
  const [fields, values, shown]: Record<string, unknown>[] = [{}, {}, {}];
  const enrolled: string[] = [];
  rules.rankings.forEach((ranking, n) => {
    const [own, result] = [input.rankings[n], results[n]];
    if (!own || !result || !fields || !values || !shown) return;
    if (ranking.enrolled === "listed" && own.enrolled[index] === 1) enrolled.push(ranking.code);
    for (const field of neededFields(ranking, result, index)) fields[field] = input.fields.get(field)?.[index] ?? "";
    const [total, rank] = [own.totals?.[index] ?? NO_TOTAL, own.ranks?.[index] ?? NO_RANK];
    const given = { ...(total === NO_TOTAL ? {} : { total }), ...(rank === NO_RANK ? {} : { rank }) };
    if (Object.keys(given).length > 0) values[ranking.code] = given;
    const said = resultOf(result, index);
    if (said !== null) shown[ranking.code] = said;
  });
  return {
    marks,
    ...orNothing("enrolled", enrolled),
    ...orNothing("fields", fields),
    ...orNothing("values", values),
    results: shown,
  };
}

const orNothing = (name: string, value: object | undefined): object =>
  value === undefined || Object.keys(value).length === 0 ? {} : { [name]: value };

/** Identity fields of the tie-breaks that this candidate was compared by: criterion 0 is the total. */
function neededFields(ranking: Ranking, result: RankingResult, index: number): string[] {
  const depth = result.comparedUpTo[index] ?? 0;
  return ranking.tieBreaks.slice(0, depth).flatMap((one) => (one.by === "field" ? [one.field] : []));
}

/** Total and rank, or the status of whoever has no rank; null for those who are not enrolled. */
function resultOf(result: RankingResult, index: number): object | null {
  const status = STATUSES[result.statuses[index] ?? 0];
  if (status === "not-enrolled") return null;
  const [total, rank] = [result.totals[index] ?? NO_TOTAL, result.ranks[index] ?? NO_RANK];
  return {
    ...(total === NO_TOTAL ? {} : { total }),
    ...(rank === NO_RANK ? {} : { rank }),
    ...(status === "ranked" ? {} : { status }),
  };
}
