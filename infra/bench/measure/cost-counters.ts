/** What a number of answers costs, from the servers' own counters. */
import { setTimeout as delay } from "node:timers/promises";
import type { Generator } from "#infra/bench/generator/start-generator.ts";
import { cpuMs, familyCpuMs } from "#infra/bench/measure/cpu-time.ts";
import type { Storage } from "#infra/bench/platform/storage.ts";
import { askRedis } from "#infra/launcher/redis-client.mjs";

export interface Cost {
  readonly redisCommands: number;
  readonly postgresStatements: number;
  readonly bytes: number;
  readonly walBytes: number;
  readonly cpuMicroseconds: number;
}

/** PostgreSQL's backends publish their counters when idle, at most once a second. */
const COUNTERS_SETTLE_MS = 1_200;

/** `pids`: every process whose CPU counts, besides PostgreSQL. */
export function costCounters(storage: Storage, pids: readonly number[], generator: Generator) {
  async function read(): Promise<Cost> {
    const redis = await redisCounters(storage.answers.url);
    const { rows } = await storage.owner.query<{ calls: number; wal: number }>(
      `SELECT (SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
               WHERE r.rolname = 'amphi_drain') AS calls,
              (SELECT wal_bytes::float8 FROM pg_stat_wal) AS wal`,
    );
    return {
      redisCommands: redis.commands,
      postgresStatements: rows[0]?.calls ?? NaN,
      bytes: redis.bytes,
      walBytes: rows[0]?.wal ?? NaN,
      cpuMicroseconds: (pids.reduce((sum, pid) => sum + cpuMs(pid), 0) + familyCpuMs(storage.postgres.pid)) * 1_000,
    };
  }
  return {
    /** The cost of one of the `answers` that `work` sends. */
    during: async (answers: number, work: () => Promise<void>): Promise<Cost> => {
      await delay(COUNTERS_SETTLE_MS);
      await generator.mark();
      const before = await read();
      await work();
      const cpuAfter = (await read()).cpuMicroseconds; // what follows is waiting
      const mark = await generator.mark();
      await delay(COUNTERS_SETTLE_MS);
      const after = { ...(await read()), cpuMicroseconds: cpuAfter };
      const each = (what: keyof Cost) => (after[what] - before[what]) / answers;
      return {
        redisCommands: each("redisCommands"),
        postgresStatements: each("postgresStatements"),
        bytes: each("bytes") + (mark.bytesSent + mark.bytesReceived) / answers,
        walBytes: each("walBytes"),
        cpuMicroseconds: each("cpuMicroseconds"),
      };
    },
  };
}

async function redisCounters(url: string): Promise<{ commands: number; bytes: number }> {
  const [info] = await askRedis(url, [["INFO", "stats"]]);
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(String(info))?.[1] ?? NaN);
  return {
    commands: figure("total_commands_processed"),
    bytes: figure("total_net_input_bytes") + figure("total_net_output_bytes"),
  };
}
