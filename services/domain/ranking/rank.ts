/**
 * Ranks of a competition (R13): for each ranking a strict order of those who are enrolled (R16, R17), by total, then by its
 * tie-breaks, then by the lottery. Pure, whole numbers only; who stands where in the input changes nothing.
 */
import { byTieBreak, byTotal } from "#domain/ranking/criteria";
import { NO_RANK, NO_TOTAL, type CompetitionInput, type RankingInput } from "#domain/ranking/input";
import { outOf, type Ranking, type RankingRules, type TieBreak, tieBreakName } from "#domain/ranking/rules";
import { sortStably } from "#domain/ranking/stable-sort";
import { broughtToScale, computeTotals, exclusions } from "#domain/ranking/totals";
import { breakTies, type LotteryKey } from "#domain/ranking/ties";

/** What became of a candidate in one ranking. "unranked": the ranking has totals only. */
export const STATUSES = ["ranked", "unranked", "not-enrolled", "excluded", "no-mark", "no-value"] as const;
export type Status = (typeof STATUSES)[number];

/** Columns by candidate, in the order of the input. */
export interface RankingResult {
  /** Coefficient × thousandths, or as imported; NO_TOTAL where there is none. */
  readonly totals: Float64Array;
  /** What computed totals are over; null where they are not computed. */
  readonly outOf: number | null;
  /** From 1 without a gap where computed; NO_RANK where there is none. */
  readonly ranks: Uint32Array;
  /** Index into STATUSES. */
  readonly statuses: Uint8Array;
  /** Of those excluded, 1 + index of the unit whose special code excludes them; 0 otherwise. */
  readonly excludedBy: Uint16Array;
  /** Names of the criteria in order: total, tie-breaks, lottery; empty where ranks are not computed. */
  readonly criteria: readonly string[];
  /** Index of the criterion that puts a ranked candidate behind the one just before. */
  readonly decidedBy: Uint8Array;
  /** Index of the last criterion that was needed to tell a ranked candidate from any other one. */
  readonly comparedUpTo: Uint8Array;
  /** Candidates whom only a lottery could tell apart, where none was given: the ranks among them mean nothing. */
  readonly unbroken: readonly (readonly number[])[];
}

/** One result for each ranking of the rules. The rules have no problem (rules-problems.ts). */
export function rank(rules: RankingRules, input: CompetitionInput, lottery: LotteryKey | null): RankingResult[] {
  const brought = rules.units.map((unit, n) => {
    const marks = input.units[n];
    return marks ? broughtToScale(marks, unit) : new Float64Array(input.candidates.length);
  });
  const competition = {
    ...{ rules, input, brought },
    columnOf: onceEach(JSON.stringify, (tieBreak: TieBreak) => byTieBreak(rules, tieBreak, input, brought)),
    lottery: lottery && onceEach((candidate: string) => candidate, lottery),
  };
  return rules.rankings.map((ranking, n) => {
    const own = input.rankings[n];
    if (!own) throw new Error(`no input for the ranking ${ranking.code}`);
    return rankOne(competition, ranking, own);
  });
}

/** What a function gives, computed where the first ranking needs it and kept for the others. */
function onceEach<From, To>(nameOf: (from: From) => string, compute: (from: From) => To): (from: From) => To {
  const known = new Map<string, To>();
  return (from) => {
    const name = nameOf(from);
    const to = known.get(name) ?? compute(from);
    known.set(name, to);
    return to;
  };
}

interface Competition {
  readonly rules: RankingRules;
  readonly input: CompetitionInput;
  readonly brought: readonly Float64Array[];
  readonly columnOf: (tieBreak: TieBreak) => Float64Array;
  readonly lottery: LotteryKey | null;
}

function rankOne(competition: Competition, ranking: Ranking, own: RankingInput): RankingResult {
  const { rules, input, brought } = competition;
  const count = input.candidates.length;
  const totals =
    ranking.totals === "computed"
      ? computeTotals(rules, ranking, input, brought)
      : (own.totals?.slice() ?? new Float64Array(count).fill(NO_TOTAL));
  const excludedBy = ranking.ranks === "imported" ? new Uint16Array(count) : exclusions(rules, ranking, input);
  const statuses = new Uint8Array(count);
  for (let candidate = 0; candidate < count; candidate++) {
    const status = statusOf(ranking, own, totals, excludedBy, candidate);
    statuses[candidate] = STATUSES.indexOf(status);
    if (status === "not-enrolled" || status === "excluded") totals[candidate] = NO_TOTAL;
    if (status !== "excluded") excludedBy[candidate] = 0;
  }
  const base = { totals, outOf: ranking.totals === "computed" ? outOf(rules, ranking) : null, statuses, excludedBy };
  if (ranking.ranks === "computed") return { ...base, ...computeRanks(competition, ranking, totals, statuses) };
  const ranks = statuses.reduce((all, status, candidate) => {
    if (STATUSES[status] === "ranked") all[candidate] = own.ranks?.[candidate] ?? NO_RANK;
    return all;
  }, new Uint32Array(count));
  const undecided = { decidedBy: new Uint8Array(count), comparedUpTo: new Uint8Array(count) };
  return { ...base, ranks, criteria: [], ...undecided, unbroken: [] };
}

function statusOf(
  ranking: Ranking,
  own: RankingInput,
  totals: Float64Array,
  excludedBy: Uint16Array,
  candidate: number,
): Status {
  if (own.enrolled[candidate] !== 1) return "not-enrolled";
  if (excludedBy[candidate] !== 0) return "excluded";
  if (ranking.totals !== "none" && totals[candidate] === NO_TOTAL)
    return ranking.totals === "computed" ? "no-mark" : "no-value";
  if (ranking.ranks === "imported" && (own.ranks?.[candidate] ?? NO_RANK) === NO_RANK) return "no-value";
  return ranking.ranks === "none" ? "unranked" : "ranked";
}

function computeRanks(
  { input, columnOf, lottery }: Competition,
  ranking: Ranking,
  totals: Float64Array,
  statuses: Uint8Array,
): Pick<RankingResult, "ranks" | "criteria" | "decidedBy" | "comparedUpTo" | "unbroken"> {
  const columns = [byTotal(totals), ...ranking.tieBreaks.map(columnOf)];
  const order = indicesOf(statuses, STATUSES.indexOf("ranked"));
  for (const column of [...columns].reverse()) sortStably(order, column);
  const decided = decisions(order, columns);
  const unbroken = breakTies(order, decided, columns.length, input.candidates, lottery);
  const [ranks, decidedBy, comparedUpTo] = [
    new Uint32Array(statuses.length),
    new Uint8Array(statuses.length),
    new Uint8Array(statuses.length),
  ];
  for (let place = 0; place < order.length; place++) {
    const candidate = order[place] ?? 0;
    ranks[candidate] = place + 1;
    decidedBy[candidate] = decided[place] ?? 0;
    comparedUpTo[candidate] = Math.max(decided[place] ?? 0, decided[place + 1] ?? 0);
  }
  return {
    ranks,
    criteria: ["total", ...ranking.tieBreaks.map(tieBreakName), "lottery"],
    decidedBy,
    comparedUpTo,
    unbroken,
  };
}

function indicesOf(values: Uint8Array, wanted: number): Uint32Array {
  const found = new Uint32Array(values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0));
  let at = 0;
  values.forEach((value, index) => {
    if (value === wanted) found[at++] = index;
  });
  return found;
}

/** For each place of the order, the first column in which it differs from the place before; their number where none does. */
function decisions(order: Uint32Array, columns: readonly Float64Array[]): Uint8Array {
  const decided = new Uint8Array(order.length);
  for (let place = 1; place < order.length; place++) {
    const [before, candidate] = [order[place - 1] ?? 0, order[place] ?? 0];
    let column = 0;
    while (column < columns.length && columns[column]?.[before] === columns[column]?.[candidate]) column++;
    decided[place] = column;
  }
  return decided;
}
