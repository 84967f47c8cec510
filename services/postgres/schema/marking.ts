/** Marks of sittings (docs/marking.md): runs, what each is made from and what came out. Append-only: a ruling is a new run. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { ItemKey } from "#domain/marking/item";
import type { MarkingRules } from "#domain/marking/marking-rules";
import type { Verdict } from "#domain/marking/review";
import type { Ruling } from "#domain/marking/rulings";
import type { ItemStatistics, PaperStatistics } from "#domain/marking/statistics";
import type { SetAsideReason } from "#domain/answer/rule";
import { paper, sitting } from "#postgres/schema/exam";
import { account } from "#postgres/schema/staff";

const ms = (name: string) => bigint(name, { mode: "number" });

/** Keys as a run found them: a key that is imported again is another version. Row-level security as for answer_key. */
export const keyVersion = pgTable(
  "key_version",
  {
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id),
    /** Of the canonical JSON of the key's file, hex. */
    sha256: text("sha256").notNull(),
    /** By item id. */
    keys: jsonb("keys").$type<Record<string, ItemKey>>().notNull(),
    seenAtMs: ms("seen_at_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.sha256] })],
);

/** A paper of a run: the first is the sitting's, the second its backup where some took it. */
export interface RunPaper {
  readonly paperId: number;
  /** As the paper calls itself. */
  readonly id: string;
  readonly paperSha256: string;
  readonly keySha256: string;
}
export const RUN_STATES = ["waiting", "running", "done", "failed"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const markingRun = pgTable(
  "marking_run",
  {
    id: serial("id").primaryKey(),
    sittingId: integer("sitting_id")
      .notNull()
      .references(() => sitting.id),
    unit: text("unit").notNull(),
    askedBy: integer("asked_by").references(() => account.id),
    askedByName: text("asked_by_name").notNull(),
    askedAtMs: ms("asked_at_ms").notNull(),
    /** Fixed when it was asked for. */
    papers: jsonb("papers").$type<readonly RunPaper[]>().notNull(),
    rules: jsonb("rules").$type<MarkingRules>().notNull(),
    /** Those in force, and the texts that reviewers accepted. */
    rulings: jsonb("rulings").$type<readonly Ruling[]>().notNull(),
    /** Decisions that the rulings come from. */
    decisionIds: integer("decision_ids").array().notNull(),
    state: text("state").$type<RunState>().notNull().default("waiting"),
    candidates: integer("candidates").notNull(),
    markedCandidates: integer("marked_candidates").notNull().default(0),
    /** Why it failed. */
    trouble: text("trouble"),
    doneAtMs: ms("done_at_ms"),
    /** Known once it is done. Hex. */
    entriesSha256: text("entries_sha256"),
    inputsSha256: text("inputs_sha256"),
    /** Of the file that `amphi mark --out` would write. */
    marksSha256: text("marks_sha256"),
    /** Common maximum, thousandths. */
    maximum: integer("maximum"),
    codes: jsonb("codes").$type<Record<string, number>>(),
    setAsideEntries: integer("set_aside_entries"),
    setAsideCounted: integer("set_aside_counted"),
    paperStatistics: jsonb("paper_statistics").$type<readonly PaperStatistics[]>(),
  },
  (t) => [
    index("marking_run_sitting").on(t.sittingId),
    check("marking_run_state", sql`${t.state} IN ('waiting', 'running', 'done', 'failed')`),
    check(
      "marking_run_done",
      sql`(${t.state} = 'done') = (${t.marksSha256} IS NOT NULL) AND (${t.state} <> 'done' OR ${t.markedCandidates} = ${t.candidates})`,
    ),
  ],
);

/** One candidate's marks in a run; stored once, in chunks. */
export const runCandidate = pgTable(
  "run_candidate",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => markingRun.id),
    anonymityNumber: text("anonymity_number").notNull(),
    centre: text("centre").notNull(),
    room: text("room").notNull(),
    /** Index of the paper taken. */
    paper: smallint("paper").notNull(),
    /** Thousandths over `maximum`; null where a code stands. */
    mark: integer("mark"),
    maximum: integer("maximum").notNull(),
    code: text("code"),
    ownMark: integer("own_mark").notNull(),
    ownMaximum: integer("own_maximum").notNull(),
    /** By column, thousandths; -1 where the item is out of mark and maximum. */
    items: integer("items").array().notNull(),
    /** The entries that count, as they are hashed (domain/marking/run-digest.ts): every reason can be told from them. */
    entries: text("entries").notNull(),
    entriesSha256: text("entries_sha256").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.anonymityNumber] })],
);

/** One item of a run, in the order of its columns, with what a jury reads of it. */
export const runItem = pgTable(
  "run_item",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => markingRun.id),
    position: integer("position").notNull(),
    itemId: text("item_id").notNull(),
    paper: smallint("paper").notNull(),
    /** Thousandths. */
    maximum: integer("maximum").notNull(),
    /** Null where it counted for nobody. */
    statistics: jsonb("statistics").$type<ItemStatistics>(),
    /** Order of suspicion, from 1; those without anything suspicious follow in the order of the paper. */
    suspicion: integer("suspicion"),
  },
  (t) => [primaryKey({ columns: [t.runId, t.position] })],
);

/** Entries that did not count by themselves, with their evidence. */
export const runSetAside = pgTable(
  "run_set_aside",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => markingRun.id),
    anonymityNumber: text("anonymity_number").notNull(),
    epoch: integer("epoch").notNull(),
    seq: integer("seq").notNull(),
    centre: text("centre").notNull(),
    room: text("room").notNull(),
    itemId: text("item_id").notNull(),
    value: jsonb("value").notNull(),
    reason: text("reason").$type<SetAsideReason>().notNull(),
    madeAtMs: ms("made_at_ms").notNull(),
    receivedAtMs: ms("received_at_ms").notNull(),
    /** The candidate's end; null while unknown. */
    endMs: ms("end_ms"),
    /** By a ruling of the run. */
    counted: boolean("counted").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.anonymityNumber, t.epoch, t.seq] })],
);

/** Short texts that no key and no ruling of the run accepts, equal ones once; who wrote them is not kept. */
export const reviewText = pgTable(
  "review_text",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => markingRun.id),
    itemId: text("item_id").notNull(),
    /** As normalised. */
    text: text("text").notNull(),
    candidates: integer("candidates").notNull(),
    written: text("written").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.itemId, t.text] })],
);

/** What a reviewer says of a text, for every run of the sitting. */
export const reviewVerdict = pgTable(
  "review_verdict",
  {
    sittingId: integer("sitting_id")
      .notNull()
      .references(() => sitting.id),
    itemId: text("item_id").notNull(),
    text: text("text").notNull(),
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id),
    /** Order in which they were given: the first two are blind to each other. */
    position: smallint("position").notNull(),
    verdict: text("verdict").$type<Verdict>().notNull(),
    atMs: ms("at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.sittingId, t.itemId, t.text, t.position] }),
    unique("review_verdict_once").on(t.sittingId, t.itemId, t.text, t.accountId),
    check("review_verdict_word", sql`${t.verdict} IN ('accept', 'refuse')`),
    check("review_verdict_position", sql`${t.position} BETWEEN 1 AND 3`),
  ],
);
