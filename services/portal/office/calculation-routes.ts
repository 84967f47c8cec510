/** Ranks, rounds and reorientations: asked for, shown with names, explained; what is stale is said (R11). */
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { CalculationAsked, type CalculationResult, type CalculationShown } from "#contracts/portal/office/http";
import { decisionOf } from "#domain/admission/explanation/decision";
import { explained } from "#domain/admission/explanation/words";
import { readInput } from "#domain/admission/reading/read-input";
import { readResult } from "#domain/admission/reading/read-result";
import { type AllocationFile, firstRoundFile } from "#domain/competition/allocation-file";
import { ranksInputs } from "#domain/competition/compute";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import { canonicalJson } from "#domain/marking/canonical-json";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import { competitionOf, type OfficeParts, problemsShown, refusedAs } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import {
  askCalculation,
  calculationOf,
  type CalculationRow,
  calculationsOf,
  openedLottery,
} from "#postgres/queries/competition/calculations";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { competitionRows, enrolledIn } from "#postgres/queries/competition/rows";
import type { Database } from "#postgres/queries/reading";
import { wishesIn } from "#postgres/queries/student/wishes";

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

function hashOf(pieces: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

export interface Staleness {
  /** Ids of those whose inputs have changed since. */
  of(database: Database, competition: CompetitionRow, rows: readonly CalculationRow[]): Promise<ReadonlySet<number>>;
}

/**
 * Current is what was computed at this revision, or from inputs that hash the same now: a change that was taken back, or of
 * what is not computed from, makes nothing stale. Everything made from stale ranks is stale too, and a first round once
 * lists or enrolments have changed; later rounds go on from the first one's. Remembers one hash per competition.
 */
export function createStaleness(): Staleness {
  const known = new Map<number, { readonly revision: number; readonly hash: string | null }>();
  async function hashNow(database: Database, { id, plan, revision }: CompetitionRow): Promise<string | null> {
    const kept = known.get(id);
    if (kept?.revision === revision) return kept.hash;
    const inputs = ranksInputs(plan, await competitionRows(database, id), await openedLottery(database, id), {
      hashOf,
    });
    const hash = "problems" in inputs ? null : inputs.inputsHash;
    known.set(id, { revision, hash });
    return hash;
  }
  return {
    async of(database, competition, rows) {
      const ranks = rows.filter(({ kind, state }) => kind === "ranks" && state === "done");
      const old = ranks.filter(({ revision }) => revision !== competition.revision);
      const now = old.length === 0 ? null : await hashNow(database, competition);
      const stale = new Set(old.filter(({ inputsHash }) => inputsHash !== now).map(({ id }) => id));
      for (const row of rows)
        if (row.state === "done" && row.ranksId !== null && stale.has(row.ranksId)) stale.add(row.id);
      for (const id of await changedFirstRounds(database, competition, rows, stale)) stale.add(id);
      for (const row of rows) if (row.roundId !== null && stale.has(row.roundId)) stale.add(row.id);
      return stale;
    },
  };
}

/** First rounds whose file would be another one now. Those who were reoriented before are taken as they were. */
async function changedFirstRounds(
  database: Database,
  { id, plan, revision }: CompetitionRow,
  rows: readonly CalculationRow[],
  stale: ReadonlySet<number>,
): Promise<number[]> {
  const asked = rows.filter(
    (row) =>
      row.kind === "round" &&
      row.state === "done" &&
      row.roundId === null &&
      row.revision !== revision &&
      !stale.has(row.id),
  );
  if (asked.length === 0) return [];
  const [people, wishes] = [await enrolledIn(database, id), await wishesIn(database, id)];
  const changed: number[] = [];
  for (const row of asked) {
    const ranks = row.ranksId === null ? null : await calculationOf(database, id, row.ranksId);
    const stored = (await calculationOf(database, id, row.id))?.input as AllocationFile | undefined;
    if (!ranks || !stored) continue;
    const leave = (stored.resigned ?? []).map((one) => one.id);
    const file = firstRoundFile(plan, people, wishes, ranks.result as StoredRanks, leave);
    if (hashOf([canonicalJson(file)]) !== row.inputsHash) changed.push(row.id);
  }
  return changed;
}

interface Named {
  readonly personId: number;
  readonly studentNumber: string;
  readonly name: string;
}
async function peopleOf(database: Database, competitionId: number): Promise<(personId: number) => Named> {
  const people = new Map(
    (await enrolledIn(database, competitionId)).map(({ familyName, givenName, personId, studentNumber }) => [
      personId,
      { personId, studentNumber, name: `${familyName} ${givenName}`.trim() },
    ]),
  );
  return (personId) => people.get(personId) ?? { personId, studentNumber: "", name: "" };
}

function resultOf(
  { plan }: CompetitionRow,
  row: { readonly kind: string; readonly input: unknown; readonly result: unknown },
  named: (personId: number) => Named,
): CalculationResult {
  const nameOf = (code: string) =>
    [...plan.rankings, ...plan.programmes].find((one) => one.code === code)?.name ?? code;
  if (row.kind === "ranks") {
    const { people, rankings } = row.result as StoredRanks;
    return {
      kind: "ranks",
      rankings: rankings.map((one) => ({
        ...{ code: one.code, name: nameOf(one.code), outOf: one.outOf },
        lines: people
          .map((personId, i) => ({
            ...named(personId),
            ...{ rank: one.ranks[i] ?? null, total: one.totals[i] ?? null, status: one.statuses[i] ?? "no-value" },
            ...{ decidedBy: one.decidedBy[i] ?? null, excludedBy: one.excludedBy[i] ?? null },
          }))
          .filter(({ status }) => status !== "not-enrolled")
          .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (b.total ?? -1) - (a.total ?? -1)),
      })),
    };
  }
  if (row.kind === "round") {
    const stored = row.result as StoredRound;
    const wishes = new Map((row.input as AllocationFile).candidates.map((one) => [one.id, one.wishes]));
    return {
      kind: "round",
      ...{
        number: stored.number,
        mode: stored.mode,
        byWish: [...stored.overview.byWish],
        nowhere: stored.overview.nowhere,
      },
      ...{ blockingPairs: stored.audit.blockingPairs, demoted: stored.audit.demoted, excess: stored.audit.excess },
      wouldDiffer: stored.wouldDiffer,
      programmes: stored.programmes.map((one) => ({ ...one, name: nameOf(one.code) })),
      lines: Object.entries(stored.seats)
        .map(([id, seat]) => {
          const wish = seat === null ? -1 : (wishes.get(id)?.indexOf(seat) ?? -1);
          return { ...named(stored.people[id] ?? 0), seat, wish: wish < 0 ? null : wish + 1 };
        })
        .sort((a, b) => (a.studentNumber < b.studentNumber ? -1 : 1)),
    };
  }
  const { bound, mayRepeat, name, registered, reoriented } = row.result as StoredReorientation;
  return {
    kind: "reorientation",
    name,
    bound,
    registered,
    reoriented: reoriented.map(named),
    mayRepeat: mayRepeat.map(named),
  };
}
