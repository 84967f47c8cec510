/** What ranks are computed from, out of a competition's rows; every row that cannot stand is named. Pure. */
import { candidateOf, type Enrolled, type GivenValue, type StoredMark } from "#domain/competition/people";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { Problem } from "#domain/exam/problem";
import { type CompetitionInput, NO_RANK, NO_TOTAL, type RankingInput } from "#domain/ranking/input";
import { createMarkBook } from "#domain/ranking/mark-book";
import { missingMarks } from "#domain/ranking/missing-marks";
import { fieldsOf, type RankingRules } from "#domain/ranking/rules";

export interface CompetitionRows {
  readonly enrolled: readonly Enrolled[];
  readonly marks: readonly StoredMark[];
  readonly given: readonly GivenValue[];
}
export interface RankedPeople {
  readonly input: CompetitionInput;
  /** In the order of the input's candidates. */
  readonly people: readonly Enrolled[];
}

export function rankingInputOf(
  plan: CompetitionPlan,
  rules: RankingRules,
  rows: CompetitionRows,
): { readonly ranked: RankedPeople } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const nameOf = (one: Enrolled) => candidateOf(plan.anonymity, one);
  for (const one of rows.enrolled)
    if (nameOf(one) === "")
      problems.push({ rule: "no-anonymity-number", place: one.studentNumber, message: "has no anonymity number" });
  const byId = new Map(rows.enrolled.map((one) => [one.personId, one]));
  const byName = new Map(rows.enrolled.map((one) => [nameOf(one), one]));
  if (problems.length > 0) return { problems };

  const book = createMarkBook(rules, [...byName.keys()]);
  for (const { personId, unit, value } of rows.marks) {
    const person = byId.get(personId);
    // Marks of who has left and of units that are no longer in the plan stay stored, and count nowhere.
    if (!person || !rules.units.some(({ code }) => code === unit)) continue;
    const row =
      "code" in value
        ? { mark: "", maximum: "", code: value.code }
        : { mark: String(value.mark), maximum: String(value.maximum), code: "" };
    book.add({ candidate: nameOf(person), unit, ...row }, (rule, message) => {
      problems.push({ rule, place: `${nameOf(person)}, ${unit}`, message });
    });
  }
  const { candidates, units } = book.finish();
  const people = candidates.flatMap((candidate) => byName.get(candidate) ?? []);
  const fields = new Map(fieldsOf(rules).map((field) => [field, people.map(({ identity }) => identity[field] ?? "")]));
  const given = givenBy(rules, rows.given);
  const rankings = rules.rankings.map(({ code, enrolled, ranks, totals }): RankingInput => ({
    enrolled: Uint8Array.from(people, ({ programmes }) =>
      enrolled === "everyone" || programmes.includes(code) ? 1 : 0,
    ),
    totals: totals !== "imported" ? null : Float64Array.from(people, (one) => given(code, one)?.total ?? NO_TOTAL),
    ranks: ranks !== "imported" ? null : Uint32Array.from(people, (one) => given(code, one)?.rank ?? NO_RANK),
  }));
  const input = { candidates, units, fields, rankings };
  problems.push(...missingMarks(rules, input));
  return problems.length > 0 ? { problems } : { ranked: { input, people } };
}

function givenBy(rules: RankingRules, values: readonly GivenValue[]) {
  const tables = new Map(rules.rankings.map(({ code }) => [code, new Map<number, GivenValue>()]));
  for (const value of values) tables.get(value.ranking)?.set(value.personId, value);
  return (ranking: string, { personId }: Enrolled) => tables.get(ranking)?.get(personId);
}
