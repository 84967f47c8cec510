/** Every tablet of the country connects, then loses its connection and comes back, without a word to PostgreSQL. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { BenchContext, Benchmark } from "#infra/bench/benchmark.ts";
import { startGenerator } from "#infra/bench/generator/start-generator.ts";
import { cpuMs } from "#infra/bench/measure/cpu-time.ts";
import { rounded } from "#infra/bench/measure/median.ts";
import { startService } from "#infra/bench/platform/service.ts";
import { type Storage, startStorage } from "#infra/bench/platform/storage.ts";
import { openTicketOffice } from "#infra/bench/platform/tickets.ts";
import { freePort } from "#infra/launcher/ports.mjs";

const TABLETS = 8_300;
const ORIGIN = "http://127.0.0.1";
const HANDSHAKES_MAX = 1_000;
/** PostgreSQL publishes its counters with a delay of up to a second. */
const COUNTERS_SETTLE_MS = 1_500;

export const connect: Benchmark = {
  name: "connect",
  run: async (context) => {
    const storage = await startStorage(context, { autovacuum: "off" }); // it would ask questions of its own
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
    const plan = { host: "127.0.0.1", port, origin: ORIGIN, sockets: TABLETS, handshakesMax: HANDSHAKES_MAX };
    const transactions = await openTransactionCounter(context, storage);
    const transactionsBefore = await transactions();
    const cpuBefore = cpuMs(ingest.pid);
    const first = await generator.connect({ ...plan, tickets: office.tickets(1, 1, TABLETS) });
    const again = await generator.reconnect();
    const cpu = cpuMs(ingest.pid) - cpuBefore;
    const asked = (await transactions()) - transactionsBefore;
    const seconds = (ms: number) => rounded(ms / 1_000);
    return [
      {
        name: "connect",
        value: asked,
        unit: "PostgreSQL transactions while 8,300 tickets are accepted and all reconnect",
        target: "0",
        ok: asked === 0,
        detail: {
          tablets: TABLETS,
          connectedInSeconds: seconds(first.tookMs),
          reconnectedInSeconds: seconds(again.tookMs),
          toldToComeLater: first.refusals + again.refusals,
          ingestCpuMicrosecondsPerHello: rounded((cpu * 1_000) / (2 * TABLETS)),
        },
      },
    ];
  },
};

/**
 * Asks how many transactions the platform's database has seen so far, besides those of asking. One connection, kept:
 * opening another would count as well.
 */
async function openTransactionCounter(context: BenchContext, { database }: Storage): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  context.atEnd(() => client.end());
  let asked = 0;
  return async () => {
    await delay(COUNTERS_SETTLE_MS);
    const { rows } = await client.query<{ n: number }>(
      "SELECT (xact_commit + xact_rollback)::int AS n FROM pg_stat_database WHERE datname = $1",
      [database.name],
    );
    return (rows[0]?.n ?? NaN) - asked++;
  };
}
