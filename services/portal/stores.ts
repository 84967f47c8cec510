/** The portal's parts on PostgreSQL and Redis. */
import type { Redis } from "ioredis";
import type pg from "pg";
import { askDatabase } from "#postgres/queries/watch";
import type { Database } from "#postgres/queries/reading";
import { servesCompetition, servesExam, servesPopulation } from "#postgres/queries/portal-places";
import { createFailureBudget } from "#http/failure-budget";
import type { HealthProbe } from "#http/health";
import type { MarkingDesk } from "#redis/marking-desk";
import type { Scopes } from "#portal/guard";
import type { JuryParts } from "#portal/jury/parts";
import type { RouteParts } from "#portal/routes";

export const createScopes = (database: Database): Scopes => ({
  exam: (account, id) => servesExam(database, account, id),
  competition: (account, id) => servesCompetition(database, account, id),
  population: (account, id) => servesPopulation(database, account, id),
});

/** A nation that mistypes at once; a guesser of 75-bit codes gains nothing. */
const RESULT_FAILURES = { burst: 300, perSecond: 10 };

export const createRouteParts = (
  pool: pg.Pool,
  database: Database,
  desk: Pick<MarkingDesk, "ask">,
  portalUrl: string,
  connectionEvents: JuryParts["connectionEvents"] = async () => [],
): Omit<RouteParts, "student"> => ({
  jury: {
    ...{ pool, database, desk, connectionEvents, now: Date.now },
    resultFailures: createFailureBudget(RESULT_FAILURES.burst, RESULT_FAILURES.perSecond),
  },
  office: { pool, database, portalUrl, now: Date.now },
});

export const createProbes = (database: Database, redis: Redis): readonly HealthProbe[] => [
  { names: ["postgres"], ask: async () => (await askDatabase(database), ["answers"]) },
  { names: ["redis-control"], ask: async () => (await redis.ping(), ["answers"]) },
];
