/** Populations, competitions, and their plans: made, copied from last year, imported, exported, edited. */
import type { z } from "zod";
import {
  type CompetitionOpened,
  CompetitionMade,
  MembersSet,
  PlanSaved,
  type Population,
  PopulationMade,
} from "#contracts/portal/office/http";
import { CompetitionPlan } from "#contracts/portal/office/plan";
import { type CompetitionPlan as Plan, emptyPlan } from "#domain/competition/plan";
import { planProblems } from "#domain/competition/plan-problems";
import type { Problem } from "#domain/exam/problem";
import { bodyOf, refused } from "#http/request";
import { schemaProblems } from "#preparation/schema-problems";
import { competitionOf, type OfficeParts, refusedAs, refusedBy } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import {
  competitionFor,
  competitionsOf,
  makeCompetition,
  makePopulation,
  membersOf,
  populationsOf,
  savePlan,
  setMembers,
} from "#postgres/queries/competition/competitions";

/** Plans of a thousand programmes are some hundred kilobytes. */
export const PLAN_BYTES_MAX = 2 * 1024 * 1024;
const AT = "/api/office";

export function competitionRoutes({ database, now }: OfficeParts): readonly StaffRoute[] {
  return [
    {
      ...{ method: "GET", path: `${AT}/populations`, who: ["office", "jury"], scope: "none", shows: null },
      handle: async (_c, { account }) => {
        const all = await populationsOf(database, account);
        const members = await Promise.all(all.map(({ id }) => membersOf(database, id)));
        return { populations: all.map((one, i): Population => ({ ...one, members: members[i] ?? [] })) };
      },
    },
    {
      ...{ method: "POST", path: `${AT}/populations`, who: ["office"], scope: "none", shows: null },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, PopulationMade);
        if (!("body" in asked)) return asked;
        const id = await makePopulation(database, asked.body, account.id);
        return id === null ? refusedAs("code-taken", "another population has this code", asked.body.code) : { id };
      },
    },
    {
      ...{
        method: "PUT",
        path: `${AT}/populations/:populationId/members`,
        who: ["office"],
        scope: "population",
        shows: null,
      },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, MembersSet);
        if (!("body" in asked)) return asked;
        // Whoever takes themselves out could not come back in.
        const logins = [...new Set([...asked.body.logins.map((one) => one.trim().toLowerCase()), account.login])];
        const unknown = await setMembers(database, Number(c.req.param("populationId")), logins);
        if (unknown.length === 0) return { logins };
        return refusedBy(
          unknown.map((login) => ({
            rule: "login-unknown",
            place: login,
            message: "no office or teacher has this login",
            value: login,
          })),
        );
      },
    },
    {
      ...{ method: "GET", path: `${AT}/competitions`, who: ["office", "jury"], scope: "none", shows: null },
      handle: async (_c, { account }) => ({ competitions: await competitionsOf(database, account) }),
    },
    {
      ...{
        method: "POST",
        path: `${AT}/populations/:populationId/competitions`,
        who: ["office"],
        scope: "population",
        shows: null,
      },
      bytesMax: PLAN_BYTES_MAX,
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, CompetitionMade);
        if (!("body" in asked)) return asked;
        const { from, slug, title } = asked.body;
        const last = from === null ? null : await competitionFor(database, account, from);
        if (from !== null && last === null) return refused("not_found");
        const day = new Date(now()).toISOString().slice(0, 10);
        const read = readPlan(asked.body.plan ?? last?.plan ?? emptyPlan(title, slug, day));
        if ("problems" in read) return refusedBy(read.problems);
        const plan: Plan = { ...read.plan, title };
        const id = await makeCompetition(database, { populationId: Number(c.req.param("populationId")), slug, plan });
        return id === null ? refusedAs("code-taken", "another competition has this short name", slug) : { id };
      },
    },
    {
      ...{
        method: "GET",
        path: `${AT}/competitions/:competitionId`,
        who: ["office", "jury"],
        scope: "competition",
        shows: null,
      },
      handle: async (c, { account }): Promise<CompetitionOpened> => {
        const { id, plan, revision, version } = await competitionOf(database, c.req.param("competitionId"));
        const listed = (await competitionsOf(database, account)).find((one) => one.id === id);
        if (!listed) throw new Error("a competition went away between two reads");
        return { ...listed, plan: CompetitionPlan.parse(plan), revision, version };
      },
    },
    {
      ...{
        method: "GET",
        path: `${AT}/competitions/:competitionId/plan.json`,
        who: ["office", "jury"],
        scope: "competition",
        shows: null,
      },
      handle: async (c) => {
        const { plan, slug } = await competitionOf(database, c.req.param("competitionId"));
        c.header("Cache-Control", "no-store");
        c.header("Content-Disposition", `attachment; filename="${slug}.json"`);
        return c.body(`${JSON.stringify(plan, null, 2)}\n`, 200, { "Content-Type": "application/json" });
      },
    },
    {
      ...{
        method: "PUT",
        path: `${AT}/competitions/:competitionId/plan`,
        who: ["office"],
        scope: "competition",
        shows: null,
      },
      bytesMax: PLAN_BYTES_MAX,
      handle: async (c) => {
        const asked = await bodyOf(c, PlanSaved);
        if (!("body" in asked)) return asked;
        const read = readPlan(asked.body.plan);
        if ("problems" in read) return refusedBy(read.problems);
        const version = await savePlan(database, Number(c.req.param("competitionId")), asked.body.version, read.plan);
        return version === null ? refused("conflict") : { version };
      },
    },
  ];
}

/** Shape first: what contradicts itself can only be said of a plan that is one. */
export function readPlan(
  json: unknown,
): { readonly plan: z.infer<typeof CompetitionPlan> } | { readonly problems: readonly Problem[] } {
  const parsed = CompetitionPlan.safeParse(json);
  if (!parsed.success) return { problems: schemaProblems(CompetitionPlan, json) };
  const problems = planProblems(parsed.data);
  return problems.length > 0 ? { problems } : { plan: parsed.data };
}
