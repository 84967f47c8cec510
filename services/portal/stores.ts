/** The portal's parts on PostgreSQL and Redis. */
import type { Redis } from "ioredis";
import { askDatabase } from "#postgres/queries/watch";
import type { Database } from "#postgres/queries/reading";
import { examsOf, servesCompetition, servesExam, servesPopulation } from "#postgres/queries/portal-places";
import type { HealthProbe } from "#http/health";
import type { Scopes } from "#portal/guard";
import type { RouteParts } from "#portal/routes";

export const createScopes = (database: Database): Scopes => ({
  exam: (account, id) => servesExam(database, account, id),
  competition: (account, id) => servesCompetition(database, account, id),
  population: (account, id) => servesPopulation(database, account, id),
});

export const createRouteParts = (database: Database): RouteParts => ({
  jury: { examsOf: (account) => examsOf(database, account) },
});

export const createProbes = (database: Database, redis: Redis): readonly HealthProbe[] => [
  { names: ["postgres"], ask: async () => (await askDatabase(database), ["answers"]) },
  { names: ["redis-control"], ask: async () => (await redis.ping(), ["answers"]) },
];
