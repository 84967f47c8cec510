/** The queue of mails: put in with what they tell of, taken by one process at a time, kept as the log. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { type MailFailure, type MailKind, retryInMs } from "#domain/mail/mail";
import type { MailText } from "#domain/mail/mail-text";
import { type Database, reading } from "#postgres/queries/reading";
import { mail } from "#postgres/schema/mail";

export interface MailToQueue extends MailText {
  readonly kind: MailKind;
  /** Null: to an address that the office knows, of somebody without an account. */
  readonly accountId: number | null;
  readonly competitionId: number | null;
  readonly recipient: string;
  /** Of mails of which only the newest counts while they wait. */
  readonly newestOf?: string;
  /** Not before. */
  readonly dueAtMs: number;
}
const CHUNK = 2_000;

/** In the caller's transaction, so that a mail goes out if and only if what it tells has happened. */
export async function queueMails(database: Database, mails: readonly MailToQueue[], nowMs: number): Promise<void> {
  for (let first = 0; first < mails.length; first += CHUNK)
    await database
      .insert(mail)
      .values(mails.slice(first, first + CHUNK).map((one) => ({ ...one, queuedAtMs: nowMs })))
      .onConflictDoUpdate({
        target: mail.newestOf,
        targetWhere: sql`state = 'queued'`,
        set: {
          subject: sql`excluded.subject`,
          body: sql`excluded.body`,
          queuedAtMs: sql`excluded.queued_at_ms`,
          // Whoever changes a list every minute is told at last: the first mail's time stays.
          dueAtMs: sql`least(mail.due_at_ms, excluded.due_at_ms)`,
        },
      });
}

export type MailRow = typeof mail.$inferSelect;

/** Takes what is due, for a time; another process takes over what is not settled until then. */
export async function takeDueMails(
  database: Database,
  nowMs: number,
  takenForMs: number,
  countMax: number,
): Promise<MailRow[]> {
  const due = database
    .select({ id: mail.id })
    .from(mail)
    .where(and(inArray(mail.state, ["queued", "sending"]), sql`${mail.dueAtMs} <= ${nowMs}`))
    .orderBy(mail.dueAtMs)
    .limit(countMax)
    .for("update", { skipLocked: true });
  const rows = await reading("mails", () =>
    database
      .update(mail)
      .set({ state: "sending", attempts: sql`${mail.attempts} + 1`, dueAtMs: nowMs + takenForMs })
      .where(inArray(mail.id, due))
      .returning(),
  );
  return rows.sort((a, b) => a.id - b.id);
}

export const mailSent = (database: Database, id: number, state: "sent" | "caught", said: string, atMs: number) =>
  reading("mail", () => database.update(mail).set({ state, said, sentAtMs: atMs }).where(eq(mail.id, id)));

/** Back into the queue, or given up. A newer one of the same kind has taken its place: then this one is not sent at all. */
export async function mailFailed(
  database: Database,
  { attempts, id, newestOf }: Pick<MailRow, "id" | "attempts" | "newestOf">,
  failure: MailFailure,
  nowMs: number,
): Promise<void> {
  const waitMs = retryInMs(attempts, failure);
  const overtaken =
    newestOf === null
      ? sql`false`
      : sql`EXISTS (SELECT FROM mail m WHERE m.newest_of = ${newestOf} AND m.state = 'queued')`;
  const state = waitMs === null ? sql`'given_up'` : sql`CASE WHEN ${overtaken} THEN 'given_up' ELSE 'queued' END`;
  await reading("mail", () =>
    database
      .update(mail)
      .set({ state, said: failure.message.slice(0, 500), dueAtMs: nowMs + (waitMs ?? 0) })
      .where(eq(mail.id, id)),
  );
}

export interface MailFigures {
  readonly waiting: number;
  readonly givenUp: number;
  /** Since when the oldest that is due has waited, ms; null: none is. */
  readonly dueSinceMs: number | null;
}
export async function mailFigures(database: Database, nowMs: number): Promise<MailFigures> {
  const { rows } = await reading("mails", () =>
    database.execute<{ waiting: number; givenUp: number; due: string | null }>(sql`
      SELECT count(*) FILTER (WHERE state IN ('queued', 'sending'))::int AS waiting,
        count(*) FILTER (WHERE state = 'given_up')::int AS "givenUp",
        min(queued_at_ms) FILTER (WHERE state IN ('queued', 'sending') AND attempts > 0 AND queued_at_ms <= ${nowMs}) AS due
      FROM mail`),
  );
  const [row] = rows;
  return {
    waiting: row?.waiting ?? 0,
    givenUp: row?.givenUp ?? 0,
    dueSinceMs: row?.due == null ? null : Number(row.due),
  };
}
