/** Mails of a publication, to everybody who is in it, once. Call inside a transaction. */
import { filled } from "#domain/mail/mail-text";
import { instant, resultLines } from "#domain/mail/mail-values";
import type { OwnResult } from "#domain/student/result";
import { competitionById } from "#postgres/queries/competition/competitions";
import { type MailToQueue, queueMails } from "#postgres/queries/mail/mails";
import { eventTemplate } from "#postgres/queries/mail/templates";
import type { Database } from "#postgres/queries/reading";
import { recipientsOf } from "#postgres/queries/mail/recipients";
import { markMailed, preparedResults, type SignedPublication } from "#postgres/queries/student/publications";

/** How many were queued; null: another process was first. */
export async function announce(
  tx: Database,
  { answersUntilMs, competitionId, publicationId }: SignedPublication,
  portalUrl: string,
  nowMs: number,
): Promise<number | null> {
  if (!(await markMailed(tx, publicationId, nowMs))) return null;
  const plan = (await competitionById(tx, competitionId))?.plan;
  if (!plan) return 0;
  const [offers, results] = [plan.mails.includes("seat-offered"), plan.mails.includes("results-published")];
  if (!offers && !results) return 0;
  const templates = {
    "seat-offered": await eventTemplate(tx, competitionId, "seat-offered"),
    "results-published": await eventTemplate(tx, competitionId, "results-published"),
  };
  const prepared = await preparedResults(tx, publicationId);
  const mails = (await recipientsOf(tx, competitionId)).flatMap((student): MailToQueue[] => {
    const text = prepared.get(student.personId);
    if (text === undefined) return [];
    const result = JSON.parse(text) as OwnResult;
    const seat = result.seat?.programme ?? null;
    const asked = seat !== null && answersUntilMs !== null && offers;
    if (!asked && !results) return [];
    const kind = asked ? "seat-offered" : "results-published";
    const { accountId, language, login, name } = student;
    const written = filled(templates[kind][language], {
      ...{ name, portal: portalUrl, competition: plan.title, results: resultLines(language, result) },
      ...{ seat: seat ?? "", answersUntil: answersUntilMs === null ? "" : instant(language, answersUntilMs) },
    });
    return [{ kind, accountId, competitionId, recipient: login, ...written, dueAtMs: nowMs }];
  });
  await queueMails(tx, mails, nowMs);
  return mails.length;
}
