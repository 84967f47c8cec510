/** What an exam is ranked from, out of the database. */
import type { OpenedLottery } from "#contracts/ranking/lottery";
import { canonicalJson } from "#domain/marking/canonical-json";
import { competitionInput, type RankedCandidate } from "#domain/ranking/competition-input";
import type { CompetitionInput } from "#domain/ranking/input";
import type { MarkRow } from "#domain/ranking/mark-book";
import type { RankingRules } from "#domain/ranking/rules";
import { sha256 } from "#marking/hashes";
import { MarkingRefused } from "#marking/refusal";
import { findRun } from "#postgres/queries/marking-runs";
import {
  lotteryOfExam,
  markRowsOfImport,
  markRowsOfRun,
  rankedCandidates,
  type RankingLotteryRow,
  type RankingRulesRow,
  rulesOfExam,
} from "#postgres/queries/ranking-inputs";
import { sourcesNow } from "#postgres/queries/ranking-runs";
import type { Database } from "#postgres/queries/reading";
import type { RankingSources } from "#postgres/schema/ranking";

export interface ExamToRank {
  readonly rules: RankingRulesRow;
  readonly lottery: RankingLotteryRow | null;
  readonly sources: RankingSources;
  readonly people: readonly RankedCandidate[];
  /** By unit. */
  readonly marks: ReadonlyMap<string, readonly MarkRow[]>;
}

/** `runIds` null: the newest finished run of each unit. Null: the exam has no rules. Rejects with MarkingRefused. */
export async function examToRank(
  database: Database,
  examId: number,
  runIds: readonly number[] | null,
): Promise<ExamToRank | null> {
  const rules = await rulesOfExam(database, examId);
  if (rules === null) return null;
  const sources = {
    ...(await sourcesNow(database, examId, rules.rules)),
    ...(await chosen(database, runIds ?? [], rules.rules)),
  };
  const marks = new Map<string, readonly MarkRow[]>();
  for (const [unit, source] of Object.entries(sources))
    marks.set(
      unit,
      "runId" in source
        ? await markRowsOfRun(database, source.runId, unit)
        : await markRowsOfImport(database, source.importId, unit),
    );
  return {
    rules,
    sources,
    marks,
    lottery: await lotteryOfExam(database, examId),
    people: await rankedCandidates(database, examId),
  };
}

async function chosen(
  database: Database,
  runIds: readonly number[],
  rules: RankingRules,
): Promise<Record<string, { runId: number }>> {
  const sources: Record<string, { runId: number }> = {};
  for (const runId of runIds) {
    const run = await findRun(database, runId);
    if (run === null) throw new MarkingRefused("run_unknown", [String(runId)]);
    if (run.state !== "done") throw new MarkingRefused("run_not_done", [`${runId}: ${run.state}`]);
    if (!rules.units.some(({ code }) => code === run.unit))
      throw new MarkingRefused("ranking_problems", [`run ${runId} is of ${run.unit}, which the rules do not have`]);
    sources[run.unit] = { runId };
  }
  return sources;
}

/** The columns that are ranked; refused with every line that is wrong or missing. */
export function inputOf({ marks, people, rules }: ExamToRank): CompetitionInput {
  const { input, problems } = competitionInput(rules.rules, people, [...marks.values()].flat());
  if (problems.length > 0) throw new MarkingRefused("ranking_problems", problems);
  return input;
}

/** The lottery where it was committed to these rules: another one decides nothing. */
export function lotteryFor({ lottery, rules }: ExamToRank): OpenedLottery | null {
  return lottery !== null && lottery.opened.rulesHash === sha256(canonicalJson(rules.rules)) ? lottery.opened : null;
}
