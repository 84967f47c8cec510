/** Small competitions for tests, written as one would say them. */
import type { CompetitionInput } from "#domain/ranking/input";
import { NO_RANK, NO_TOTAL } from "#domain/ranking/input";
import { createMarkBook } from "#domain/ranking/mark-book";
import { rank, type RankingResult, STATUSES } from "#domain/ranking/rank";
import { fieldsOf, type Ranking, type RankingRules } from "#domain/ranking/rules";
import type { LotteryKey } from "#domain/ranking/ties";

export interface Person {
  /** A mark over 20, a mark over a maximum (both thousandths), or a special code. */
  readonly marks: Readonly<Record<string, number | readonly [number, number] | string>>;
  readonly enrolled?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, { readonly total?: number; readonly rank?: number }>>;
}
export type People = Readonly<Record<string, Person>>;

export const aRanking = (over: Partial<Ranking> = {}): Ranking => ({
  code: "GEN",
  name: "General",
  enrolled: "everyone",
  totals: "computed",
  ranks: "computed",
  coefficients: { UE1: 2, UE2: 1 },
  tieBreaks: [],
  ...over,
});

export const someRules = (over: Partial<RankingRules> = {}): RankingRules => ({
  format: "amphi-ranking-rules",
  v: 1,
  title: "A competition",
  units: ["UE1", "UE2", "UE3"].map((code) => ({ code, name: code, scale: 20_000, ects: 3, common: code !== "UE3" })),
  codes: [
    { code: "ABS", effect: "zero" },
    { code: "DSP", effect: "neutral" },
    { code: "DEF", effect: "excludes-here" },
    { code: "FRD", effect: "excludes-everywhere" },
  ],
  missing: { as: "ABS" },
  rankings: [aRanking()],
  lottery: "beacon",
  ...over,
});

/** The columns that people's lines give. Throws where a line is refused. */
export function inputOf(rules: RankingRules, people: People): CompetitionInput {
  const book = createMarkBook(rules, Object.keys(people));
  for (const [candidate, { marks }] of Object.entries(people))
    for (const [unit, mark] of Object.entries(marks)) {
      const [given, maximum] = typeof mark === "number" ? [mark, 20_000] : typeof mark === "string" ? ["", ""] : mark;
      const code = typeof mark === "string" ? mark : "";
      book.add({ candidate, unit, mark: String(given), maximum: String(maximum), code }, (_rule, message) => {
        throw new Error(message);
      });
    }
  const { candidates, units } = book.finish();
  const each = <T>(of: (person: Person) => T): T[] =>
    candidates.map((candidate) => of(people[candidate] ?? { marks: {} }));
  const fields = new Map(fieldsOf(rules).map((field) => [field, each((person) => person.fields?.[field] ?? "")]));
  const rankings = rules.rankings.map(({ code, enrolled, totals, ranks }) => ({
    enrolled: Uint8Array.from(each((person) => (enrolled === "everyone" || person.enrolled?.includes(code) ? 1 : 0))),
    totals: totals === "imported" ? Float64Array.from(each(({ values }) => values?.[code]?.total ?? NO_TOTAL)) : null,
    ranks: ranks === "imported" ? Uint32Array.from(each(({ values }) => values?.[code]?.rank ?? NO_RANK)) : null,
  }));
  return { candidates, units, fields, rankings };
}

/** A lottery in which whoever comes first by number wins. */
export const byNumber: LotteryKey = (candidate) => candidate;

/** By ranking, then by candidate: the rank, or the status of whoever has none. */
export function ranked(
  rules: RankingRules,
  people: People,
  lottery: LotteryKey | null = byNumber,
): Record<string, Record<string, number | string>> {
  const input = inputOf(rules, people);
  return Object.fromEntries(
    rank(rules, input, lottery).map((result, n) => [rules.rankings[n]?.code ?? "", placesOf(input, result)]),
  );
}

const placesOf = (input: CompetitionInput, { ranks, statuses }: RankingResult) =>
  Object.fromEntries(
    input.candidates.map((candidate, index) => {
      const status = STATUSES[statuses[index] ?? 0] ?? "";
      return [candidate, status === "ranked" ? (ranks[index] ?? 0) : status];
    }),
  );

/** Totals by candidate in the first ranking. */
export function totalsOf(rules: RankingRules, people: People): Record<string, number> {
  const input = inputOf(rules, people);
  const totals = rank(rules, input, byNumber)[0]?.totals ?? new Float64Array();
  return Object.fromEntries(input.candidates.map((candidate, index) => [candidate, totals[index] ?? NO_TOTAL]));
}
