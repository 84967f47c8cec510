/** What a number of answers costs, from the servers' own counters, less what the processes do anyway in that time. */
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
interface Reading {
  readonly atMs: number;
  readonly redisCommands: number;
  readonly redisBytes: number;
  readonly postgresStatements: number;
  /** Position in the write-ahead log. */
  readonly lsn: string;
  readonly cpuMs: number;
}

/** Extensions that the readings need, in the database; the first one must be preloaded. */
export const COUNTER_EXTENSIONS = ["pg_stat_statements", "pg_walinspect"] as const;

/** `pids`: every process whose CPU counts, besides PostgreSQL. */
export function costCounters(storage: Storage, pids: readonly number[], generator: Generator) {
  async function read(): Promise<Reading> {
    const [info] = await askRedis(storage.answers.url, [["INFO", "stats"]]);
    const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(String(info))?.[1] ?? NaN);
    const { rows } = await storage.owner.query<{ calls: number; lsn: string }>(
      `SELECT coalesce(sum(calls), 0)::float8 AS calls, pg_current_wal_flush_lsn()::text AS lsn
       FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'amphi_drain'`,
    );
    return {
      atMs: performance.now(),
      redisCommands: figure("total_commands_processed"),
      redisBytes: figure("total_net_input_bytes") + figure("total_net_output_bytes"),
      postgresStatements: rows[0]?.calls ?? NaN,
      lsn: rows[0]?.lsn ?? "",
      cpuMs: pids.reduce((sum, pid) => sum + cpuMs(pid), 0) + familyCpuMs(storage.postgres.pid),
    };
  }

  /** Everything spent while `work` ran. */
  async function spentDuring(work: () => Promise<void>): Promise<Cost & { tookMs: number }> {
    const before = await read();
    await generator.mark();
    await work();
    const mark = await generator.mark();
    const after = await read();
    return {
      tookMs: after.atMs - before.atMs,
      redisCommands: after.redisCommands - before.redisCommands,
      postgresStatements: after.postgresStatements - before.postgresStatements,
      bytes: after.redisBytes - before.redisBytes + mark.bytesSent + mark.bytesReceived,
      walBytes: await walBytes(storage, before.lsn, after.lsn),
      cpuMicroseconds: (after.cpuMs - before.cpuMs) * 1_000,
    };
  }

  return {
    /** The cost of one of the `answers` that `work` sends. */
    during: async (answers: number, work: () => Promise<void>): Promise<Cost> => {
      const busy = await spentDuring(work);
      const idle = await spentDuring(() => delay(busy.tookMs));
      const each = (what: keyof Cost) => (busy[what] - idle[what]) / answers;
      return {
        redisCommands: each("redisCommands"),
        postgresStatements: each("postgresStatements"),
        bytes: each("bytes"),
        walBytes: each("walBytes"),
        cpuMicroseconds: each("cpuMicroseconds"),
      };
    },
  };
}

/** Bytes of write-ahead log between two positions, full-page images left out. */
async function walBytes({ owner }: Storage, from: string, to: string): Promise<number> {
  if (from === to) return 0;
  const { rows } = await owner.query<{ bytes: number }>(
    "SELECT coalesce(sum(record_size), 0)::float8 AS bytes FROM pg_get_wal_stats($1, $2)",
    [from, to],
  );
  return rows[0]?.bytes ?? NaN;
}
