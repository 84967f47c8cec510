/** What two persons decide (domain/decision): proposals, and how each of them ended. Both append-only. */
import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgTable, serial, text, unique } from "drizzle-orm/pg-core";
import type { DecisionKind, DecisionSubject, Verdict } from "#domain/decision/decision";
import { account } from "#postgres/schema/staff";

export const decision = pgTable(
  "decision",
  {
    id: serial("id").primaryKey(),
    kind: text("kind").$type<DecisionKind>().notNull(),
    subjectKind: text("subject_kind").$type<DecisionSubject["kind"]>().notNull(),
    subjectId: integer("subject_id").notNull(),
    /** Canonical JSON, byte for byte what was hashed. */
    payload: text("payload").notNull(),
    payloadSha256: text("payload_sha256").notNull(),
    reason: text("reason").notNull(),
    proposedBy: integer("proposed_by")
      .notNull()
      .references(() => account.id),
    /** As the account signed that day: `Marie Duval (jury)`. */
    proposedByName: text("proposed_by_name").notNull(),
    proposedAtMs: bigint("proposed_at_ms", { mode: "number" }).notNull(),
    expiresAtMs: bigint("expires_at_ms", { mode: "number" }).notNull(),
  },
  (t) => [
    index("decision_subject").on(t.subjectKind, t.subjectId, t.kind),
    // For the outcome to refer to: what it copies is what was proposed.
    unique("decision_proposed").on(t.id, t.proposedBy, t.payloadSha256),
    check("decision_subject_kind", sql`${t.subjectKind} IN ('exam', 'sitting', 'competition')`),
    check("decision_payload", sql`${t.payloadSha256} = encode(sha256(convert_to(${t.payload}, 'UTF8')), 'hex')`),
    check("decision_reason", sql`btrim(${t.reason}) <> ''`),
  ],
);

/**
 * One per decision: what is settled is settled. It repeats who proposed and what was signed, and refers to both, so that
 * the database itself refuses a signature of the same person or under another text.
 */
export const decisionOutcome = pgTable(
  "decision_outcome",
  {
    decisionId: integer("decision_id").primaryKey(),
    proposedBy: integer("proposed_by").notNull(),
    payloadSha256: text("payload_sha256").notNull(),
    verdict: text("verdict").$type<Verdict>().notNull(),
    settledBy: integer("settled_by")
      .notNull()
      .references(() => account.id),
    settledByName: text("settled_by_name").notNull(),
    reason: text("reason").notNull(),
    settledAtMs: bigint("settled_at_ms", { mode: "number" }).notNull(),
  },
  (t) => [
    foreignKey({
      name: "decision_outcome_of",
      columns: [t.decisionId, t.proposedBy, t.payloadSha256],
      foreignColumns: [decision.id, decision.proposedBy, decision.payloadSha256],
    }),
    check("decision_outcome_verdict", sql`${t.verdict} IN ('signed', 'refused', 'taken_back')`),
    check("decision_outcome_two_persons", sql`(${t.verdict} = 'taken_back') = (${t.settledBy} = ${t.proposedBy})`),
  ],
);
