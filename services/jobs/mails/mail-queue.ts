import type { MailQueue } from "#jobs/mails/mailer";
import { mailFailed, mailFigures, mailSent, takeDueMails } from "#postgres/queries/mail/mails";
import type { Database } from "#postgres/queries/reading";
import { makeLink } from "#postgres/queries/student/accounts";

/** The queue of mails on PostgreSQL. */
export const createMailQueue = (database: Database): MailQueue => ({
  take: (nowMs, takenForMs, countMax) => takeDueMails(database, nowMs, takenForMs, countMax),
  sent: (id, state, said, atMs) => mailSent(database, id, state, said, atMs),
  failed: (mail, failure, nowMs) => mailFailed(database, mail, failure, nowMs),
  figures: (nowMs) => mailFigures(database, nowMs),
  makeLink: (accountId, kind, nowMs) => makeLink(database, accountId, kind, nowMs),
});
