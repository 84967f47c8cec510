/** Decisions of two persons (domain/decision): proposed, settled once, never changed. */
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import {
  type Decision,
  type DecisionKind,
  type DecisionProblem,
  type DecisionSubject,
  PROPOSAL_LIVES_MS,
  proposingProblem,
  type Settling,
  settlingProblem,
  stateOf,
} from "#domain/decision/decision";
import { canonicalJson } from "#domain/marking/canonical-json";
import { signatureOf, type StaffAccount } from "#domain/staff/account";
import { type Database, reading } from "#postgres/queries/reading";
import { decision, decisionOutcome } from "#postgres/schema/decision";

/** Who acts: the account of the session. */
export type Deciding = Pick<StaffAccount, "id" | "name" | "role">;

export interface DecisionToPropose {
  readonly kind: DecisionKind;
  readonly subject: DecisionSubject;
  /** Any JSON; stored as canonical text. */
  readonly payload: unknown;
  readonly reason: string;
}
export type Decided = { readonly decision: Decision } | { readonly problem: DecisionProblem };

/** Writes a proposal. Rejects with StoreTrouble. */
export async function proposeDecision(
  database: Database,
  by: Deciding,
  { kind, payload, reason, subject }: DecisionToPropose,
  nowMs: number,
): Promise<Decided> {
  const problem = proposingProblem(kind, by.role, reason);
  if (problem !== null) return { problem };
  const text = canonicalJson(payload);
  const [made] = await reading("proposal", () =>
    database
      .insert(decision)
      .values({
        ...{ kind, subjectKind: subject.kind, subjectId: subject.id, payload: text, reason },
        payloadSha256: createHash("sha256").update(text).digest("hex"),
        ...{ proposedBy: by.id, proposedByName: signatureOf(by) },
        ...{ proposedAtMs: nowMs, expiresAtMs: nowMs + PROPOSAL_LIVES_MS },
      })
      .returning(),
  );
  if (!made) throw new Error("a proposal was not made");
  return { decision: fromRow({ decision: made, decision_outcome: null }) };
}

/** Signs, refuses or takes back. Of two who do so at the same moment the second is told "settled_already". */
export async function settleDecision(
  database: Database,
  by: Deciding,
  id: number,
  { payloadSha256, reason, verdict }: Omit<Settling, "accountId" | "role">,
  nowMs: number,
): Promise<Decided> {
  const found = await decisionById(database, id);
  if (found === null) return { problem: "decision_unknown" };
  const settling: Settling = { verdict, reason, payloadSha256, accountId: by.id, role: by.role };
  const problem = settlingProblem(found, settling, nowMs);
  if (problem !== null) return { problem };
  const name = signatureOf(by);
  const made = await reading("signature", () =>
    database
      .insert(decisionOutcome)
      .values({
        ...{ decisionId: id, proposedBy: found.proposedBy.accountId, payloadSha256: found.payloadSha256 },
        ...{ verdict, reason, settledBy: by.id, settledByName: name, settledAtMs: nowMs },
      })
      .onConflictDoNothing({ target: decisionOutcome.decisionId })
      .returning({ id: decisionOutcome.decisionId }),
  );
  if (made.length === 0) return { problem: "settled_already" };
  return { decision: { ...found, outcome: { verdict, reason, by: { accountId: by.id, name }, atMs: nowMs } } };
}

export const decisionById = async (database: Database, id: number): Promise<Decision | null> =>
  (await decisionsWhere(database, eq(decision.id, id)))[0] ?? null;

/** Everything that was proposed about a subject, newest first; `kinds` empty: every kind. */
export const decisionsOf = (
  database: Database,
  { id, kind }: DecisionSubject,
  kinds: readonly DecisionKind[] = [],
): Promise<Decision[]> =>
  decisionsWhere(
    database,
    and(
      eq(decision.subjectKind, kind),
      eq(decision.subjectId, id),
      kinds.length === 0 ? undefined : inArray(decision.kind, [...kinds]),
    ),
  );

/** What two persons have signed about a subject, in the order in which it came into force. */
export async function decisionsInForce(
  database: Database,
  subject: DecisionSubject,
  kinds: readonly DecisionKind[],
): Promise<Decision[]> {
  const all = await decisionsOf(database, subject, kinds);
  // What is settled does not depend on the time.
  const signed = all.filter((one) => stateOf(one, 0) === "in_force");
  return signed.sort((a, b) => (a.outcome?.atMs ?? 0) - (b.outcome?.atMs ?? 0) || a.id - b.id);
}

async function decisionsWhere(database: Database, condition: SQL | undefined): Promise<Decision[]> {
  const rows = await reading("decisions", () =>
    database
      .select()
      .from(decision)
      .leftJoin(decisionOutcome, eq(decisionOutcome.decisionId, decision.id))
      .where(condition)
      .orderBy(desc(decision.id)),
  );
  return rows.map(fromRow);
}

interface Row {
  readonly decision: typeof decision.$inferSelect;
  readonly decision_outcome: typeof decisionOutcome.$inferSelect | null;
}
function fromRow({ decision: row, decision_outcome: end }: Row): Decision {
  return {
    id: row.id,
    kind: row.kind,
    subject: { kind: row.subjectKind, id: row.subjectId },
    payloadText: row.payload,
    payloadSha256: row.payloadSha256,
    reason: row.reason,
    proposedBy: { accountId: row.proposedBy, name: row.proposedByName },
    proposedAtMs: row.proposedAtMs,
    expiresAtMs: row.expiresAtMs,
    outcome: end && {
      verdict: end.verdict,
      by: { accountId: end.settledBy, name: end.settledByName },
      reason: end.reason,
      atMs: end.settledAtMs,
    },
  };
}
