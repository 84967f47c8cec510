/**
 * Totals and strict ranks of a million candidates in five programmes and a global ranking, ties broken by marks, a date of
 * birth and the lottery; then by the lottery alone, when everybody has the same marks.
 */
import type { Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { rounded } from "#infra/bench/measure/median.ts";
import { hmacSha256 } from "#cli/ranking/hashes";
import { seededNumbers } from "#domain/exam/seeded-numbers";
import { lotteryKeys } from "#domain/lottery/draw";
import type { CompetitionInput, UnitMarks } from "#domain/ranking/input";
import { rank } from "#domain/ranking/rank";
import type { Ranking, RankingRules } from "#domain/ranking/rules";

const CANDIDATES = 1_000_000;
const PROGRAMMES = 5;
const UNITS = 8;
const SCALE = 20_000;
const TARGET_S = 5;
const SEED = 20_151_207;
/** Programmes take turns at enrolling all but one candidate in five. */
const NOT_ENROLLED_EVERY = 5;
const BORN_DAYS = 3_000;

export const ranking: Benchmark = {
  name: "ranking",
  run: () => {
    const rules = someRules();
    const spread = measured(rules, marksSpread(rules));
    const equal = measured(rules, marksEqual(rules));
    return Promise.resolve([
      figure("ranking", spread, { ok: spread.seconds <= TARGET_S, target: `≤ ${TARGET_S}` }),
      figure("ranking-all-equal", equal, { ok: true, target: "shown" }),
    ]);
  },
};

function figure(name: string, run: Run, verdict: Pick<Figure, "ok" | "target">): Figure {
  const { seconds, ...detail } = run;
  const shown = { candidates: CANDIDATES, programmes: PROGRAMMES, units: UNITS, ...detail };
  return { name, value: rounded(seconds), unit: "s for totals and ranks, in memory", ...verdict, detail: shown };
}

interface Run {
  readonly seconds: number;
  readonly drawn: number;
  readonly residentMB: number;
  readonly columnsMB: number;
}

function measured(rules: RankingRules, input: CompetitionInput): Run {
  const keyOf = lotteryKeys(hmacSha256, "7".repeat(64));
  let drawn = 0;
  const start = performance.now();
  const results = rank(rules, input, (candidate) => {
    drawn += 1;
    return keyOf(candidate);
  });
  const seconds = (performance.now() - start) / 1_000;
  const last = results.at(-1)?.ranks.reduce((most, one) => Math.max(most, one), 0);
  if (last !== CANDIDATES - CANDIDATES / NOT_ENROLLED_EVERY) throw new Error(`${String(last)} ranked`);
  const { rss, arrayBuffers } = process.memoryUsage();
  return { seconds, drawn, residentMB: rounded(rss / 1e6), columnsMB: rounded(arrayBuffers / 1e6) };
}

const unitCode = (unit: number) => `UE${unit + 1}`;

function someRules(): RankingRules {
  const rankings = Array.from({ length: PROGRAMMES }, (_, n): Ranking => {
    const coefficients = Array.from(
      { length: UNITS },
      (_unused, unit) => [unitCode(unit), 1 + ((unit + n) % 4)] as const,
    );
    return {
      ...{ code: `P${n}`, name: `Programme ${n}`, enrolled: "listed", totals: "computed", ranks: "computed" },
      coefficients: Object.fromEntries(coefficients),
      tieBreaks: [
        { by: "mark", unit: unitCode(n), first: "highest", missing: "last" },
        { by: "field", field: "born", as: "date", first: "lowest", missing: "last" },
      ],
    };
  });
  return {
    ...{ format: "amphi-ranking-rules", v: 1, title: "Benchmark", missing: { as: "ABS" }, lottery: "beacon" },
    units: Array.from({ length: UNITS }, (_, unit) => ({ code: unitCode(unit), name: unitCode(unit), scale: SCALE })),
    codes: [{ code: "ABS", effect: "zero" }],
    rankings,
  };
}

/** Marks in steps of a hundredth of a point, one in fifty absent; a column per unit. */
function marksSpread(rules: RankingRules): CompetitionInput {
  const { below } = seededNumbers(SEED);
  return competition(
    rules,
    () => (below(50) === 0 ? null : 10 * below(SCALE / 10 + 1)),
    () => below(BORN_DAYS),
  );
}
const marksEqual = (rules: RankingRules): CompetitionInput =>
  competition(
    rules,
    () => SCALE / 2,
    () => 0,
  );

function competition(rules: RankingRules, mark: () => number | null, bornDay: () => number): CompetitionInput {
  const units = rules.units.map((): UnitMarks => {
    const codes = new Uint8Array(CANDIDATES);
    const marks = Float64Array.from({ length: CANDIDATES }, (_, candidate) => {
      const given = mark();
      codes[candidate] = given === null ? 1 : 0;
      return given ?? 0;
    });
    return { marks, maxima: new Float64Array(CANDIDATES).fill(SCALE), codes };
  });
  const dates = Array.from({ length: BORN_DAYS }, (_, day) =>
    new Date(Date.UTC(1998, 0, 1 + day)).toISOString().slice(0, 10),
  );
  return {
    candidates: Array.from({ length: CANDIDATES }, (_, n) => String(10_000_000 + 7 * n)),
    units,
    fields: new Map([["born", Array.from({ length: CANDIDATES }, () => dates[bornDay()] ?? "")]]),
    rankings: rules.rankings.map((_, n) => ({
      enrolled: Uint8Array.from({ length: CANDIDATES }, (_unused, one) => (one % NOT_ENROLLED_EVERY === n ? 0 : 1)),
      totals: null,
      ranks: null,
    })),
  };
}
