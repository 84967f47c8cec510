/** The mail that confirms an answer to a seat: queued with it, in its transaction, where the rules send one. */
import { filled, type MailLanguage } from "#domain/mail/mail-text";
import { ANSWER_WORDS, instant } from "#domain/mail/mail-values";
import { needsProof, type SeatAnswerKind } from "#domain/student/seat-answer";
import { queueMails } from "#postgres/queries/mail/mails";
import { eventTemplate } from "#postgres/queries/mail/templates";
import type { Database } from "#postgres/queries/reading";
import { competitionsOfPersons } from "#postgres/queries/student/competitions";
import type { WishPlace } from "#postgres/queries/student/wishes";

export interface AnswerMail {
  readonly to: {
    readonly accountId: number;
    readonly login: string;
    readonly name: string;
    readonly language: MailLanguage;
  };
  readonly programme: string;
  readonly answer: SeatAnswerKind;
  readonly atMs: number;
  readonly portalUrl: string;
}
export async function queueAnswerMail(
  tx: Database,
  { competitionId, personId }: WishPlace,
  { answer, atMs, portalUrl, programme, to }: AnswerMail,
): Promise<void> {
  const taken = await competitionsOfPersons(tx, [personId]);
  const plan = taken.find((one) => one.competitionId === competitionId)?.plan;
  if (!plan || !needsProof(answer) || !plan.mails.includes("resignation")) return;
  const { accountId, language, login, name } = to;
  const text = filled((await eventTemplate(tx, competitionId, "resignation"))[language], {
    ...{ name, portal: portalUrl, competition: plan.title },
    seat: plan.programmes.find(({ code }) => code === programme)?.name ?? programme,
    ...{ answer: ANSWER_WORDS[language][answer], answeredAt: instant(language, atMs) },
  });
  const mail = { kind: "resignation", accountId, competitionId, recipient: login, ...text, dueAtMs: atMs } as const;
  await queueMails(tx, [mail], atMs);
}
