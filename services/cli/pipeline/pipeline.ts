/** `amphi pipeline`: from a day that nobody sat to seats, each stage timed and checked; nothing of it stays. */
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Command, Refusal } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readOptions, wholeNumber } from "#cli/import/arguments";
import { refusalOf, COMMAND_LINE } from "#cli/marking/desk";
import { createStages, type Stages } from "#cli/pipeline/stages";
import {
  simulatedLottery,
  simulatedPlaces,
  simulatedRules,
  simulatedWishes,
} from "#cli/pipeline/simulated-competition";
import { storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { simulatedPaper } from "#cli/pipeline/simulated-paper";
import { hashOf } from "#cli/ranking/competition";
import type { AnswerTo, MarkingRequest, Refused } from "#contracts/marking/requests";
import { allocate } from "#domain/admission/allocate";
import { isClean } from "#domain/admission/audit/audit";
import { overviewOf } from "#domain/admission/overview";
import { readInput } from "#domain/admission/reading/read-input";
import { canonicalJson } from "#domain/marking/canonical-json";
import { allocationInput } from "#domain/ranking/allocation-input";
import { createMarkingApp } from "#marking/app";
import { findRun, marksOfRun } from "#postgres/queries/marking-runs";
import { storeLottery, storeRules } from "#postgres/queries/ranking-inputs";
import { allResultsOf, findRanking, publicFileOf } from "#postgres/queries/ranking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { createScratchDatabase, type ScratchDatabase } from "#postgres/scratch-database";
import { createLog } from "#runtime/log";
import { projectRoot } from "#runtime/project-root";
import { verifyRanking } from "#verifier/verify-ranking";

const UNIT = "UE1";
const START_MS = Date.UTC(2026, 10, 2, 13, 0);
const LOOK_EVERY_MS = 300;

export const pipelineCommand: Command = {
  path: ["pipeline"],
  usage: "pipeline [--candidates N] [--items N] [--seed N]",
  summary:
    "a simulated closed day in a database of its own, then marks, ranks, verification, seats and audit, with the time of each",
  async run(args, context) {
    const values = readOptions(args, {
      candidates: { type: "string", default: "8300" },
      items: { type: "string", default: "120" },
      seed: { type: "string", default: "20151207" },
    });
    const candidates = wholeNumber("candidates", values.candidates, 100, 100_000);
    const items = wholeNumber("items", values.items, 12, 150);
    const seed = wholeNumber("seed", values.seed, 0, 2_147_483_647);
    const stages = createStages(context, () => performance.now());
    const scratch = await createScratchDatabase(
      context.databaseUrl,
      join(projectRoot(), "services/postgres/migrations"),
    );
    try {
      await runStages(scratch, stages, { candidates, items, seed }, context);
      return 0;
    } finally {
      await scratch.drop();
    }
  },
};

interface PipelineSize {
  readonly candidates: number;
  readonly items: number;
  readonly seed: number;
}

async function runStages(
  scratch: ScratchDatabase,
  stages: Stages,
  size: PipelineSize,
  context: CliContext,
): Promise<void> {
  const { candidates, items, seed } = size;
  const day = await stages.run("fill and close", async (progress) => {
    const folder = { ...simulatedPaper("paper-1", items), files: new Map() };
    const onProgress = (stored: number) => progress(stored, candidates);
    const filled = await storeSimulatedDay(scratch.owner, {
      examSlug: "simulated",
      folder,
      candidates,
      seed,
      startMs: START_MS,
      onProgress,
    });
    await scratch.owner.query("ANALYZE");
    return { result: filled, says: `${candidates} candidates, ${filled.items} items, ${filled.entries} entries` };
  });
  const pool = scratch.as("amphi_marking");
  const database = databaseOf(pool);
  const app = createMarkingApp({
    ...{ pool, log: createLog("pipeline", "fatal"), now: () => context.now() },
    oldestWaitingMs: () => Promise.resolve(null),
    elapsedMs: () => performance.now(),
  });
  async function ask<Request extends MarkingRequest>(request: Request) {
    const answer = await app.answer(request);
    if (answer.kind === "refused") throw refusalOf(answer);
    return answer as Exclude<AnswerTo<Request["ask"]>, Refused>;
  }
  const runId = await stages.run("mark", async (progress) => {
    const started = await ask({ ask: "mark", sittingId: day.sittingId, unit: UNIT, by: COMMAND_LINE });
    const look = setInterval(() => {
      void findRun(databaseOf(scratch.owner), started.runId).then((run) =>
        progress(run?.markedCandidates ?? 0, candidates),
      );
    }, LOOK_EVERY_MS);
    await app.work().finally(() => clearInterval(look));
    const run = await findRun(database, started.runId);
    if (run?.state !== "done") throw new Refusal(`the run is ${run?.state ?? "gone"}: ${run?.trouble ?? ""}`);
    return { result: run.id, says: `marks sha256 ${run.marksSha256 ?? ""}` };
  });
  const numbers = (await marksOfRun(database, runId)).map(({ anonymityNumber }) => anonymityNumber);
  const rankingId = await stages.run("rank", async () => {
    const rules = simulatedRules(UNIT);
    const given = { by: COMMAND_LINE.name, atMs: context.now() };
    await storeRules(databaseOf(scratch.owner), day.examId, rules, hashOf([canonicalJson(rules)]), given);
    await storeLottery(databaseOf(scratch.owner), day.examId, simulatedLottery(rules, numbers), given);
    const { rankingRunId } = await ask({ ask: "rank", examId: day.examId, runIds: null, by: COMMAND_LINE });
    const made = await findRanking(database, rankingRunId);
    return {
      result: rankingRunId,
      says: `${made?.rules.rankings.length ?? 0} rankings, public file ${made?.publicSha256 ?? ""}`,
    };
  });
  await stages.run("verify", async () => {
    const file = await publicFileOf(database, rankingId);
    const verdict = await verifyRanking(linesOf(gunzipSync(file ?? Buffer.alloc(0)).toString("utf8")));
    if (verdict.problems.length > 0) throw new Refusal(...verdict.problems.map((one) => `not valid: ${one}`));
    return { result: null, says: `${verdict.candidates} candidates computed again by the independent verifier` };
  });
  const ranking = await findRanking(database, rankingId);
  const rows = await allResultsOf(database, rankingId, ranking?.rules.rankings.map(({ code }) => code) ?? []);
  const read = readInput(allocationInput(rows, simulatedPlaces(candidates), simulatedWishes(numbers, seed)));
  if (!("input" in read)) throw new Refusal("the round cannot be read");
  const { market, round } = read.input;
  const seats = await stages.run("allocate", () => {
    const result = allocate(market, round);
    const { byWish, nowhere } = overviewOf(market, round, result.seats);
    const admitted = byWish.reduce((sum, count) => sum + count, 0);
    return Promise.resolve({
      result,
      says: `${admitted} admitted, ${byWish[0] ?? 0} to their first wish, ${nowhere} nowhere`,
    });
  });
  await stages.run("audit", () => {
    if (!isClean(seats.audit)) throw new Refusal("the seats do not pass the audit");
    return Promise.resolve({ result: null, says: "stable, feasible, nobody demoted" });
  });
}

async function* linesOf(text: string): AsyncGenerator<string> {
  for (const line of text.split("\n")) if (line !== "") yield await Promise.resolve(line);
}
