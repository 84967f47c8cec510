/** What two of the jury decide: proposed by one, signed by another; and what a release would show. */
import type { Context } from "hono";
import {
  DecisionAsked,
  ExamRelease,
  ExamWithdrawal,
  SettleAsked,
  type ShownDecision,
} from "#contracts/portal/jury/decisions";
import { type Decision, stateOf } from "#domain/decision/decision";
import { bodyOf, isRefused, refused, type Refused } from "#http/request";
import type { JuryParts } from "#portal/jury/parts";
import { releaseProblems } from "#portal/jury/release-problems";
import { dryRunOf } from "#portal/jury/results";
import type { StaffRoute } from "#portal/route";
import {
  type Decided,
  decisionById,
  decisionsInForce,
  decisionsOf,
  proposeDecision,
  settleDecision,
} from "#postgres/queries/decisions";
import { juriedSittings } from "#postgres/queries/jury";

const examIdOf = (c: Context) => Number(c.req.param("examId"));
/** Problems of decisions are told as such: screens know their words. */
const refusedFor = (code: string): Refused => ({ refusal: "refused", problems: [{ code, place: "", message: code }] });

export const shownDecision = (one: Decision, nowMs: number): ShownDecision => ({ ...one, state: stateOf(one, nowMs) });

export function decisionRoutes({ database, now }: JuryParts): readonly StaffRoute[] {
  const here = { who: ["jury"], scope: "exam", shows: null } as const;
  const told = (decided: Decided) =>
    "problem" in decided ? refusedFor(decided.problem) : { decision: shownDecision(decided.decision, now()) };

  /** Of an exam and its sittings, the newest first. */
  async function decisionsOfExam(examId: number): Promise<Decision[]> {
    const found = await decisionsOf(database, { kind: "exam", id: examId });
    for (const { id } of await juriedSittings(database, examId))
      found.push(...(await decisionsOf(database, { kind: "sitting", id })));
    return found.sort((a, b) => b.id - a.id);
  }

  /** Why a proposal would decide nothing; null: it may be signed. */
  async function objection(examId: number, asked: ReturnType<typeof DecisionAsked.parse>): Promise<Refused | null> {
    if (asked.kind === "ruling") {
      const known = (await juriedSittings(database, examId)).some(({ id }) => id === asked.sittingId);
      return known ? null : refused("not_found", "there is no such sitting in this exam");
    }
    if (asked.kind === "release") {
      const problems = await releaseProblems(database, examId, asked.payload);
      return problems.length === 0 ? null : { refusal: "refused", problems };
    }
    if (asked.kind === "lift_anonymity") {
      const lifted = await decisionsInForce(database, { kind: "exam", id: examId }, ["lift_anonymity"]);
      return lifted.length === 0 ? null : refusedFor("lifted_already");
    }
    const { releaseId } = asked.payload;
    const all = await decisionsOf(database, { kind: "exam", id: examId }, ["release", "withdrawal"]);
    const release = all.find((one) => one.kind === "release" && one.id === releaseId);
    if (release?.outcome?.verdict !== "signed") return refusedFor("release_not_in_force");
    const again = all.some(
      (one) =>
        one.kind === "withdrawal" &&
        one.outcome?.verdict === "signed" &&
        ExamWithdrawal.parse(JSON.parse(one.payloadText)).releaseId === releaseId,
    );
    return again ? refusedFor("withdrawn_already") : null;
  }

  return [
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/decisions",
      handle: async (c) => ({
        decisions: (await decisionsOfExam(examIdOf(c))).map((one) => shownDecision(one, now())),
      }),
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/decisions",
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, DecisionAsked);
        if (isRefused(asked)) return asked;
        const [examId, { kind, payload, reason }] = [examIdOf(c), asked.body];
        const refusal = await objection(examId, asked.body);
        if (refusal !== null) return refusal;
        const subject =
          asked.body.kind === "ruling"
            ? { kind: "sitting" as const, id: asked.body.sittingId }
            : { kind: "exam" as const, id: examId };
        return told(await proposeDecision(database, account, { kind, subject, payload, reason }, now()));
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/decisions/:decisionId/settle",
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, SettleAsked);
        if (isRefused(asked)) return asked;
        const decision = await decisionById(database, Number(c.req.param("decisionId")) || 0);
        const own = (await decisionsOfExam(examIdOf(c))).some(({ id }) => id === decision?.id);
        if (decision === null || !own) return refused("not_found", "there is no such decision in this exam");
        // What was proposed may have been overtaken: a second key does not make it that of today.
        const problems =
          decision.kind === "release" && asked.body.verdict === "signed"
            ? await releaseProblems(database, examIdOf(c), ExamRelease.parse(JSON.parse(decision.payloadText)))
            : [];
        if (problems.length > 0) return { refusal: "refused", problems } satisfies Refused;
        return told(await settleDecision(database, account, decision.id, asked.body, now()));
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/dry-run",
      handle: async (c) => {
        const asked = await bodyOf(c, ExamRelease);
        if (isRefused(asked)) return asked;
        const problems = await releaseProblems(database, examIdOf(c), asked.body);
        if (problems.length > 0) return { refusal: "refused", problems } satisfies Refused;
        return dryRunOf(database, examIdOf(c), asked.body, c.req.query("candidate")?.trim() || null);
      },
    },
  ];
}
