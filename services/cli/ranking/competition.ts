/** What a ranking is computed from, out of its files: every problem of all of them is told at once. */
import { createHash } from "node:crypto";
import { readCandidatesFile } from "#cli/ranking/candidates-file";
import { createProblemList, type ProblemList } from "#cli/problem-list";
import { readMarksFile } from "#cli/ranking/marks-file";
import { readRulesFile } from "#cli/ranking/rules-file";
import { readOpenedLottery } from "#cli/ranking/opened-lottery";
import { readValuesFile } from "#cli/ranking/values-file";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import type { CompetitionInput } from "#domain/ranking/input";
import { inputsText } from "#domain/ranking/inputs-text";
import { createMarkBook } from "#domain/ranking/mark-book";
import { missingMarks } from "#domain/ranking/missing-marks";
import type { RankingRules } from "#domain/ranking/rules";

export interface CompetitionFiles {
  readonly rules: string;
  readonly marks: readonly string[];
  readonly candidates?: string | undefined;
  readonly values?: string | undefined;
  readonly lottery?: string | undefined;
}
export interface Competition {
  readonly rules: RankingRules;
  readonly input: CompetitionInput;
  readonly lottery: OpenedLottery | null;
  /** Hexadecimal SHA-256 of all that was read and looked at (R11). */
  readonly inputsHash: string;
}

/** Throws BadInput. */
export async function readCompetition(files: CompetitionFiles): Promise<Competition> {
  const rules = readRulesFile(files.rules);
  const lottery = files.lottery === undefined ? null : readOpenedLottery(files.lottery, rules);
  const problems = createProblemList();
  refuseWhatNeedsCandidates(files, rules, problems);
  problems.refuse();
  const listed = files.candidates === undefined ? null : await readCandidatesFile(files.candidates, rules, problems);
  // Without sound candidates every mark would be a problem.
  problems.refuse();
  const book = createMarkBook(rules, listed?.candidates ?? null);
  for (const path of files.marks) await readMarksFile(path, book, problems);
  const { candidates, units } = book.finish();
  const values = await readValuesFile(files.values, rules, candidates, problems);
  problems.refuse();
  const places = new Map(listed?.candidates.map((candidate, index) => [candidate, index]));
  const rankings = rules.rankings.map((ranking, n) => ({
    enrolled: Uint8Array.from(candidates, (candidate) =>
      ranking.enrolled === "everyone" || listed?.enrolled[places.get(candidate) ?? -1]?.includes(ranking.code) ? 1 : 0,
    ),
    totals: values[n]?.totals ?? null,
    ranks: values[n]?.ranks ?? null,
  }));
  const fields = new Map(
    [...(listed?.fields ?? [])].map(([field, all]) => [
      field,
      candidates.map((candidate) => all[places.get(candidate) ?? -1] ?? ""),
    ]),
  );
  const input = { candidates, units, fields, rankings };
  for (const problem of missingMarks(rules, input)) problems.add(files.marks.join(", "), problem);
  problems.refuse();
  return { rules, input, lottery, inputsHash: hashOf(inputsText(rules, input, lottery?.seed ?? null)) };
}

function refuseWhatNeedsCandidates(files: CompetitionFiles, rules: RankingRules, problems: ProblemList): void {
  if (files.candidates !== undefined) return;
  rules.rankings.forEach((ranking, n) => {
    const byField = ranking.tieBreaks.some(({ by }) => by === "field");
    const why =
      ranking.enrolled === "listed"
        ? "ranks those who are enrolled"
        : byField
          ? "breaks ties by identity fields"
          : null;
    const message = `${ranking.code} ${why ?? ""}: give --candidates FILE.csv`;
    if (why !== null) problems.add(files.rules, { rule: "candidates-needed", place: `rankings[${n}]`, message });
  });
}

export function hashOf(pieces: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
