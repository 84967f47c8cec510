/** People who work on an exam day, and what they wrote to each other. */
import { sql } from "drizzle-orm";
import {
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
} from "drizzle-orm/pg-core";
import type { ChatMessage } from "#contracts/console/chat";
import type { StaffRole } from "#domain/staff/account";
import { bytea } from "#postgres/schema/columns";
import { centre, exam, room, sitting } from "#postgres/schema/exam";

export const account = pgTable(
  "account",
  {
    id: serial("id").primaryKey(),
    /** Null: every exam of the installation. Console roles but operators are of one. */
    examId: integer("exam_id").references(() => exam.id),
    login: text("login").notNull(),
    name: text("name").notNull(),
    role: text("role").$type<StaffRole>().notNull(),
    /** Of a lead proctor, a technician and a proctor. */
    centreId: integer("centre_id").references(() => centre.id),
    /** argon2id, PHC string; null until the person has set one. */
    passwordHash: text("password_hash"),
    /** Secret of the authenticator, encrypted with the installation's staff key; null where none is used. */
    secondFactor: bytea("second_factor"),
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("account_login").on(t.login),
    check(
      "account_role",
      sql`${t.role} IN ('proctor', 'lead_proctor', 'technician', 'organiser', 'operator', 'jury', 'office', 'teacher')`,
    ),
    check(
      "account_centre",
      sql`(${t.centreId} IS NOT NULL) = (${t.role} IN ('proctor', 'lead_proctor', 'technician'))`,
    ),
    check("account_exam", sql`${t.examId} IS NOT NULL OR ${t.role} IN ('operator', 'jury', 'office', 'teacher')`),
  ],
);

/** Rooms of a proctor. */
export const accountRoom = pgTable(
  "account_room",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "cascade" }),
    roomId: integer("room_id")
      .notNull()
      .references(() => room.id),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.roomId] }), index("account_room_room").on(t.roomId)],
);

/** The chat, copied from the control Redis by the drain: append-only. */
export const chatMessage = pgTable(
  "chat_message",
  {
    sittingId: integer("sitting_id")
      .notNull()
      .references(() => sitting.id),
    position: text("position").notNull(),
    message: jsonb("message").$type<ChatMessage>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.position] })],
);
