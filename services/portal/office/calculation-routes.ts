/** Ranks, rounds and reorientations: asked for, shown with names, explained; what is stale is said (R11). */
import type { Context } from "hono";
import { CalculationAsked, type CalculationShown } from "#contracts/portal/office/http";
import { decisionOf } from "#domain/admission/explanation/decision";
import { explained } from "#domain/admission/explanation/words";
import { readInput } from "#domain/admission/reading/read-input";
import { readResult } from "#domain/admission/reading/read-result";
import type { StoredRound } from "#domain/competition/stored-round";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import { peopleOf, resultOf } from "#portal/office/calculation-result";
import { competitionOf, type OfficeParts, problemsShown, refusedAs } from "#portal/office/parts";
import type { Staleness } from "#portal/office/staleness";
import type { StaffRoute } from "#portal/route";
import {
  askCalculation,
  calculationOf,
  type CalculationRow,
  calculationsOf,
} from "#postgres/queries/competition/calculations";

const AT = "/api/office/competitions/:competitionId/calculations";

export function calculationRoutes({
  database,
  staleness,
}: OfficeParts & { readonly staleness: Staleness }): readonly StaffRoute[] {
  const rowOf = (c: Context) =>
    calculationOf(database, Number(c.req.param("competitionId")), Number(c.req.param("calculationId")));
  return [
    {
      ...{ method: "GET", path: AT, who: ["office", "jury"], scope: "competition", shows: null },
      handle: async (c) => {
        const competition = await competitionOf(database, c.req.param("competitionId"));
        const rows = await calculationsOf(database, competition.id);
        const stale = await staleness.of(database, competition, rows);
        return { calculations: rows.map((row) => shown(row, stale)) };
      },
    },
    {
      ...{ method: "POST", path: AT, who: ["office"], scope: "competition", shows: null },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, CalculationAsked);
        if (!("body" in asked)) return asked;
        const { body } = asked;
        const competition = await competitionOf(database, c.req.param("competitionId"));
        const done = async (id: number | null, kind: string) =>
          id === null ||
          (await calculationsOf(database, competition.id)).some(
            (one) => one.id === id && one.kind === kind && one.state === "done",
          );
        const ranksId = "ranksId" in body ? body.ranksId : null;
        const roundId = "roundId" in body ? body.roundId : null;
        if (!(await done(ranksId, "ranks"))) return refusedAs("no-ranks", "these ranks are not computed");
        if (!(await done(roundId, "round"))) return refusedAs("no-round", "this round is not computed");
        if (body.kind === "round" && competition.plan.admissions === "none")
          return refusedAs("no-admissions", "the plan computes no seats");
        const strategy = body.kind === "reorientation" ? body.strategy : "";
        const id = await askCalculation(database, {
          ...{
            competitionId: competition.id,
            kind: body.kind,
            strategy,
            ranksId,
            roundId,
            askedBy: signatureOf(account),
          },
        });
        return { id };
      },
    },
    {
      ...{
        method: "GET",
        path: `${AT}/:calculationId{[0-9]+}`,
        who: ["office", "jury"],
        scope: "competition",
        shows: "ranks",
      },
      handle: async (c) => {
        const row = await rowOf(c);
        if (row?.state !== "done") return refused("not_found");
        const competition = await competitionOf(database, c.req.param("competitionId"));
        return resultOf(competition, row, await peopleOf(database, competition.id));
      },
    },
    {
      // What `amphi allocate`, `audit`, `explain` and `reorient` read.
      ...{
        method: "GET",
        path: `${AT}/:calculationId{[0-9]+}/:file{input\\.json|result\\.json}`,
        who: ["office", "jury"],
        scope: "competition",
        shows: "ranks",
      },
      handle: async (c) => {
        const row = await rowOf(c);
        if (row?.state !== "done") return refused("not_found");
        const file = c.req.param("file") === "input.json" ? row.input : row.result;
        c.header("Cache-Control", "no-store");
        c.header("Content-Disposition", `attachment; filename="${row.kind}-${row.id}-${c.req.param("file") ?? ""}"`);
        return c.body(`${JSON.stringify(file, null, 1)}\n`, 200, { "Content-Type": "application/json" });
      },
    },
    {
      ...{
        method: "GET",
        path: `${AT}/:calculationId{[0-9]+}/people/:personId{[0-9]+}`,
        who: ["office", "jury"],
        scope: "competition",
        shows: "ranks",
      },
      handle: async (c) => {
        const row = await rowOf(c);
        if (row?.state !== "done" || row.kind !== "round") return refused("not_found");
        const stored = row.result as StoredRound;
        const input = readInput(row.input);
        if ("problems" in input) throw new Error("a stored round cannot be read again");
        const claimed = readResult({ seats: stored.seats, mode: stored.mode }, input.input);
        if ("problems" in claimed) throw new Error("a stored round cannot be read again");
        const personId = Number(c.req.param("personId"));
        const candidate = input.input.names.candidates.findIndex((id) => stored.people[id] === personId);
        if (candidate < 0) return refused("not_found");
        const { market, names, round } = input.input;
        const decision = decisionOf(market, round, claimed.result.seats, stored.mode, candidate);
        return { fr: explained(decision, names, "fr"), en: explained(decision, names, "en") };
      },
    },
  ];
}

const shown = (row: CalculationRow, stale: ReadonlySet<number>): CalculationShown => ({
  ...{
    id: row.id,
    kind: row.kind,
    strategy: row.strategy,
    state: row.state,
    ranksId: row.ranksId,
    roundId: row.roundId,
  },
  ...{ askedBy: row.askedBy, askedAtMs: row.askedAt.getTime(), finishedAtMs: row.finishedAt?.getTime() ?? null },
  ...{ inputsHash: row.inputsHash, stale: stale.has(row.id), problems: problemsShown(row.problems) },
});
