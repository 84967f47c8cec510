/** Ranks before and after other marks of one unit: who moves, who crosses a line. */
import type { Move, WhatIfRanking } from "#contracts/marking/requests";
import { lotteryKeys } from "#domain/lottery/draw";
import { competitionInput } from "#domain/ranking/competition-input";
import { type CompetitionInput, NO_RANK, NO_TOTAL } from "#domain/ranking/input";
import type { MarkRow } from "#domain/ranking/mark-book";
import { rank } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";
import { hmacSha256 } from "#marking/hashes";
import type { ComparedMarks } from "#marking/questions/mark-changes";
import { type ExamToRank, lotteryFor } from "#marking/ranking/exam-ranking";

const MOVERS_SHOWN = 50;
const CROSSING_SHOWN = 200;

/** `before` and `after`: marks of the unit, the same candidates in the same order. */
export function ranksAfter(
  exam: ExamToRank | null,
  unit: string,
  before: readonly ComparedMarks[],
  after: readonly ComparedMarks[],
  line: number | null,
): { readonly rankedBy: "rules" | "unit"; readonly rankings: WhatIfRanking[] } {
  const whole = exam === null ? null : bothInputs(exam, unit, before, after);
  const { inputs, rankedBy, rules } = whole ?? alone(unit, before, after);
  const lottery = whole === null || exam === null ? null : lotteryFor(exam);
  const [was, now] = inputs.map((input) => rank(rules, input, lottery && lotteryKeys(hmacSha256, lottery.seed)));
  const candidates = inputs[0]?.candidates ?? [];
  const rankings = rules.rankings.flatMap(({ code, name, ranks }, n) => {
    const [a, b] = [was?.[n], now?.[n]];
    if (!a || !b || ranks !== "computed") return [];
    const [ranksBefore, ranksNow] = [shared(a), shared(b)];
    const moves = candidates.map((candidate, at): Move => ({
      candidate,
      rankBefore: orNull(ranksBefore[at], NO_RANK),
      rankAfter: orNull(ranksNow[at], NO_RANK),
      totalBefore: orNull(a.totals[at], NO_TOTAL),
      totalAfter: orNull(b.totals[at], NO_TOTAL),
    }));
    return [{ code, name, ...movesOf(moves), line: line === null ? null : crossing(moves, line) }];
  });
  return { rankedBy, rankings };
}

/** By the exam's rules, when the other units' marks are there; null: they cannot be applied. */
function bothInputs(exam: ExamToRank, unit: string, ...marks: (readonly ComparedMarks[])[]) {
  const { rules } = exam.rules;
  if (!rules.units.some(({ code }) => code === unit)) return null;
  const others = [...exam.marks].flatMap(([code, rows]) => (code === unit ? [] : rows));
  const read = marks.map((of) => competitionInput(rules, exam.people, [...others, ...of.map(rowOf(unit))]));
  if (read.some(({ problems }) => problems.length > 0)) return null;
  return { rules, inputs: read.map(({ input }) => input), rankedBy: "rules" as const };
}

/** One ranking by the mark of the unit; a code counts as nothing. */
function alone(unit: string, ...marks: (readonly ComparedMarks[])[]) {
  const scale = marks.flat().reduce((most, { maximum }) => Math.max(most, maximum), 1);
  const base = { enrolled: "everyone", totals: "computed", ranks: "computed", tieBreaks: [] } as const;
  const rules: RankingRules = {
    ...{ format: "amphi-ranking-rules", v: 1, title: unit, missing: "refuse", lottery: "none", codes: [] },
    units: [{ code: unit, name: unit, scale }],
    rankings: [{ ...base, code: unit, name: unit, coefficients: { [unit]: 1 } }],
  };
  const inputs = marks.map((of): CompetitionInput => {
    const people = of.map(({ anonymityNumber }) => ({ candidate: anonymityNumber, identity: {} }));
    const rows = of.map((one) =>
      rowOf(unit)({ ...one, mark: one.mark ?? 0, maximum: one.mark === null ? scale : one.maximum, code: null }),
    );
    return competitionInput(rules, people, rows).input;
  });
  return { rules, inputs, rankedBy: "unit" as const };
}

const rowOf =
  (unit: string) =>
  ({ anonymityNumber, code, mark, maximum }: Omit<ComparedMarks, "items">): MarkRow => ({
    ...{ candidate: anonymityNumber, unit, code: code ?? "" },
    ...(code === null ? { mark: String(mark ?? 0), maximum: String(maximum) } : { mark: "", maximum: "" }),
  });

/** Ranks where candidates whom nothing tells apart share the best of theirs: no chance is made up for a question. */
function shared({
  ranks,
  unbroken,
}: {
  readonly ranks: Uint32Array;
  readonly unbroken: readonly (readonly number[])[];
}) {
  const all = ranks.slice();
  for (const group of unbroken) {
    const best = group.reduce((least, at) => Math.min(least, ranks[at] ?? NO_RANK), Number.MAX_SAFE_INTEGER);
    for (const at of group) all[at] = best;
  }
  return all;
}
const orNull = (value: number | undefined, none: number): number | null =>
  value === undefined || value === none ? null : value;

/** Positive: upwards. */
const stepsUp = ({ rankAfter, rankBefore }: Move): number =>
  rankBefore === null || rankAfter === null ? 0 : rankBefore - rankAfter;

function movesOf(moves: readonly Move[]) {
  const moved = moves.filter(({ rankAfter, rankBefore }) => rankAfter !== rankBefore);
  const far = [...moved].sort(
    (a, b) => Math.abs(stepsUp(b)) - Math.abs(stepsUp(a)) || (a.candidate < b.candidate ? -1 : 1),
  );
  return {
    ranked: moves.filter(({ rankAfter }) => rankAfter !== null).length,
    moved: moved.length,
    mostUp: moved.reduce((most, one) => Math.max(most, stepsUp(one)), 0),
    mostDown: moved.reduce((most, one) => Math.max(most, -stepsUp(one)), 0),
    movers: far.slice(0, MOVERS_SHOWN),
  };
}

function crossing(moves: readonly Move[], line: number): NonNullable<WhatIfRanking["line"]> {
  const within = (rank: number | null) => rank !== null && rank <= line;
  const across = moves.filter(({ rankAfter, rankBefore }) => within(rankBefore) !== within(rankAfter));
  const comeIn = across.filter(({ rankAfter }) => within(rankAfter)).length;
  const byRank = across.sort(
    (a, b) => (a.rankBefore ?? Infinity) - (b.rankBefore ?? Infinity) || (a.candidate < b.candidate ? -1 : 1),
  );
  return { rank: line, comeIn, fallOut: across.length - comeIn, crossing: byRank.slice(0, CROSSING_SHOWN) };
}
