/** Entries per second from filled streams into log, current answers and D2, durably. */
import type { Benchmark } from "#infra/bench/benchmark.ts";
import { cpuMs, familyCpuMs } from "#infra/bench/measure/cpu-time.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";
import { untilDrained } from "#infra/bench/platform/drained.ts";
import { fillStreams } from "#redis/testing/fill-streams";
import { startDrain, startStorage } from "#infra/bench/platform/storage.ts";
import { insertSitting } from "#postgres/testing/a-sitting";

const CANDIDATES = 8_300;
const FIRST_CANDIDATE = 1;
const ROUNDS = 3;
const ENTRIES_EACH = 18;
const TARGET_PER_SECOND = 25_000;
const DRAINED_WITHIN_MS = 90_000;

export const drain: Benchmark = {
  name: "drain",
  run: async (context) => {
    const storage = await startStorage(context);
    const candidates = { firstCandidate: FIRST_CANDIDATE, candidates: CANDIDATES };
    const sittingId = await insertSitting(storage.owner, { candidates: CANDIDATES, firstCandidateId: FIRST_CANDIDATE });
    const worker = await startDrain(context, storage);
    const rounds: { perSecond: number; drainShare: number; postgresShare: number }[] = [];
    let seq = 0;
    const fill = async (each: number) => {
      const filling = { sittingId, ...candidates, fromSeq: seq + 1, toSeq: seq + each };
      seq += each;
      return fillStreams(storage.answers.url, filling);
    };
    await fill(2); // first entries of every candidate, and a warm process
    await untilDrained(storage, DRAINED_WITHIN_MS);
    for (let round = 0; round < ROUNDS; round++) {
      process.kill(worker.pid, "SIGSTOP");
      const count = await fill(ENTRIES_EACH);
      const before = { drain: cpuMs(worker.pid), postgres: familyCpuMs(storage.postgres.pid) };
      const startedAtMs = performance.now();
      process.kill(worker.pid, "SIGCONT");
      await untilDrained(storage, DRAINED_WITHIN_MS);
      const tookMs = performance.now() - startedAtMs;
      rounds.push({
        perSecond: (count * 1_000) / tookMs,
        drainShare: (cpuMs(worker.pid) - before.drain) / tookMs,
        postgresShare: (familyCpuMs(storage.postgres.pid) - before.postgres) / tookMs,
      });
    }
    const stored = await storage.owner.query<{ n: number }>("SELECT count(*)::int AS n FROM answer_log");
    const expected = CANDIDATES * seq;
    const middle = (of: keyof (typeof rounds)[number]) => rounded(median(rounds.map((round) => round[of])));
    return [
      {
        name: "drain",
        value: middle("perSecond"),
        unit: "entries/s",
        target: `≥ ${TARGET_PER_SECOND}`,
        ok: middle("perSecond") >= TARGET_PER_SECOND && stored.rows[0]?.n === expected,
        detail: {
          perRound: rounds.map((round) => rounded(round.perSecond)),
          entriesPerRound: CANDIDATES * ENTRIES_EACH,
          stored: stored.rows[0]?.n,
          expected,
          drainShare: middle("drainShare"),
          postgresShare: middle("postgresShare"),
        },
      },
    ];
  },
};
