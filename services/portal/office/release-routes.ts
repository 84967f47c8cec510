/** Publication: prepared, looked at as students will read it, released and withdrawn by two keys. */
import type { Context } from "hono";
import { CompetitionRelease, type CompetitionWithdrawal } from "#contracts/portal/student/release";
import {
  PublicationAsked,
  type PublicationShown,
  ReleaseProposed,
  ReleaseSettled,
} from "#contracts/portal/office/http";
import { type Decision, stateOf } from "#domain/decision/decision";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import type { PortalAccount } from "#portal/caller";
import { competitionOf, type OfficeParts, problemsShown, refusedAs } from "#portal/office/parts";
import type { Staleness } from "#portal/office/staleness";
import type { StaffRoute } from "#portal/route";
import { calculationsOf } from "#postgres/queries/competition/calculations";
import { type Decided, decisionById, decisionsOf, proposeDecision, settleDecision } from "#postgres/queries/decisions";
import {
  askPublication,
  preparedFor,
  publicationsOf,
  signedPublications,
} from "#postgres/queries/student/publications";

const AT = "/api/office/competitions/:competitionId";
const WHO = ["office", "jury"] as const;
const KINDS = ["competition_release", "competition_withdrawal"] as const;

export function releaseRoutes({
  database,
  now,
  staleness,
}: OfficeParts & { readonly staleness: Staleness }): readonly StaffRoute[] {
  const id = (c: Context) => Number(c.req.param("competitionId"));
  const publicationOf = async (c: Context) =>
    (await publicationsOf(database, id(c))).find((one) => one.id === Number(c.req.param("publicationId"))) ?? null;
  return [
    {
      ...{ method: "GET", path: `${AT}/publications`, who: WHO, scope: "competition", shows: null },
      handle: async (c, { account }) => {
        const competition = await competitionOf(database, c.req.param("competitionId"));
        const [rows, calculations, decisions, signed] = await Promise.all([
          publicationsOf(database, competition.id),
          calculationsOf(database, competition.id),
          decisionsOf(database, { kind: "competition", id: competition.id }, KINDS),
          signedPublications(database, competition.id),
        ]);
        const stale = await staleness.of(database, competition, calculations);
        const isStale = (one: number | null) => one !== null && stale.has(one);
        return {
          publications: rows.map((row): PublicationShown => ({
            ...{ id: row.id, state: row.state, people: row.people, sha256: row.sha256, ranksId: row.ranksId },
            ...{ roundId: row.roundId, askedBy: row.askedBy, askedAtMs: row.askedAt.getTime() },
            ...{ stale: isStale(row.ranksId) || isStale(row.roundId), problems: problemsShown(row.problems) },
            withdrawn: signed.find((one) => one.publicationId === row.id)?.withdrawn ?? false,
            decisions: decisions.flatMap((one) => shownOf(one, row.id, account, now())),
          })),
        };
      },
    },
    {
      ...{ method: "POST", path: `${AT}/publications`, who: ["office"], scope: "competition", shows: null },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, PublicationAsked);
        if (!("body" in asked)) return asked;
        const { ranksId, reorientationIds, roundId } = asked.body;
        const competition = await competitionOf(database, c.req.param("competitionId"));
        const rows = await calculationsOf(database, competition.id);
        const stale = await staleness.of(database, competition, rows);
        for (const one of [ranksId, roundId, ...reorientationIds]) {
          if (one === null) continue;
          const row = rows.find((other) => other.id === one);
          if (row?.state !== "done") return refusedAs("not-computed", "this is not computed", String(one));
          if (stale.has(one)) return refusedAs("stale", "its inputs have changed since it was computed", String(one));
        }
        if (ranksId === null && roundId === null) return refusedAs("nothing-to-publish", "neither ranks nor a round");
        return {
          id: await askPublication(database, {
            ...asked.body,
            competitionId: competition.id,
            askedBy: signatureOf(account),
          }),
        };
      },
    },
    {
      // The dry run: exactly what this student will read.
      ...{
        method: "GET",
        path: `${AT}/publications/:publicationId{[0-9]+}/people/:personId{[0-9]+}`,
        who: WHO,
        scope: "competition",
        shows: "result",
      },
      handle: async (c) => {
        const found = await publicationOf(c);
        const result = found && (await preparedFor(database, found.id, Number(c.req.param("personId"))));
        return result == null ? refused("not_found") : { result: JSON.parse(result) as object };
      },
    },
    {
      ...{
        method: "POST",
        path: `${AT}/publications/:publicationId{[0-9]+}/release`,
        who: WHO,
        scope: "competition",
        shows: null,
      },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, ReleaseProposed);
        if (!("body" in asked)) return asked;
        const found = await publicationOf(c);
        if (found === null) return refused("not_found");
        if (found.state !== "ready" || found.sha256 === null) return refusedAs("not-ready", "it is not prepared");
        const { answersUntilMs, publishAtMs, reason } = asked.body;
        if (answersUntilMs !== null && answersUntilMs <= Math.max(publishAtMs, now()))
          return refusedAs("answers-until", "answers end before results are shown");
        const payload: CompetitionRelease = {
          v: 1,
          publicationId: found.id,
          sha256: found.sha256,
          publishAtMs,
          answersUntilMs,
        };
        const subject = { kind: "competition", id: id(c) } as const;
        return decided(
          await proposeDecision(database, account, { kind: "competition_release", subject, payload, reason }, now()),
        );
      },
    },
    {
      ...{
        method: "POST",
        path: `${AT}/publications/:publicationId{[0-9]+}/withdrawal`,
        who: WHO,
        scope: "competition",
        shows: null,
      },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, ReleaseProposed.pick({ reason: true }));
        if (!("body" in asked)) return asked;
        const signed = (await signedPublications(database, id(c))).find(
          (one) => one.publicationId === Number(c.req.param("publicationId")),
        );
        if (!signed || signed.withdrawn) return refusedAs("not-released", "it is not released");
        const payload: CompetitionWithdrawal = { v: 1, publicationId: signed.publicationId };
        const subject = { kind: "competition", id: id(c) } as const;
        return decided(
          await proposeDecision(
            database,
            account,
            { kind: "competition_withdrawal", subject, payload, reason: asked.body.reason },
            now(),
          ),
        );
      },
    },
    {
      ...{ method: "POST", path: `${AT}/decisions/:decisionId{[0-9]+}`, who: WHO, scope: "competition", shows: null },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, ReleaseSettled);
        if (!("body" in asked)) return asked;
        const found = await decisionById(database, Number(c.req.param("decisionId")));
        if (found?.subject.kind !== "competition" || found.subject.id !== id(c)) return refused("not_found");
        return decided(await settleDecision(database, account, found.id, asked.body, now()));
      },
    },
  ];
}

const decided = (outcome: Decided) =>
  "problem" in outcome ? refusedAs(outcome.problem, outcome.problem.replaceAll("_", " ")) : { id: outcome.decision.id };

function shownOf(
  one: Decision,
  publicationId: number,
  { id }: PortalAccount,
  nowMs: number,
): PublicationShown["decisions"] {
  const payload = JSON.parse(one.payloadText) as { publicationId?: unknown };
  if (payload.publicationId !== publicationId) return [];
  const release = CompetitionRelease.safeParse(payload);
  return [
    {
      ...{
        id: one.id,
        kind: one.kind === "competition_release" ? "release" : "withdrawal",
        state: stateOf(one, nowMs),
      },
      ...{ reason: one.reason, payloadSha256: one.payloadSha256, proposedBy: one.proposedBy.name },
      ...{ own: one.proposedBy.accountId === id, settledBy: one.outcome?.by.name ?? null },
      publishAtMs: release.success ? release.data.publishAtMs : null,
      answersUntilMs: release.success ? release.data.answersUntilMs : null,
    },
  ];
}
