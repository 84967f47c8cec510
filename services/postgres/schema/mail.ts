/** Mails to students (domain/mail): a queue whose rows are also the log, and templates of offices. */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { MailKind, MailState } from "#domain/mail/mail";
import type { MailTemplate } from "#domain/mail/mail-text";
import { competition } from "#postgres/schema/competition";
import { studentAccount } from "#postgres/schema/student";

export const mail = pgTable(
  "mail",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    kind: text("kind").$type<MailKind>().notNull(),
    accountId: integer("account_id").references(() => studentAccount.id, { onDelete: "set null" }),
    competitionId: integer("competition_id").references(() => competition.id),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    /** With `{link}` where a link goes: links are made when the mail is sent, and stand in no table. */
    body: text("body").notNull(),
    /** Of mails of which only the newest counts while they wait: `wishes-saved 7 312`. */
    newestOf: text("newest_of"),
    state: text("state").$type<MailState>().notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    /** Not before, and when `sending`: taken over by another process from then on. */
    dueAtMs: bigint("due_at_ms", { mode: "number" }).notNull(),
    queuedAtMs: bigint("queued_at_ms", { mode: "number" }).notNull(),
    sentAtMs: bigint("sent_at_ms", { mode: "number" }),
    /** What the server said last. */
    said: text("said"),
  },
  (t) => [
    index("mail_due")
      .on(t.dueAtMs)
      .where(sql`state IN ('queued', 'sending')`),
    uniqueIndex("mail_newest_of")
      .on(t.newestOf)
      .where(sql`state = 'queued'`),
    index("mail_competition").on(t.competitionId, t.id),
    index("mail_account").on(t.accountId),
    check("mail_state", sql`${t.state} IN ('queued', 'sending', 'sent', 'caught', 'given_up')`),
  ],
);

/** What an office writes in place of a built-in text, or sends on demand. */
export const mailTemplate = pgTable(
  "mail_template",
  {
    id: serial("id").primaryKey(),
    competitionId: integer("competition_id")
      .notNull()
      .references(() => competition.id),
    kind: text("kind").$type<MailKind>().notNull(),
    /** Of templates on demand; "" for those of an event, of which there is one. */
    name: text("name").notNull(),
    template: jsonb("template").$type<MailTemplate>().notNull(),
    version: integer("version").notNull().default(1),
    by: text("by").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [unique("mail_template_name").on(t.competitionId, t.kind, t.name)],
);
