/** CPU per durable (D1) answer, ingest and its Redis, against a bare echo of the same frames by the same generator. */
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import type { Mark } from "#infra/bench/generator/protocol.ts";
import { type Generator, startGenerator } from "#infra/bench/generator/start-generator.ts";
import { cpuMs } from "#infra/bench/measure/cpu-time.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";
import { startProcess, startService } from "#infra/bench/platform/service.ts";
import { openTicketOffice } from "#infra/bench/platform/tickets.ts";
import { askRedis } from "#infra/launcher/redis-client.mjs";
import { freePort } from "#infra/launcher/ports.mjs";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { KEYS, PARTITIONS } from "#contracts/stream/answer-stream";

const SOCKETS = 1_000;
const ROUNDS = 3;
const WARM_UP_MS = 1_000;
const WINDOW_MS = 3_000;
const PACED_PER_SECOND = 1_400;
const TARGET = { closed: 2.8, paced: 4.5 } as const;
const GENERATOR_SHARE_MAX = 0.95;
const ORIGIN = "http://127.0.0.1";

interface Subject {
  readonly generator: Generator;
  /** Processes whose time counts: the server, then its Redis if it has one. */
  readonly pids: readonly number[];
}
interface Sample {
  readonly perSecond: number;
  /** CPU per answer of all processes, and of each. */
  readonly microseconds: number;
  readonly each: readonly number[];
  readonly p99Ms: number;
  readonly generatorShare: number;
}
type Kind = keyof typeof TARGET;

export const ingest: Benchmark = {
  name: "ingest",
  run: async (context) => {
    const answers = await startPrivateRedis({ maxMemoryBytes: 2_000_000_000 });
    const control = await startPrivateRedis();
    context.atEnd(() => answers.stop());
    context.atEnd(() => control.stop());
    // A rewrite of the append-only file belongs to hours, not to seconds: it would hit some windows and not others.
    await askRedis(answers.url, [["CONFIG", "SET", "auto-aof-rewrite-percentage", "0"]]);
    const echo = await startEcho(context);
    const real = await startIngest(context, answers, control.url);
    const figures: Figure[] = [];
    for (const kind of ["closed", "paced"] as const) {
      const samples = { echo: [] as Sample[], ingest: [] as Sample[] };
      // In turn, so that whatever else the machine does meets both.
      for (let round = 0; round < ROUNDS; round++) {
        samples.echo.push(await sample(echo, kind));
        samples.ingest.push(await sample(real, kind));
        await emptyStreams(answers.url);
      }
      figures.push(figure(kind, samples.echo, samples.ingest));
    }
    return figures;
  },
};

async function startEcho(context: BenchContext): Promise<Subject> {
  const port = await freePort();
  const file = join(import.meta.dirname, "../platform/echo-server.ts");
  const server = await startProcess(context, "echo", ["--import", "tsx", file, String(port)], {});
  const generator = startGenerator(context);
  await generator.connect({
    host: "127.0.0.1",
    port,
    origin: ORIGIN,
    sockets: SOCKETS,
    tickets: null,
    handshakesMax: 200,
  });
  return { generator, pids: [server.pid] };
}

async function startIngest(
  context: BenchContext,
  answers: { url: string; pid: number },
  controlUrl: string,
): Promise<Subject> {
  const port = await freePort();
  const office = openTicketOffice();
  const server = await startService(context, "ingest", {
    INGEST_PORT: String(port),
    INGEST_TRANSPORT: "uws",
    REDIS_ANSWERS_URL: answers.url,
    REDIS_CONTROL_URL: controlUrl,
    TICKET_KEYS: office.keysText,
    ALLOWED_ORIGINS: ORIGIN,
  });
  const generator = startGenerator(context);
  const tickets = office.tickets(1, 1, SOCKETS);
  await generator.connect({ host: "127.0.0.1", port, origin: ORIGIN, sockets: SOCKETS, tickets, handshakesMax: 200 });
  return { generator, pids: [server.pid, answers.pid] };
}

async function sample({ generator, pids }: Subject, kind: Kind): Promise<Sample> {
  const spent = () => pids.map(cpuMs);
  generator.load(kind === "closed" ? { kind } : { kind, perSecond: PACED_PER_SECOND });
  await delay(WARM_UP_MS);
  await generator.mark();
  const before = spent();
  await delay(WINDOW_MS);
  const mark: Mark = await generator.mark();
  const each = spent().map((ms, i) => ((ms - (before[i] ?? 0)) * 1_000) / mark.answers);
  await generator.rest();
  return {
    perSecond: (mark.answers * 1_000) / mark.sinceMs,
    microseconds: each.reduce((total, one) => total + one, 0),
    each,
    p99Ms: mark.p99Ms,
    generatorShare: mark.cpuMs / mark.sinceMs,
  };
}

/** No drain runs here: what piles up would be memory and append-only file, not ingest. */
async function emptyStreams(url: string): Promise<void> {
  await askRedis(
    url,
    Array.from({ length: PARTITIONS }, (_, p) => ["XTRIM", KEYS.log(p), "MAXLEN", "0"]),
  );
}

function figure(kind: Kind, echo: readonly Sample[], ours: readonly Sample[]): Figure {
  const middle = (samples: readonly Sample[], of: Exclude<keyof Sample, "each">) =>
    rounded(median(samples.map((one) => one[of])));
  const ratio = median(ours.map((one, round) => one.microseconds / (echo[round]?.microseconds ?? NaN)));
  const generatorShare = Math.max(...[echo, ours].map((samples) => median(samples.map((one) => one.generatorShare))));
  const isVoid = kind === "closed" && generatorShare > GENERATOR_SHARE_MAX;
  const side = (samples: readonly Sample[]) => ({
    perSecond: middle(samples, "perSecond"),
    cpuMicroseconds: middle(samples, "microseconds"),
    ...(samples[0]?.each.length === 2 && { ofWhichRedis: rounded(median(samples.map((one) => one.each[1] ?? NaN))) }),
    p99Ms: middle(samples, "p99Ms"),
    generatorShare: middle(samples, "generatorShare"),
  });
  return {
    name: kind === "closed" ? "ingest.saturated" : `ingest.${PACED_PER_SECOND}`,
    value: rounded(ratio),
    unit: "times the echo's CPU per answer",
    target: `≤ ${TARGET[kind]}`,
    ok: !isVoid && ratio <= TARGET[kind],
    detail: {
      ...(isVoid && { void: `the generator used ${Math.round(generatorShare * 100)} % of its core` }),
      sockets: SOCKETS,
      ingestAndRedis: side(ours),
      echo: side(echo),
    },
  };
}
