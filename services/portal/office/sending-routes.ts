/**
 * A mail to many (R40): shown with its readers before anything is queued, and then exactly as it was shown. What was read
 * has a fingerprint; a list, a result or a text that has changed since, or another sending in between, has another one.
 */
import { createHash } from "node:crypto";
import { RECIPIENTS_SHOWN, SendingAsked, type SendingShown } from "#contracts/portal/office/mails";
import { type ReaderFacts, readersOf, type MailReaders } from "#domain/mail/readers";
import { type MailTemplate, templateProblems } from "#domain/mail/mail-text";
import { officeMail, unpublishedWords } from "#domain/mail/office-mail";
import type { OwnResult } from "#domain/student/result";
import { bodyOf, refused } from "#http/request";
import { competitionOf, type OfficeParts, refusedAs, refusedBy, within } from "#portal/office/parts";
import { publishedIn } from "#portal/office/published";
import type { StaffRoute } from "#portal/route";
import { lockCompetition } from "#postgres/queries/competition/write-rows";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { lastOfficeMail } from "#postgres/queries/mail/mail-log";
import { queueMails } from "#postgres/queries/mail/mails";
import { type Addressee, addresseesOf } from "#postgres/queries/mail/recipients";
import type { Database } from "#postgres/queries/reading";
import { answersIn } from "#postgres/queries/student/seat-answers";
import { wishesIn } from "#postgres/queries/student/wishes";

/** What is known of readers at a moment. */
interface Known extends ReaderFacts {
  readonly results: ReadonlyMap<number, OwnResult>;
}

export const sendingRoutes = (parts: OfficeParts): readonly StaffRoute[] => [
  {
    method: "POST",
    path: "/api/office/competitions/:competitionId/mail-sendings",
    ...{ who: ["office"], scope: "competition", shows: "mails", bytesMax: 512 * 1024 },
    handle: async (c) => {
      const asked = await bodyOf(c, SendingAsked);
      if (!("body" in asked)) return asked;
      const { readers, previewed, template } = asked.body;
      return within(parts, async (tx) => {
        const competition = await competitionOf(tx, c.req.param("competitionId"));
        await lockCompetition(tx, competition.id);
        const nowMs = parts.now();
        const known = await knownIn(tx, competition, nowMs);
        const problems = [
          ...templateProblems("office", template),
          ...(known.published ? [] : unpublishedWords(template)),
        ];
        const all = (await addresseesOf(tx, competition.id)).map((one) => ({
          ...one,
          hasAccount: one.accountId !== null,
        }));
        const chosen = readersOf(competition.plan, readers, all, known);
        if ("problems" in chosen) return refusedBy([...problems, ...chosen.problems]);
        if (problems.length > 0) return refusedBy(problems);
        const written = mailsTo(chosen.people, competition, template, known, parts.portalUrl);
        const shown = await shownOf(tx, competition.id, readers, chosen.people, written);
        if (previewed === null) return shown;
        if (previewed !== shown.fingerprint) return refused("conflict");
        if (written.length === 0) return refusedAs("mail-nobody", "nobody would get it");
        await queueMails(
          tx,
          written.map(({ body, subject, to: { accountId, recipient } }) => ({
            ...{ kind: "office" as const, accountId, competitionId: competition.id, recipient, subject, body },
            dueAtMs: nowMs,
          })),
          nowMs,
        );
        return { ...shown, queued: true };
      });
    },
  },
];

async function knownIn(tx: Database, { id }: CompetitionRow, nowMs: number): Promise<Known> {
  const { publication, results } = await publishedIn(tx, id, nowMs);
  return {
    ...{ results, wishes: await wishesIn(tx, id), published: publication !== null },
    seats: new Map([...results].flatMap(([personId, { seat }]) => (seat === null ? [] : [[personId, seat.code]]))),
    answered: new Set(publication && (await answersIn(tx, id, publication.publicationId)).keys()),
    asked: publication?.answersUntilMs != null,
  };
}

interface Written {
  readonly to: Addressee;
  readonly subject: string;
  readonly body: string;
}
const mailsTo = (
  people: readonly Addressee[],
  { plan }: CompetitionRow,
  template: MailTemplate,
  { results, wishes }: Known,
  portalUrl: string,
): Written[] =>
  people
    .filter(({ recipient }) => recipient !== "")
    .map((to) => {
      const own = { wishes: wishes.get(to.personId) ?? [], result: results.get(to.personId) ?? null };
      return { to, ...officeMail({ plan, template, portalUrl }, { ...to, ...own }) };
    });

async function shownOf(
  tx: Database,
  competitionId: number,
  readers: MailReaders,
  people: readonly Addressee[],
  written: readonly Written[],
): Promise<SendingShown> {
  const hash = createHash("sha256").update(`${JSON.stringify(readers)} ${await lastOfficeMail(tx, competitionId)}`);
  for (const { body, subject, to } of written) hash.update(`\n${JSON.stringify([to.recipient, subject, body])}`);
  const named = ({ name, personId, studentNumber }: Addressee) => ({ personId, studentNumber, name });
  return {
    ...{ count: written.length, queued: false, fingerprint: hash.digest("hex") },
    recipients: written.slice(0, RECIPIENTS_SHOWN).map(({ to }) => ({ ...named(to), recipient: to.recipient })),
    withoutAddress: people.filter(({ recipient }) => recipient === "").map(named),
    samples: (["fr", "en"] as const).flatMap((language) => {
      const one = written.find(({ to }) => to.language === language);
      if (!one) return [];
      const { body, subject, to } = one;
      return [{ name: to.name, recipient: to.recipient, language, subject, body }];
    }),
  };
}
