/**
 * Every tablet of the country sends an answer within the same second, with the drain at work beside: what the rehearsal
 * `burst` plays, by a generator that costs next to nothing.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { BenchContext, Benchmark } from "#infra/bench/benchmark.ts";
import type { Mark } from "#infra/bench/generator/protocol.ts";
import { type Generator, startGenerator } from "#infra/bench/generator/start-generator.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";
import { untilDrained } from "#infra/bench/platform/drained.ts";
import { startService } from "#infra/bench/platform/service.ts";
import { startDrain, startStorage, type Storage } from "#infra/bench/platform/storage.ts";
import { openTicketOffice } from "#infra/bench/platform/tickets.ts";
import { freePort } from "#infra/launcher/ports.mjs";
import { insertSitting } from "#postgres/testing/a-sitting";

const TABLETS = 8_300;
const BURSTS = 5;
const WITHIN_MS = 1_000;
const TARGET_MS = 250;
const DRAINED_WITHIN_MS = 60_000;
const ORIGIN = "http://127.0.0.1";

export const burst: Benchmark = {
  name: "burst",
  run: async (context) => {
    const storage = await startStorage(context);
    const sittingId = await insertSitting(storage.owner, { candidates: TABLETS, firstCandidateId: 1 });
    await startDrain(context, storage);
    const generator = await startTablets(context, storage, sittingId);
    await once(generator, storage); // the first one warms everything up
    const marks: Mark[] = [];
    for (let n = 0; n < BURSTS; n++) marks.push(await once(generator, storage));
    const worst = Math.max(...marks.map(({ p99Ms }) => p99Ms));
    return [
      {
        name: "burst",
        value: rounded(worst),
        unit: `ms, p99 of D1 in the worst of ${BURSTS} seconds in which everybody answers`,
        target: `≤ ${TARGET_MS}`,
        ok: worst <= TARGET_MS,
        detail: {
          tablets: TABLETS,
          answers: marks.map(({ answers }) => answers),
          p50Ms: rounded(median(marks.map(({ p50Ms }) => p50Ms))),
          p99Ms: marks.map(({ p99Ms }) => rounded(p99Ms)),
          generatorCpuMs: rounded(median(marks.map(({ cpuMs }) => cpuMs))),
        },
      },
    ];
  },
};

async function startTablets(context: BenchContext, storage: Storage, sittingId: number): Promise<Generator> {
  const port = await freePort();
  const office = openTicketOffice();
  await startService(context, "ingest", {
    INGEST_PORT: String(port),
    REDIS_ANSWERS_URL: storage.answers.url,
    REDIS_CONTROL_URL: storage.control.url,
    TICKET_KEYS: office.keysText,
    ALLOWED_ORIGINS: ORIGIN,
  });
  const generator = startGenerator(context);
  const tickets = office.tickets(sittingId, 1, TABLETS);
  await generator.connect({ host: "127.0.0.1", port, origin: ORIGIN, sockets: TABLETS, tickets, handshakesMax: 200 });
  return generator;
}

/** One second, then until all of it stands in PostgreSQL. */
async function once(generator: Generator, storage: Storage): Promise<Mark> {
  await generator.mark();
  generator.load({ kind: "paced", perSecond: (TABLETS * 1_000) / WITHIN_MS });
  await delay(WITHIN_MS);
  await generator.rest();
  const mark = await generator.mark();
  await untilDrained(storage, DRAINED_WITHIN_MS);
  return mark;
}
