/** Rankings of an exam (docs/ranking.md): rules, lottery, marks of other units, runs and their ranks. Append-only. */
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, serial, text, unique } from "drizzle-orm/pg-core";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import type { RankingRules } from "#domain/ranking/rules";
import type { Status } from "#domain/ranking/rank";
import { bytea } from "#postgres/schema/columns";
import { exam } from "#postgres/schema/exam";
import { account } from "#postgres/schema/staff";

const ms = (name: string) => bigint(name, { mode: "number" });
const ofExam = () =>
  integer("exam_id")
    .notNull()
    .references(() => exam.id);
const given = { by: text("given_by").notNull(), atMs: ms("given_at_ms").notNull() };

/** The last one of an exam holds. */
export const rankingRules = pgTable(
  "ranking_rules",
  {
    id: serial("id").primaryKey(),
    examId: ofExam(),
    rules: jsonb("rules").$type<RankingRules>().notNull(),
    /** Of their canonical JSON, hex. */
    sha256: text("sha256").notNull(),
    ...given,
  },
  (t) => [index("ranking_rules_exam").on(t.examId)],
);

/** Opened lotteries; the last one of an exam holds. */
export const rankingLottery = pgTable(
  "ranking_lottery",
  {
    id: serial("id").primaryKey(),
    examId: ofExam(),
    opened: jsonb("opened").$type<OpenedLottery>().notNull(),
    ...given,
  },
  (t) => [index("ranking_lottery_exam").on(t.examId)],
);

/** Marks of units that Amphi did not deliver: the last import of a unit holds. */
export const markImport = pgTable(
  "mark_import",
  {
    id: serial("id").primaryKey(),
    examId: ofExam(),
    unit: text("unit").notNull(),
    sha256: text("sha256").notNull(),
    ...given,
  },
  (t) => [index("mark_import_exam").on(t.examId, t.unit)],
);
export const importedMark = pgTable(
  "imported_mark",
  {
    importId: integer("import_id")
      .notNull()
      .references(() => markImport.id),
    anonymityNumber: text("anonymity_number").notNull(),
    /** Thousandths; null where a code stands. */
    mark: bigint("mark", { mode: "number" }),
    maximum: bigint("maximum", { mode: "number" }),
    code: text("code"),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.anonymityNumber] }),
    check(
      "imported_mark_or_code",
      sql`(${t.mark} IS NULL) = (${t.code} IS NOT NULL) AND (${t.mark} IS NULL) = (${t.maximum} IS NULL)`,
    ),
  ],
);

/** Where the marks of each unit come from, by unit. */
export type RankingSources = Readonly<Record<string, { readonly runId: number } | { readonly importId: number }>>;

export const rankingRun = pgTable(
  "ranking_run",
  {
    id: serial("id").primaryKey(),
    examId: ofExam(),
    askedBy: integer("asked_by").references(() => account.id),
    askedByName: text("asked_by_name").notNull(),
    askedAtMs: ms("asked_at_ms").notNull(),
    rulesId: integer("rules_id")
      .notNull()
      .references(() => rankingRules.id),
    lotteryId: integer("lottery_id").references(() => rankingLottery.id),
    sources: jsonb("sources").$type<RankingSources>().notNull(),
    candidates: integer("candidates").notNull(),
    /** Everything that the ranks were computed from (R11), hex: the heading of ranks.csv. */
    inputsSha256: text("inputs_sha256").notNull(),
    /** The public file, gzip, and the SHA-256 of its text: anonymity numbers only. */
    publicFile: bytea("public_file").notNull(),
    publicSha256: text("public_sha256").notNull(),
    doneAtMs: ms("done_at_ms").notNull(),
  },
  (t) => [index("ranking_run_exam").on(t.examId)],
);

/** One candidate in one ranking of a run. */
export const rankingResult = pgTable(
  "ranking_result",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => rankingRun.id),
    ranking: text("ranking").notNull(),
    anonymityNumber: text("anonymity_number").notNull(),
    /** Coefficient × thousandths; null where there is none. */
    total: bigint("total", { mode: "number" }),
    outOf: bigint("out_of", { mode: "number" }),
    rank: integer("rank"),
    status: text("status").$type<Status>().notNull(),
    /** The criterion that puts a candidate behind the one just before. */
    decidedBy: text("decided_by").notNull(),
    /** `ABS in UE1` for whom a special code excludes. */
    because: text("because").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.ranking, t.anonymityNumber] }),
    unique("ranking_result_rank").on(t.runId, t.ranking, t.rank),
  ],
);
