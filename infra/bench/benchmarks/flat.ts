/**
 * The cost of an answer does not grow with what is stored: one answer at a time from the tablet to D2, so that batching
 * cannot hide anything, with 1,000, 100,000 and 1,000,000 answers stored.
 */
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { type Generator, startGenerator } from "#infra/bench/generator/start-generator.ts";
import { type Cost, costCounters, COUNTER_EXTENSIONS } from "#infra/bench/measure/cost-counters.ts";
import { rounded, spread } from "#infra/bench/measure/median.ts";
import { untilDrained } from "#infra/bench/platform/drained.ts";
import { fillStreams } from "#redis/testing/fill-streams";
import { startService } from "#infra/bench/platform/service.ts";
import { type Storage, startDrain, startStorage } from "#infra/bench/platform/storage.ts";
import { openTicketOffice } from "#infra/bench/platform/tickets.ts";
import { freePort } from "#infra/launcher/ports.mjs";
import { insertSitting } from "#postgres/testing/a-sitting";

const LEVELS = [1_000, 100_000, 1_000_000] as const;
const MEASURED = 300;
const TABLETS = 100;
const CANDIDATES = 8_300;
const FIRST_TABLET = 20_001;
const ORIGIN = "http://127.0.0.1";
const DRAINED_WITHIN_MS = 120_000;
/** How much the dearest level may exceed the cheapest. */
const TOLERANCE: Readonly<Record<keyof Cost, number>> = {
  redisCommands: 0.05,
  postgresStatements: 0.05,
  bytes: 0.05,
  walBytes: 0.1,
  cpuMicroseconds: 0.3,
};
const UNITS: Readonly<Record<keyof Cost, string>> = {
  redisCommands: "Redis commands per answer",
  postgresStatements: "PostgreSQL statements per answer",
  bytes: "bytes to and from tablets and Redis per answer",
  walBytes: "bytes of WAL per answer, without full-page images",
  cpuMicroseconds: "µs of CPU per answer, all processes",
};
/** Vacuum is work per change, done later in one piece: in one window of seconds it would look like growth. */
const SETTINGS = { shared_preload_libraries: "pg_stat_statements", autovacuum: "off" };

export const flat: Benchmark = {
  name: "flat",
  run: async (context) => {
    const storage = await startStorage(context, SETTINGS);
    for (const extension of COUNTER_EXTENSIONS) await storage.owner.query(`CREATE EXTENSION ${extension}`);
    const sittingId = await insertSitting(storage.owner, { candidates: CANDIDATES, firstCandidateId: 1 });
    const drain = await startDrain(context, storage);
    const { generator, ingestPid } = await startTablets(context, storage, sittingId);
    const counters = costCounters(storage, [drain.pid, ingestPid, storage.answers.pid], generator);
    const costs: Cost[] = [];
    let stored = 0;
    for (const level of LEVELS) {
      stored += await storeUpTo(storage, sittingId, level, stored);
      await warmUp(generator);
      await storage.owner.query("ANALYZE");
      costs.push(await counters.during(MEASURED, () => oneByOne(generator, MEASURED)));
    }
    return (Object.keys(TOLERANCE) as (keyof Cost)[]).map((what) => figure(what, costs));
  },
};

async function startTablets(context: BenchContext, storage: Storage, sittingId: number) {
  const port = await freePort();
  const office = openTicketOffice();
  const ingest = await startService(context, "ingest", {
    INGEST_PORT: String(port),
    REDIS_ANSWERS_URL: storage.answers.url,
    REDIS_CONTROL_URL: storage.control.url,
    TICKET_KEYS: office.keysText,
    ALLOWED_ORIGINS: ORIGIN,
  });
  const generator = startGenerator(context);
  const tickets = office.tickets(sittingId, FIRST_TABLET, TABLETS);
  await generator.connect({ host: "127.0.0.1", port, origin: ORIGIN, sockets: TABLETS, tickets, handshakesMax: 50 });
  return { generator, ingestPid: ingest.pid };
}

async function oneByOne(generator: Generator, count: number): Promise<void> {
  const through = generator.resting();
  generator.load({ kind: "single", count });
  await through;
}
const warmUp = (generator: Generator) => oneByOne(generator, TABLETS);

/** Brings the log to about `level` entries of other candidates; returns how many were added. */
async function storeUpTo(storage: Storage, sittingId: number, level: number, stored: number): Promise<number> {
  const candidates = Math.min(CANDIDATES, level);
  const each = Math.floor(level / candidates);
  const fromSeq = Math.floor(stored / candidates) + 1;
  const count = await fillStreams(storage.answers.url, {
    sittingId,
    firstCandidate: 1,
    candidates,
    fromSeq,
    toSeq: each,
  });
  await untilDrained(storage, DRAINED_WITHIN_MS);
  return count;
}

function figure(what: keyof Cost, costs: readonly Cost[]): Figure {
  const values = costs.map((cost) => cost[what]);
  const growth = spread(values);
  return {
    name: `flat.${what}`,
    value: rounded(growth * 100),
    unit: "% between the cheapest and the dearest level",
    target: `≤ ${TOLERANCE[what] * 100}`,
    ok: growth <= TOLERANCE[what],
    detail: { what: UNITS[what], ...Object.fromEntries(LEVELS.map((level, i) => [level, rounded(values[i] ?? NaN)])) },
  };
}
