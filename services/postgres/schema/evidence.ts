/** What proves an exam to outsiders: final receipts, and the answer files that were brought in. Append-only. */
import { bigint, bigserial, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";

/** Final receipts, every version of them; see contracts/evidence.ts. */
export const receipt = pgTable(
  "receipt",
  {
    sittingId: integer("sitting_id").notNull(),
    candidateId: integer("candidate_id").notNull(),
    /** From 1: the highest is in force. */
    number: integer("number").notNull(),
    /** See domain/answer/receipt-code.ts. */
    code: text("code").notNull(),
    /** Compact JWS of the statement. */
    jws: text("jws").notNull(),
    issuedAtMs: bigint("issued_at_ms", { mode: "number" }).notNull(),
    /** Entries that it covers, and how many of them are work: answers, locks, hand-ins. */
    entries: integer("entries").notNull(),
    work: integer("work").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.candidateId, t.number] }), unique("receipt_code").on(t.code)],
);

/** Answer files that were imported, one row each time, also when nothing in them was new. */
export const answerFile = pgTable(
  "answer_file",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    sittingId: integer("sitting_id").notNull(),
    candidateId: integer("candidate_id").notNull(),
    /** SHA-256 of the file as it was brought, hex. */
    sha256: text("sha256").notNull(),
    importedAtMs: bigint("imported_at_ms", { mode: "number" }).notNull(),
    /** As in journals: `Marie Duval (proctor)`, or `command line`. */
    importedBy: text("imported_by").notNull(),
    newEntries: integer("new_entries").notNull(),
    knownEntries: integer("known_entries").notNull(),
  },
  (t) => [index("answer_file_candidate").on(t.sittingId, t.candidateId)],
);
