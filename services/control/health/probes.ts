/** The probes of an installation: the three stores, and the heartbeats of the processes. */
import type { Redis } from "ioredis";
import type { HealthProbe } from "#http/health";
import type { Database } from "#postgres/queries/reading";
import { askDatabase } from "#postgres/queries/watch";
import { readPartReports } from "#redis/heartbeat";

export interface ProbedParts {
  readonly database: Database;
  readonly answers: Redis;
  readonly control: Redis;
  readonly nodeIds: readonly string[];
}

export function probesOf(parts: ProbedParts): HealthProbe[] {
  const one = (name: string, ask: () => Promise<unknown>): HealthProbe => ({
    names: [name],
    ask: async () => {
      await ask();
      return ["answers"];
    },
  });
  return [
    one("postgres", () => askDatabase(parts.database)),
    one("redis-answers", () => parts.answers.ping()),
    one("redis-control", () => parts.control.ping()),
    {
      names: parts.nodeIds,
      ask: async () => (await readPartReports(parts.control, parts.nodeIds)).map((report) => report && report.detail),
    },
  ];
}
