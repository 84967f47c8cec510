/**
 * Marks of a sitting (8,300 candidates) in memory and from and to PostgreSQL, and of a million, 120 items of six types each:
 * answers as texts in, marks out. The million stream through two processes as `amphi mark` has them: hash of the entries,
 * marks, and the lines of marks.csv.
 */
import { createHash } from "node:crypto";
import { storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { simulatedPaper } from "#cli/pipeline/simulated-paper";
import { seededNumbers } from "#domain/exam/seeded-numbers";
import type { Marking } from "#domain/marking/run";
import { createStatistics } from "#domain/marking/statistics";
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { candidateOf, ITEMS, newMarking, type Texts, textWriters } from "#infra/bench/marking/invented-answers.ts";
import type { FromStream, ToStream } from "#infra/bench/marking/stream-main.ts";
import { familyCpuMs } from "#infra/bench/measure/cpu-time.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";
import { startStorage } from "#infra/bench/platform/storage.ts";
import { startWorker } from "#infra/bench/worker.ts";
import { createMarkingApp } from "#marking/app";
import pg from "pg";
import { findRun } from "#postgres/queries/marking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { createLog } from "#runtime/log";

const SITTING = 8_300;
const MILLION = 1_000_000;
const SEED = 20_151_207;
const ROUNDS = 5;
const TARGET_MS = 500;
const DATABASE_ROUNDS = 3;
const DATABASE_TARGET_S = 5;
const WHAT_IF_TARGET_MS = 2_000;
const TARGET_S = 180;
/** Bounded: what a million needs in each process, however long their answers. */
const TARGET_MB = 1_000;
const BLOCK = 20_000;
const WORKERS = 2;

export const marking: Benchmark = {
  name: "marking",
  run: async (context) => [sitting(), ...(await fromDatabase(context)), await million(context)],
};

function sitting(): Figure {
  const writers = textWriters();
  const random = seededNumbers(SEED);
  const candidates = Array.from({ length: SITTING }, () => writers.map((write) => write(random)));
  const pure = Array.from({ length: ROUNDS }, () => timed(() => markAll(newMarking(), candidates)));
  const counted = timed(() => {
    const run = newMarking();
    const statistics = createStatistics(run);
    candidates.forEach((texts, n) => {
      const candidate = candidateOf(run, texts, n);
      statistics.add(candidate, run.mark(candidate));
    });
    statistics.report();
  });
  const ms = median(pure.map((one) => one.ms));
  return {
    name: "marking.8300",
    value: rounded(ms),
    unit: "ms for all marks, in memory",
    target: `≤ ${TARGET_MS}`,
    ok: ms <= TARGET_MS,
    detail: {
      candidates: SITTING,
      items: ITEMS,
      rounds: ROUNDS,
      cpuMs: rounded(median(pure.map((one) => one.cpuMs))),
      withStatistics: { ms: rounded(counted.ms), cpuMs: rounded(counted.cpuMs) },
    },
  };
}

/** The run as the marking process makes it, with the rights of its role; then what-if, cold and warm. */
async function fromDatabase(context: BenchContext): Promise<Figure[]> {
  const storage = await startStorage(context);
  const folder = { ...simulatedPaper("paper-1", ITEMS), files: new Map() };
  const startMs = Date.UTC(2026, 10, 2, 13, 0);
  const filling = { examSlug: "bench", folder, candidates: SITTING, seed: SEED, startMs };
  const day = await storeSimulatedDay(storage.owner, filling);
  await storage.owner.query("VACUUM ANALYZE");
  const pool = new pg.Pool({ connectionString: storage.database.urlFor("amphi_marking"), max: 6 });
  pool.on("error", () => undefined);
  context.atEnd(() => pool.end());
  const app = createMarkingApp({
    ...{ pool, log: createLog("bench", "fatal"), now: () => Date.now(), elapsedMs: () => performance.now() },
    oldestWaitingMs: () => Promise.resolve(null),
  });
  const by = { accountId: null, name: "bench" };
  const rounds: { ms: number; cpuMs: number; postgresCpuMs: number }[] = [];
  let runId = 0;
  for (let round = 0; round < DATABASE_ROUNDS; round++) {
    const [start, cpu, postgres] = [performance.now(), process.cpuUsage(), familyCpuMs(storage.postgres.pid)];
    const started = await app.answer({ ask: "mark", sittingId: day.sittingId, unit: "UE1", by });
    if (started.kind !== "run_started") throw new Error(JSON.stringify(started));
    await app.work();
    const { user, system } = process.cpuUsage(cpu);
    rounds.push({
      ms: performance.now() - start,
      cpuMs: (user + system) / 1_000,
      postgresCpuMs: familyCpuMs(storage.postgres.pid) - postgres,
    });
    runId = started.runId;
  }
  const run = await findRun(databaseOf(pool), runId);
  const seconds = median(rounds.map(({ ms }) => ms)) / 1_000;
  const rulings = [
    { id: "r1", reason: "bench", decision: "neutralise", scope: { kind: "nation" }, items: ["q1", "q2"] },
  ];
  const asked: number[] = [];
  for (let n = 0; n < 1 + ROUNDS; n++) {
    const answer = await app.answer({ ask: "what_if", runId, rulings, without: [], line: 500 });
    if (answer.kind !== "what_if") throw new Error(JSON.stringify(answer));
    asked.push(answer.tookMs);
  }
  const [cold = 0, ...warm] = asked;
  const detail = { candidates: SITTING, items: ITEMS, entries: day.entries };
  return [
    {
      name: "marking.8300.database",
      value: rounded(seconds),
      unit: "s from and to PostgreSQL, median",
      target: `≤ ${DATABASE_TARGET_S}`,
      ok: seconds <= DATABASE_TARGET_S && run?.state === "done",
      detail: {
        ...{ ...detail, rounds: rounds.map(({ ms }) => rounded(ms / 1_000)) },
        cpuSeconds: rounded(median(rounds.map(({ cpuMs }) => cpuMs)) / 1_000),
        postgresCpuSeconds: rounded(median(rounds.map(({ postgresCpuMs }) => postgresCpuMs)) / 1_000),
      },
    },
    {
      name: "marking.what-if",
      value: rounded(median(warm)),
      unit: "ms for a question about a run in memory, median",
      target: `≤ ${WHAT_IF_TARGET_MS}`,
      ok: median(warm) <= WHAT_IF_TARGET_MS,
      detail: { ...detail, firstMs: rounded(cold), warmMs: warm.map(rounded) },
    },
  ];
}

/** Blocks of candidates in turn to two processes; their digests are hashed in order, as one run would. */
async function million(context: BenchContext): Promise<Figure> {
  const workers = Array.from({ length: WORKERS }, () =>
    startWorker<ToStream, FromStream>(context, "infra/bench/marking/stream-main.ts"),
  );
  const digest = createHash("sha256");
  const sums = { bytes: 0, marks: 0, cpuMs: 0 };
  const most = workers.map(() => 0);
  const blocks = MILLION / BLOCK;
  const start = performance.now();
  const asked = (block: number) => {
    const worker = workers[block % WORKERS];
    if (worker === undefined || block >= blocks) return null;
    const answer = worker.hear("marked", (message) => message.block === block);
    worker.tell({ block, from: block * BLOCK, to: (block + 1) * BLOCK, seed: SEED + block });
    return answer;
  };
  const waiting = Array.from({ length: WORKERS }, (_, block) => asked(block));
  for (let block = 0; block < blocks; block++) {
    const answer = await waiting.shift();
    if (!answer) throw new Error("a block is missing");
    waiting.push(asked(block + WORKERS));
    digest.update(block === 0 ? answer.digests : `\n${answer.digests}`);
    sums.bytes += answer.bytes;
    sums.marks += answer.marks;
    sums.cpuMs += answer.cpuMs;
    most[block % WORKERS] = Math.max(most[block % WORKERS] ?? 0, answer.rssMB);
  }
  const [seconds, memoryMB] = [(performance.now() - start) / 1_000, Math.max(...most)];
  const detail = {
    ...{ candidates: MILLION, items: ITEMS, processes: WORKERS, perSecond: Math.round(MILLION / seconds) },
    ...{ cpuSeconds: rounded(sums.cpuMs / 1_000), memoryMB: most.map(rounded), memoryTarget: `≤ ${TARGET_MB} MB each` },
    ...{
      marksFileMB: rounded(sums.bytes / 1e6),
      meanMark: Math.round(sums.marks / MILLION),
      entries: digest.digest("hex"),
    },
  };
  const ok = seconds <= TARGET_S && memoryMB <= TARGET_MB;
  return { name: "marking.1000000", value: rounded(seconds), unit: "s", target: `≤ ${TARGET_S}`, ok, detail };
}

function markAll(run: Marking, candidates: readonly Texts[]): void {
  candidates.forEach((texts, n) => run.mark(candidateOf(run, texts, n)));
}

/** Wall clock, and the CPU time of this process: what it would take without company. Ms. */
function timed(work: () => void): { readonly ms: number; readonly cpuMs: number } {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1_000 };
}
