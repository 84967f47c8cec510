/** Competitions (domain/competition): what offices settle, who is registered, marks, and what was computed. */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
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
import type { LotteryCommitment, OpenedLottery } from "#contracts/ranking/lottery";
import type { CalculationKind, CalculationState } from "#domain/competition/calculation";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { Problem } from "#domain/exam/problem";
import { account } from "#postgres/schema/staff";

/** Students, and the staff who reach their competitions (R6). */
export const population = pgTable(
  "population",
  { id: serial("id").primaryKey(), code: text("code").notNull(), name: text("name").notNull() },
  (t) => [unique("population_code").on(t.code)],
);
/** Offices and teachers of a population. The jury reaches every one. */
export const populationStaff = pgTable(
  "population_staff",
  {
    populationId: integer("population_id")
      .notNull()
      .references(() => population.id),
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.populationId, t.accountId] }), index("population_staff_account").on(t.accountId)],
);

export const person = pgTable(
  "person",
  {
    id: serial("id").primaryKey(),
    populationId: integer("population_id")
      .notNull()
      .references(() => population.id),
    studentNumber: text("student_number").notNull(),
    familyName: text("family_name").notNull(),
    givenName: text("given_name").notNull(),
    /** "": none is known. */
    mail: text("mail").notNull(),
  },
  (t) => [unique("person_student_number").on(t.populationId, t.studentNumber)],
);

export const competition = pgTable(
  "competition",
  {
    id: serial("id").primaryKey(),
    populationId: integer("population_id")
      .notNull()
      .references(() => population.id),
    /** Short name in addresses and files: `paces-2026`. */
    slug: text("slug").notNull(),
    plan: jsonb("plan").$type<CompetitionPlan>().notNull(),
    /** Of the plan: whoever changes it says which one they began from. */
    version: integer("version").notNull().default(1),
    /** Raised by every change of anything that is computed from (R11). */
    revision: integer("revision").notNull().default(1),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [unique("competition_slug").on(t.slug)],
);

/** Who is registered, and for what (R17). */
export const enrolment = pgTable(
  "enrolment",
  {
    competitionId: integer("competition_id")
      .notNull()
      .references(() => competition.id),
    personId: integer("person_id")
      .notNull()
      .references(() => person.id),
    anonymityNumber: text("anonymity_number"),
    /** Values of the identity fields, by code. */
    identity: jsonb("identity").$type<Readonly<Record<string, string>>>().notNull(),
    programmes: text("programmes").array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.competitionId, t.personId] }),
    index("enrolment_person").on(t.personId),
    unique("enrolment_anonymity_number").on(t.competitionId, t.anonymityNumber),
  ],
);

/** `csv`, `hand`: of the office or a teacher. `run`: of a marking run (unit_feed). */
export const MARK_SOURCES = ["csv", "hand", "run"] as const;
const markColumns = {
  competitionId: integer("competition_id").notNull(),
  personId: integer("person_id").notNull(),
  unit: text("unit").notNull(),
  /** Thousandths; null with a code in its place, or with neither: the mark was taken back. */
  mark: bigint("mark", { mode: "number" }),
  maximum: bigint("maximum", { mode: "number" }),
  code: text("code"),
  source: text("source").$type<(typeof MARK_SOURCES)[number]>().notNull(),
  /** Name and role of who entered it. */
  by: text("by").notNull(),
  at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
};
/** Rows are never deleted: a mark that is taken back leaves an empty one, with who did it. */
export const mark = pgTable("mark", markColumns, (t) => [
  primaryKey({ columns: [t.competitionId, t.unit, t.personId] }),
  foreignKey({
    name: "mark_enrolment",
    columns: [t.competitionId, t.personId],
    foreignColumns: [enrolment.competitionId, enrolment.personId],
  }),
  check("mark_value", sql`(${t.mark} IS NULL) = (${t.maximum} IS NULL) AND (${t.mark} IS NULL OR ${t.code} IS NULL)`),
  check("mark_range", sql`${t.mark} BETWEEN 0 AND ${t.maximum}`),
  check("mark_source", sql`${t.source} IN ('csv', 'hand', 'run')`),
]);
/** Every value that ever stood, written by the database itself; append-only. */
export const markChange = pgTable(
  "mark_change",
  { id: bigserial("id", { mode: "number" }).primaryKey(), ...markColumns },
  (t) => [index("mark_change_of").on(t.competitionId, t.personId, t.unit)],
);

/** Totals and ranks that the office gives in place of a computation (R14). */
export const givenValue = pgTable(
  "given_value",
  {
    competitionId: integer("competition_id").notNull(),
    personId: integer("person_id").notNull(),
    ranking: text("ranking").notNull(),
    total: bigint("total", { mode: "number" }),
    rank: integer("rank"),
  },
  (t) => [
    primaryKey({ columns: [t.competitionId, t.ranking, t.personId] }),
    foreignKey({
      name: "given_value_enrolment",
      columns: [t.competitionId, t.personId],
      foreignColumns: [enrolment.competitionId, enrolment.personId],
    }),
  ],
);

/** Which marking run a unit has its marks from. */
export const unitFeed = pgTable(
  "unit_feed",
  {
    competitionId: integer("competition_id")
      .notNull()
      .references(() => competition.id),
    unit: text("unit").notNull(),
    runId: integer("run_id").notNull(),
    /** Of the run's result, as it signed it. */
    runHash: text("run_hash").notNull(),
    by: text("by").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.competitionId, t.unit] })],
);

/** R16: one per competition, committed before marks are known and opened once its source of chance has spoken. */
export const competitionLottery = pgTable("competition_lottery", {
  competitionId: integer("competition_id")
    .primaryKey()
    .references(() => competition.id),
  commitment: jsonb("commitment").$type<LotteryCommitment>().notNull(),
  secret: text("secret").notNull(),
  opened: jsonb("opened").$type<OpenedLottery>(),
  committedBy: text("committed_by").notNull(),
  committedAt: timestamp("committed_at", { withTimezone: true }).notNull().defaultNow(),
});

/**
 * Ranks, rounds and reorientations. The row is the order and, in one transaction, its result: a worker that dies in the
 * middle leaves the order as it was. What is done is never changed; another computation is another row.
 */
export const calculation = pgTable(
  "calculation",
  {
    id: serial("id").primaryKey(),
    competitionId: integer("competition_id")
      .notNull()
      .references(() => competition.id),
    kind: text("kind").$type<CalculationKind>().notNull(),
    /** Code of a reorientation's strategy; "" otherwise. */
    strategy: text("strategy").notNull().default(""),
    /** Ranks that a round or a reorientation is made from. */
    ranksId: integer("ranks_id"),
    /** Round before this one, or that a reorientation follows. */
    roundId: integer("round_id"),
    /** Of the competition when it was computed; null: not yet. */
    revision: integer("revision"),
    state: text("state").$type<CalculationState>().notNull().default("asked"),
    askedBy: text("asked_by").notNull(),
    askedAt: timestamp("asked_at", { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** SHA-256 of everything it was computed from, and of what came out. */
    inputsHash: text("inputs_hash"),
    resultHash: text("result_hash"),
    /** Of rounds and reorientations: the file that `amphi allocate` and `amphi reorient` read. */
    input: jsonb("input"),
    result: jsonb("result"),
    /** Why nothing was computed. */
    problems: jsonb("problems").$type<readonly Problem[]>().notNull().default([]),
  },
  (t) => [
    index("calculation_competition").on(t.competitionId, t.kind),
    index("calculation_asked")
      .on(t.id)
      .where(sql`state = 'asked'`),
    check("calculation_kind", sql`${t.kind} IN ('ranks', 'round', 'reorientation')`),
    check("calculation_state", sql`${t.state} IN ('asked', 'done', 'refused', 'failed')`),
    check("calculation_done", sql`(${t.state} = 'done') = (${t.result} IS NOT NULL AND ${t.inputsHash} IS NOT NULL)`),
  ],
);
