/** Rehearsals of the whole platform that were played, and the tokens with which they tell of themselves. */
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, serial, text, timestamp, unique } from "drizzle-orm/pg-core";
import type { RehearsalResult, RehearsalVerdict } from "#contracts/http/rehearsal-result";
import { bytea } from "#postgres/schema/columns";

/**
 * Append-only: what lets an exam be declared ready is never changed. The report stands here and not in a folder: control,
 * the command line and whoever restores a backup find it, on whatever machine they run.
 */
export const rehearsalRecord = pgTable(
  "rehearsal_record",
  {
    id: serial("id").primaryKey(),
    /** Of the kept result: a rehearsal that is recorded twice is recorded once. */
    resultSha256: text("result_sha256").notNull(),
    profile: text("profile").notNull(),
    candidates: integer("candidates").notNull(),
    verdict: text("verdict").$type<RehearsalVerdict>().notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    result: jsonb("result").$type<RehearsalResult>().notNull(),
    /** The page that opens offline, gzip. */
    report: bytea("report").notNull(),
    /** Name of the token that told it, or of who recorded it from the command line. */
    recordedBy: text("recorded_by").notNull(),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("rehearsal_record_result").on(t.resultSha256),
    index("rehearsal_record_started").on(t.startedAt),
    check("rehearsal_record_verdict", sql`${t.verdict} IN ('green', 'red', 'void', 'partial')`),
  ],
);

export const rehearsalToken = pgTable(
  "rehearsal_token",
  {
    id: serial("id").primaryKey(),
    /** What its operator calls it: the machine that has it. */
    name: text("name").notNull(),
    /** SHA-256 of 256 random bits: nothing to guess, so nothing slow is needed. */
    tokenHash: bytea("token_hash").notNull(),
    madeBy: text("made_by").notNull(),
    madeAt: timestamp("made_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (t) => [unique("rehearsal_token_hash").on(t.tokenHash)],
);
