/** Students (domain/student): their accounts, wishes, published results, answers to seats, and who saw what of them. */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { Problem } from "#domain/exam/problem";
import type { LinkKind } from "#domain/student/account";
import type { EveryonesResult } from "#domain/student/result";
import type { SeatAnswerKind } from "#domain/student/seat-answer";
import { calculation, competition, enrolment, person } from "#postgres/schema/competition";

export const studentAccount = pgTable(
  "student_account",
  {
    id: serial("id").primaryKey(),
    /** A mail address in lower case. */
    login: text("login").notNull(),
    name: text("name").notNull(),
    language: text("language").$type<"fr" | "en">().notNull().default("fr"),
    /** argon2id, PHC string; null until the person has chosen one. */
    passwordHash: text("password_hash"),
    /** CAS server (as configured) and the name that it knows the person by; null: signs in here alone. */
    casServer: text("cas_server"),
    casUser: text("cas_user"),
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("student_account_login").on(t.login),
    unique("student_account_cas").on(t.casServer, t.casUser),
    check("student_account_cas_whole", sql`(${t.casServer} IS NULL) = (${t.casUser} IS NULL)`),
    check("student_account_language", sql`${t.language} IN ('fr', 'en')`),
  ],
);
/** One account may be a person of several populations: the years of a repeater. */
export const studentAccountPerson = pgTable(
  "student_account_person",
  {
    personId: integer("person_id")
      .primaryKey()
      .references(() => person.id),
    accountId: integer("account_id")
      .notNull()
      .references(() => studentAccount.id, { onDelete: "cascade" }),
  },
  (t) => [index("student_account_person_account").on(t.accountId)],
);

export const passwordLink = pgTable(
  "password_link",
  {
    /** SHA-256 of what stands in the link, hex. */
    tokenSha256: text("token_sha256").primaryKey(),
    accountId: integer("account_id")
      .notNull()
      .references(() => studentAccount.id, { onDelete: "cascade" }),
    kind: text("kind").$type<LinkKind>().notNull(),
    expiresAtMs: bigint("expires_at_ms", { mode: "number" }).notNull(),
    usedAtMs: bigint("used_at_ms", { mode: "number" }),
  },
  (t) => [
    index("password_link_account").on(t.accountId),
    check("password_link_kind", sql`${t.kind} IN ('invitation', 'reset')`),
  ],
);

const wishColumns = {
  competitionId: integer("competition_id").notNull(),
  personId: integer("person_id").notNull(),
  /** The dearest first. */
  programmes: text("programmes").array().notNull(),
  /** From 1. */
  version: integer("version").notNull(),
  /** Server time of receipt. */
  atMs: bigint("at_ms", { mode: "number" }).notNull(),
  /** `student`, or name and role of who entered them for the office (R19). */
  by: text("by").notNull(),
  /** The office named no programme: the student competes for those of this list (R17). */
  enrols: boolean("enrols").notNull().default(false),
};
/** The list in force. */
export const wishList = pgTable("wish_list", wishColumns, (t) => [
  primaryKey({ columns: [t.competitionId, t.personId] }),
  foreignKey({
    name: "wish_list_enrolment",
    columns: [t.competitionId, t.personId],
    foreignColumns: [enrolment.competitionId, enrolment.personId],
  }),
]);
/** Every list that ever was in force (R20), written by the database itself; append-only. */
export const wishChange = pgTable("wish_change", wishColumns, (t) => [
  primaryKey({ columns: [t.competitionId, t.personId, t.version] }),
]);

export const PUBLICATION_STATES = ["asked", "ready", "refused"] as const;
/**
 * Results as they will be read: asked for, then prepared in one transaction by `jobs`. Shown from the time that a signed
 * decision of two names (contracts/portal/student/release.ts), and never by this row alone.
 */
export const publication = pgTable(
  "publication",
  {
    id: serial("id").primaryKey(),
    competitionId: integer("competition_id")
      .notNull()
      .references(() => competition.id),
    ranksId: integer("ranks_id").references(() => calculation.id),
    /** Null: no seats are published, and lists stay open. */
    roundId: integer("round_id").references(() => calculation.id),
    reorientationIds: integer("reorientation_ids").array().notNull().default([]),
    state: text("state").$type<(typeof PUBLICATION_STATES)[number]>().notNull().default("asked"),
    /** SHA-256 of all results in order of persons, hex: what is signed. */
    sha256: text("sha256"),
    people: integer("people").notNull().default(0),
    everyone: jsonb("everyone").$type<EveryonesResult>(),
    /** Why nothing was prepared. */
    problems: jsonb("problems").$type<readonly Problem[]>().notNull().default([]),
    askedBy: text("asked_by").notNull(),
    askedAt: timestamp("asked_at", { withTimezone: true }).notNull().defaultNow(),
    /** When its mails were queued; null: not yet. */
    mailedAtMs: bigint("mailed_at_ms", { mode: "number" }),
  },
  (t) => [
    index("publication_competition").on(t.competitionId),
    index("publication_asked")
      .on(t.id)
      .where(sql`state = 'asked'`),
    check("publication_state", sql`${t.state} IN ('asked', 'ready', 'refused')`),
    check("publication_ready", sql`(${t.state} = 'ready') = (${t.sha256} IS NOT NULL)`),
  ],
);
/** Append-only. */
export const preparedResult = pgTable(
  "prepared_result",
  {
    publicationId: integer("publication_id")
      .notNull()
      .references(() => publication.id),
    personId: integer("person_id").notNull(),
    /** JSON of OwnResult, byte for byte what was hashed and what is sent. */
    result: text("result").notNull(),
  },
  (t) => [primaryKey({ columns: [t.publicationId, t.personId] })],
);

/** What students said to their seats, one row each time; the last one holds. Append-only. */
export const seatAnswer = pgTable(
  "seat_answer",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    publicationId: integer("publication_id")
      .notNull()
      .references(() => publication.id),
    competitionId: integer("competition_id").notNull(),
    personId: integer("person_id").notNull(),
    programme: text("programme").notNull(),
    answer: text("answer").$type<SeatAnswerKind>().notNull(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    /** `student`, or name and role of who said it for the office. */
    by: text("by").notNull(),
  },
  (t) => [
    index("seat_answer_of").on(t.competitionId, t.personId),
    check("seat_answer_kind", sql`${t.answer} IN ('accepted', 'locked', 'keeps-below', 'resigned')`),
    foreignKey({
      name: "seat_answer_enrolment",
      columns: [t.competitionId, t.personId],
      foreignColumns: [enrolment.competitionId, enrolment.personId],
    }),
  ],
);

/** Who saw what of whom. Append-only, and deleted after its time. */
export const accessLog = pgTable(
  "access_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    /** Name and role of a member of staff, or `student`. */
    who: text("who").notNull(),
    /** Null: everybody of the competition, as in a list. */
    personId: integer("person_id"),
    competitionId: integer("competition_id"),
    /** An exam whose anonymity was lifted; else null. */
    examId: integer("exam_id"),
    /** Which data: `result`, `wishes`, `person`… */
    what: text("what").notNull(),
  },
  (t) => [
    index("access_log_person").on(t.personId),
    // Looks of staff at lists: some, beside millions of students' own.
    index("access_log_lists")
      .on(t.competitionId, t.id)
      .where(sql`person_id IS NULL AND who <> 'student'`),
    index("access_log_at").on(t.atMs),
  ],
);
