/** Populations and competitions: who reaches which, and the plan with its version. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { StaffAccount } from "#domain/staff/account";
import { type Database, reading } from "#postgres/queries/reading";
import { competition, enrolment, population, populationStaff } from "#postgres/schema/competition";
import { account } from "#postgres/schema/staff";

type Reader = Pick<StaffAccount, "id" | "role">;

export interface PopulationRow {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}
/** R6: the jury reaches every population, everybody else those they were put into. */
const reached = (who: Reader) =>
  who.role === "jury"
    ? undefined
    : sql`${population.id} IN (SELECT ${populationStaff.populationId} FROM ${populationStaff} WHERE ${populationStaff.accountId} = ${who.id})`;

export const populationsOf = (database: Database, who: Reader): Promise<PopulationRow[]> =>
  reading("populations", () => database.select().from(population).where(reached(who)).orderBy(population.code));

export interface PopulationMember {
  readonly accountId: number;
  readonly login: string;
  readonly name: string;
  readonly role: string;
}
export const membersOf = (database: Database, populationId: number): Promise<PopulationMember[]> =>
  reading("population", () =>
    database
      .select({ accountId: account.id, login: account.login, name: account.name, role: account.role })
      .from(populationStaff)
      .innerJoin(account, eq(account.id, populationStaff.accountId))
      .where(eq(populationStaff.populationId, populationId))
      .orderBy(account.login),
  );

/** Null: the code is taken. Who makes it is in it. */
export async function makePopulation(
  database: Database,
  made: { readonly code: string; readonly name: string },
  by: number,
): Promise<number | null> {
  const [row] = await reading("population", () =>
    database.insert(population).values(made).onConflictDoNothing().returning({ id: population.id }),
  );
  if (!row) return null;
  await reading("population", () => database.insert(populationStaff).values({ populationId: row.id, accountId: by }));
  return row.id;
}

/** Puts the accounts with these logins in, and takes every other one out. Resolves to logins that are no staff of the portal. */
export async function setMembers(
  database: Database,
  populationId: number,
  logins: readonly string[],
): Promise<string[]> {
  const found = await reading("staff", () =>
    database
      .select({ id: account.id, login: account.login })
      .from(account)
      .where(and(inArray(account.login, ["", ...logins]), inArray(account.role, ["office", "teacher"]))),
  );
  const unknown = logins.filter((login) => !found.some((one) => one.login === login));
  if (unknown.length > 0) return unknown;
  await reading("population", () =>
    database.transaction(async (tx) => {
      await tx.delete(populationStaff).where(eq(populationStaff.populationId, populationId));
      await tx.insert(populationStaff).values(found.map(({ id }) => ({ populationId, accountId: id })));
    }),
  );
  return [];
}

export interface CompetitionRow {
  readonly id: number;
  readonly populationId: number;
  readonly slug: string;
  readonly plan: CompetitionPlan;
  readonly version: number;
  readonly revision: number;
}
const COLUMNS = {
  ...{ id: competition.id, populationId: competition.populationId, slug: competition.slug },
  ...{ plan: competition.plan, version: competition.version, revision: competition.revision },
};

export interface ListedCompetition {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly population: string;
  readonly populationId: number;
  readonly registered: number;
}
export const competitionsOf = (database: Database, who: Reader): Promise<ListedCompetition[]> =>
  reading("competitions", () =>
    database
      .select({
        ...{ id: competition.id, slug: competition.slug, population: population.name, populationId: population.id },
        title: sql<string>`${competition.plan}->>'title'`,
        registered: sql<number>`(SELECT count(*) FROM ${enrolment} WHERE ${enrolment.competitionId} = ${competition.id})`,
      })
      .from(competition)
      .innerJoin(population, eq(population.id, competition.populationId))
      .where(reached(who))
      .orderBy(sql`${competition.createdAt} DESC`, competition.slug),
  );

/** Null: there is none, or it is of a population that the account does not reach: nobody is told which. */
export async function competitionFor(database: Database, who: Reader, id: number): Promise<CompetitionRow | null> {
  const [row] = await reading("competition", () =>
    database
      .select(COLUMNS)
      .from(competition)
      .innerJoin(population, eq(population.id, competition.populationId))
      .where(and(eq(competition.id, id), reached(who))),
  );
  return row ?? null;
}
export async function competitionById(database: Database, id: number): Promise<CompetitionRow | null> {
  const [row] = await reading("competition", () =>
    database.select(COLUMNS).from(competition).where(eq(competition.id, id)),
  );
  return row ?? null;
}

/** Null: the short name is taken. */
export async function makeCompetition(
  database: Database,
  made: { readonly populationId: number; readonly slug: string; readonly plan: CompetitionPlan },
): Promise<number | null> {
  const [row] = await reading("competition", () =>
    database.insert(competition).values(made).onConflictDoNothing().returning({ id: competition.id }),
  );
  return row?.id ?? null;
}

/** Null: somebody saved another version in between; nothing is written. */
export async function savePlan(
  database: Database,
  id: number,
  version: number,
  plan: CompetitionPlan,
): Promise<number | null> {
  const [row] = await reading("plan", () =>
    database
      .update(competition)
      .set({ plan, version: version + 1, revision: sql`${competition.revision} + 1` })
      .where(and(eq(competition.id, id), eq(competition.version, version)))
      .returning({ version: competition.version }),
  );
  return row?.version ?? null;
}
