/** From rows to what is ranked: candidates with their identity fields, lines of marks. Every problem is told at once. */
import { folded } from "#domain/exam/columns";
import { fieldKey } from "#domain/ranking/criteria";
import type { CompetitionInput } from "#domain/ranking/input";
import { CANDIDATE, createMarkBook, type MarkRow } from "#domain/ranking/mark-book";
import { missingMarks } from "#domain/ranking/missing-marks";
import { fieldsOf, type FieldTieBreak, type RankingRules } from "#domain/ranking/rules";

export interface RankedCandidate {
  /** Anonymity number. */
  readonly candidate: string;
  /** Identity fields as they were imported, by heading. */
  readonly identity: Readonly<Record<string, string>>;
}
/** Headings of the field that names the rankings somebody is enrolled in, between spaces or strokes (R17). */
export const PROGRAMMES = ["programmes", "programme", "filieres", "filiere", "rankings", "classements"];

/** Problems, in words; the input is to be ranked only where there are none. */
export function competitionInput(
  rules: RankingRules,
  people: readonly RankedCandidate[],
  marks: Iterable<MarkRow>,
): { readonly input: CompetitionInput; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const say = (who: string, message: string) => void problems.push(`${who}: ${message}`);
  const sorted = [...people].sort((a, b) => (a.candidate < b.candidate ? -1 : 1));
  for (const { candidate } of sorted) if (!CANDIDATE.test(candidate)) say(candidate, "is no candidate's number");
  const book = createMarkBook(
    rules,
    sorted.map(({ candidate }) => candidate),
  );
  for (const row of marks) book.add(row, (_rule, message) => void say(row.candidate, message));
  const { candidates, units } = book.finish();

  const values = sorted.map(
    ({ identity }) => new Map(Object.entries(identity).map(([name, value]) => [folded(name), value])),
  );
  const listed = new Set(rules.rankings.filter(({ enrolled }) => enrolled === "listed").map(({ code }) => code));
  const named = values.map((fields, n) => {
    const text = PROGRAMMES.map((name) => fields.get(name)).find((one) => one !== undefined) ?? "";
    const codes = text.split(/[\s|]+/).filter((one) => one !== "");
    for (const code of listed.size > 0 ? codes : [])
      if (!listed.has(code)) say(candidates[n] ?? "", `"${code}" is no ranking of the rules that enrols by list`);
    return codes;
  });
  const fields = new Map(
    fieldsOf(rules).map((field) => [field, values.map((of) => of.get(folded(field))?.trim() ?? "")]),
  );
  for (const tieBreak of rules.rankings.flatMap((one) => one.tieBreaks).filter(isField))
    fields.get(tieBreak.field)?.forEach((value, n) => {
      if (value !== "" && fieldKey(tieBreak, value) === null)
        say(candidates[n] ?? "", `${tieBreak.field} "${value}" is not what the tie-break compares`);
    });
  const rankings = rules.rankings.map(({ code, enrolled }) => ({
    enrolled: Uint8Array.from(candidates, (_, n) => (enrolled === "everyone" || named[n]?.includes(code) ? 1 : 0)),
    totals: null,
    ranks: null,
  }));
  for (const { code, ranks, totals } of rules.rankings)
    if (totals === "imported" || ranks === "imported")
      say(code, "totals and ranks of an office come from files: amphi rank --values");
  const input = { candidates, units, fields, rankings };
  problems.push(...missingMarks(rules, input).map(({ message }) => message));
  return { input, problems };
}

const isField = (one: { readonly by: string }): one is FieldTieBreak => one.by === "field";
