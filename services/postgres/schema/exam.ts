/** What is prepared before the day: the exam, its places, its people, its papers. */
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { DEFAULT_RULES, type SittingRules } from "#contracts/exam/rules";
import { bytea } from "#postgres/schema/columns";

const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();

export const exam = pgTable("exam", {
  id: serial("id").primaryKey(),
  slug: text("slug").notNull().unique(),
  title: text("title").notNull(),
  /** IANA name: the one that hours on screens and in files are read in. */
  timeZone: text("time_zone").notNull().default("Europe/Paris"),
  createdAt: createdAt(),
});

export const centre = pgTable(
  "centre",
  {
    id: serial("id").primaryKey(),
    examId: integer("exam_id")
      .notNull()
      .references(() => exam.id),
    /** Short code, unique in the exam: the one that candidate files use. */
    code: text("code").notNull(),
    name: text("name").notNull(),
  },
  (t) => [unique("centre_code").on(t.examId, t.code)],
);

export const room = pgTable(
  "room",
  {
    id: serial("id").primaryKey(),
    centreId: integer("centre_id")
      .notNull()
      .references(() => centre.id),
    code: text("code").notNull(),
    name: text("name").notNull(),
    /** Seat plan; null where none was given. */
    rows: integer("rows"),
    columns: integer("columns"),
  },
  (t) => [
    unique("room_code").on(t.centreId, t.code),
    check(
      "room_seat_plan",
      sql`(${t.rows} IS NULL) = (${t.columns} IS NULL) AND coalesce(${t.rows} > 0 AND ${t.columns} > 0, true)`,
    ),
  ],
);

export const candidate = pgTable(
  "candidate",
  {
    id: serial("id").primaryKey(),
    examId: integer("exam_id")
      .notNull()
      .references(() => exam.id),
    studentNumber: text("student_number").notNull(),
    familyName: text("family_name").notNull(),
    givenName: text("given_name").notNull(),
    /** What marking sees in place of a name. */
    anonymityNumber: text("anonymity_number").notNull(),
    roomId: integer("room_id")
      .notNull()
      .references(() => room.id),
    seat: text("seat").notNull(),
    extraTimeNumerator: integer("extra_time_numerator").notNull().default(1),
    extraTimeDenominator: integer("extra_time_denominator").notNull().default(1),
    /** Further identity fields, as named in the imported file. */
    identity: jsonb("identity").$type<Record<string, string>>().notNull().default({}),
  },
  (t) => [
    unique("candidate_student_number").on(t.examId, t.studentNumber),
    unique("candidate_anonymity_number").on(t.examId, t.anonymityNumber),
    unique("candidate_seat").on(t.roomId, t.seat),
    check(
      "candidate_extra_time",
      sql`${t.extraTimeDenominator} > 0 AND ${t.extraTimeNumerator} >= ${t.extraTimeDenominator} AND 3 * ${t.extraTimeNumerator} <= 4 * ${t.extraTimeDenominator}`,
    ),
  ],
);

/** Sign-in cards. A code exists in clear only while the PDF is made; here stands HMAC-SHA-256(code). */
export const card = pgTable(
  "card",
  {
    id: serial("id").primaryKey(),
    candidateId: integer("candidate_id")
      .notNull()
      .references(() => candidate.id),
    codeHmac: bytea("code_hmac").notNull(),
    issuedAt: timestamp("issued_at", { withTimezone: true }).notNull().defaultNow(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (t) => [
    uniqueIndex("card_code").on(t.codeHmac),
    uniqueIndex("card_in_force")
      .on(t.candidateId)
      .where(sql`${t.revokedAt} IS NULL`),
  ],
);

export const paper = pgTable(
  "paper",
  {
    id: serial("id").primaryKey(),
    examId: integer("exam_id")
      .notNull()
      .references(() => exam.id),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    language: text("language").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** The file as imported. */
    source: jsonb("source").notNull(),
    /** The bytes that tablets download (contracts/paper/view.ts), and their SHA-256 in hex. */
    view: bytea("view").notNull(),
    viewSha256: text("view_sha256").notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique("paper_slug").on(t.examId, t.slug)],
);

/** Images and other files of papers, by content. */
export const paperFile = pgTable(
  "paper_file",
  {
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id, { onDelete: "cascade" }),
    sha256: text("sha256").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.sha256] })],
);

export const paperItem = pgTable(
  "paper_item",
  {
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id, { onDelete: "cascade" }),
    itemId: text("item_id").notNull(),
    sectionId: text("section_id").notNull(),
    /** The container (KFP) that holds the item, or null. */
    containerId: text("container_id"),
    /** Place in the paper, from 1. */
    position: integer("position").notNull(),
    type: text("type").notNull(),
    weight: integer("weight").notNull(),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.itemId] })],
);

/** Right answers. Row-level security: see postgres/roles.ts. */
export const answerKey = pgTable(
  "answer_key",
  {
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id, { onDelete: "cascade" }),
    itemId: text("item_id").notNull(),
    key: jsonb("key").notNull(),
    importedAt: timestamp("imported_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.itemId] })],
);

/** One paper taken at one time, nationally. Its answer_log partition is made with it (postgres/sittings.ts). */
export const sitting = pgTable(
  "sitting",
  {
    id: serial("id").primaryKey(),
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id),
    title: text("title").notNull(),
    plannedStartMs: bigint("planned_start_ms", { mode: "number" }).notNull(),
    /** Staged and sealed with the paper; given by a `backup` act only. */
    backupPaperId: integer("backup_paper_id").references(() => paper.id),
    /** contracts/exam/rules.ts. */
    rules: jsonb("rules").$type<SittingRules>().notNull().default(DEFAULT_RULES),
    /** The cancelled sitting that this one replaces. */
    replacesSittingId: integer("replaces_sitting_id").references((): AnyPgColumn => sitting.id),
    /** A rehearsal or demonstration: never marked. */
    rehearsal: integer("rehearsal").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [index("sitting_paper").on(t.paperId)],
);

/** Half-days kept free for a sitting that has to be held again. */
export const reserveSlot = pgTable(
  "reserve_slot",
  {
    id: serial("id").primaryKey(),
    examId: integer("exam_id")
      .notNull()
      .references(() => exam.id),
    startMs: bigint("start_ms", { mode: "number" }).notNull(),
    /** The sitting that took it, or null. */
    sittingId: integer("sitting_id").references(() => sitting.id),
  },
  (t) => [unique("reserve_slot_start").on(t.examId, t.startMs)],
);
