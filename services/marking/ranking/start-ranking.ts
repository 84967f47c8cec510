/** A ranking is asked for: refused with every reason, or made and stored whole. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type pg from "pg";
import type { z } from "zod";
import type { RankingStarted, RankRequest } from "#contracts/marking/requests";
import { lotteryKeys } from "#domain/lottery/draw";
import type { CompetitionInput } from "#domain/ranking/input";
import { inputsText } from "#domain/ranking/inputs-text";
import { publicLines } from "#domain/ranking/public-lines";
import { rank, type RankingResult } from "#domain/ranking/rank";
import { resultRows } from "#domain/ranking/rank-lines";
import type { RankingRules } from "#domain/ranking/rules";
import { hmacSha256 } from "#marking/hashes";
import { type ExamToRank, examToRank, inputOf, lotteryFor } from "#marking/ranking/exam-ranking";
import { MarkingRefused } from "#marking/refusal";
import { inTransaction } from "#postgres/connection";
import { storeRanking } from "#postgres/queries/ranking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { oneSnapshot } from "#postgres/queries/snapshot";

const TIED_SHOWN = 20;

/** Rejects with MarkingRefused. */
export async function startRanking(
  pool: pg.Pool,
  { by, examId, runIds }: z.infer<typeof RankRequest>,
  now: () => number,
): Promise<z.infer<typeof RankingStarted>> {
  const exam = await inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    return examToRank(databaseOf(client), examId, runIds);
  });
  if (exam === null) throw new MarkingRefused("no_ranking_rules");
  const askedAtMs = now();
  const { input, inputsSha256, publicText, results } = rankedExam(exam);
  const run = {
    ...{ examId, askedBy: by.accountId, askedByName: by.name, askedAtMs, sources: exam.sources },
    ...{ rulesId: exam.rules.id, lotteryId: exam.lottery?.id ?? null, candidates: input.candidates.length },
    ...{ inputsSha256, publicFile: gzipSync(publicText), doneAtMs: now() },
    publicSha256: createHash("sha256").update(publicText).digest("hex"),
  };
  const rankingRunId = await storeRanking(pool, run, resultRows(exam.rules.rules, input, results));
  return { kind: "ranking_started", rankingRunId };
}

export function rankedExam(exam: ExamToRank) {
  const { rules } = exam.rules;
  const input = inputOf(exam);
  const lottery = lotteryFor(exam);
  const results = rank(rules, input, lottery && lotteryKeys(hmacSha256, lottery.seed));
  refuseTies(rules, input, results);
  const hash = createHash("sha256");
  for (const piece of inputsText(rules, input, lottery?.seed ?? null)) hash.update(piece);
  const inputsSha256 = hash.digest("hex");
  const opened = lottery && openedOf(lottery);
  const publicText = [...publicLines(rules, input, results, inputsSha256, opened)].join("");
  return { input, results, inputsSha256, publicText };
}

function openedOf({ list, ...opened }: NonNullable<ReturnType<typeof lotteryFor>>) {
  return { committed: list, opened };
}

function refuseTies(rules: RankingRules, input: CompetitionInput, results: readonly RankingResult[]): void {
  const lines = results.flatMap(({ unbroken }, n) =>
    unbroken.map((group) => {
      const who = group.slice(0, TIED_SHOWN).map((at) => input.candidates[at] ?? "");
      return `${rules.rankings[n]?.code ?? ""}: ${who.join(", ")}${group.length > who.length ? "…" : ""}`;
    }),
  );
  if (lines.length > 0) throw new MarkingRefused("ties_left", lines);
}
