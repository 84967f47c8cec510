/** What the drain writes. Partitions, triggers and grants are in the SQL migration and in postgres/roles.ts. */
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

/** Every entry ever received, append-only, PARTITION BY LIST (sitting_id). */
export const answerLog = pgTable(
  "answer_log",
  {
    sittingId: integer("sitting_id").notNull(),
    candidateId: integer("candidate_id").notNull(),
    epoch: integer("epoch").notNull(),
    seq: integer("seq").notNull(),
    /** answer, lock, submit, applied */
    kind: text("kind").notNull(),
    itemId: text("item_id"),
    /** The frame exactly as the tablet sent it (its UTF-8 bytes are what is chained). */
    frame: text("frame").notNull(),
    claimedAtMs: bigint("claimed_at_ms", { mode: "number" }).notNull(),
    /** The claim bounded by its neighbours: see domain/answer/rule.ts. */
    madeAtMs: bigint("made_at_ms", { mode: "number" }).notNull(),
    /** Milliseconds of the stream id, one clock. */
    receivedAtMs: bigint("received_at_ms", { mode: "number" }).notNull(),
    /** Rest of the arrival: life of the store, and number within the millisecond. */
    generation: smallint("generation").notNull(),
    streamSeq: integer("stream_seq").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.candidateId, t.epoch, t.seq] })],
);

/** The answer in force per item: highest (epoch, seq) among the entries that count. Derived; the log is the truth. */
export const answerCurrent = pgTable(
  "answer_current",
  {
    sittingId: integer("sitting_id").notNull(),
    candidateId: integer("candidate_id").notNull(),
    itemId: text("item_id").notNull(),
    /** Position of the entry in force; 0, 0 and a null value when a lock came without any answer. */
    epoch: integer("epoch").notNull(),
    seq: integer("seq").notNull(),
    value: jsonb("value"),
    locked: boolean("locked").notNull().default(false),
    lockEpoch: integer("lock_epoch"),
    lockSeq: integer("lock_seq"),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.candidateId, t.itemId] })],
);

/** A candidate's devices in a sitting: one row per epoch, with its marker and how far it is secured (D2). */
export const candidateEpoch = pgTable(
  "candidate_epoch",
  {
    sittingId: integer("sitting_id").notNull(),
    candidateId: integer("candidate_id").notNull(),
    epoch: integer("epoch").notNull(),
    /** Where the marker stands in the stream; null when entries came before any marker was seen. */
    markerGeneration: smallint("marker_generation"),
    markerMs: bigint("marker_ms", { mode: "number" }),
    markerStreamSeq: integer("marker_stream_seq"),
    deviceId: text("device_id"),
    publicKey: jsonb("public_key").$type<{ x: string; y: string }>(),
    genesis: jsonb("genesis"),
    genesisHash: text("genesis_hash"),
    /** Highest seq without a gap in the log. */
    d2: integer("d2").notNull().default(0),
    /** Highest seq in the log: greater than d2 while there is a gap. */
    head: integer("head").notNull().default(0),
    /** When the entry at d2 was made. */
    d2MadeAtMs: bigint("d2_made_at_ms", { mode: "number" }).notNull().default(0),
    submitted: boolean("submitted").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.candidateId, t.epoch] })],
);

/** How far each partition's stream is committed. `last_id` is where the next read starts. */
export const partitionOffset = pgTable("partition_offset", {
  partition: smallint("partition").primaryKey(),
  generation: smallint("generation").notNull().default(0),
  lastId: text("last_id").notNull().default("0-0"),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Records that could not be stored as entries; they block the candidate's receipt until a person has ruled. */
export const quarantine = pgTable(
  "quarantine",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    partition: smallint("partition").notNull(),
    generation: smallint("generation").notNull(),
    streamId: text("stream_id").notNull(),
    /** unreadable, conflict, refused */
    reason: text("reason").notNull(),
    detail: text("detail").notNull(),
    sittingId: integer("sitting_id"),
    candidateId: integer("candidate_id"),
    epoch: integer("epoch"),
    seq: integer("seq"),
    /** The record as found in the stream, as JSON of its fields. */
    raw: text("raw").notNull(),
    storedAt: timestamp("stored_at", { withTimezone: true }).notNull().defaultNow(),
    ruledBy: text("ruled_by"),
    ruledAt: timestamp("ruled_at", { withTimezone: true }),
  },
  (t) => [index("quarantine_candidate").on(t.sittingId, t.candidateId)],
);

/** The journal of each sitting, drained from the control Redis. */
export const journal = pgTable(
  "journal",
  {
    sittingId: integer("sitting_id").notNull(),
    /** Order in the journal, from 1. */
    position: integer("position").notNull(),
    actId: text("act_id").notNull(),
    kind: text("kind").notNull(),
    effectiveAtMs: bigint("effective_at_ms", { mode: "number" }).notNull(),
    act: jsonb("act").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.position] })],
);
