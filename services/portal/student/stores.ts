/** What students' routes need, on PostgreSQL. */
import { queueMails } from "#postgres/queries/mail/mails";
import { eventTemplate } from "#postgres/queries/mail/templates";
import type { Database } from "#postgres/queries/reading";
import * as accounts from "#postgres/queries/student/accounts";
import { competitionsOfPersons, type TakenPart } from "#postgres/queries/student/competitions";
import * as publications from "#postgres/queries/student/publications";
import { answersOf, keepAnswer } from "#postgres/queries/student/seat-answers";
import { saveWishList, wishHistory, wishState } from "#postgres/queries/student/wishes";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import { filled } from "#domain/mail/mail-text";
import { instant, wishLines } from "#domain/mail/mail-values";
import { openTimesOf, windowAt } from "#domain/student/wish-window";
import { queueAnswerMail } from "#portal/student/answer-mail";
import type { StudentCompetitions, StudentDirectory } from "#portal/student/ports";
import type { PublicationSource } from "#portal/student/publication-book";

export const createStudentDirectory = (database: Database, portalUrl: string): StudentDirectory => ({
  byLogin: (login) => accounts.studentByLogin(database, login),
  byCas: (server, user) => accounts.studentByCas(database, server, user),
  bindCas: ({ id, populations }, user, studentNumber) =>
    accounts.bindCas(database, { server: id, user, populations }, studentNumber),
  setPassword: (accountId, hash) => accounts.setStudentPassword(database, accountId, hash),
  setLanguage: async (accountId, language) => void (await accounts.setStudentLanguage(database, accountId, language)),
  linkOf: (token) => accounts.linkOf(database, token),
  useLink: (token, hash, nowMs) => accounts.useLink(database, token, hash, nowMs),
  queueReset: async ({ account, language }, nowMs) => {
    const text = filled(BUILT_IN.reset[language], { name: account.name, login: account.login, portal: portalUrl });
    const mail = { kind: "reset", accountId: account.id, competitionId: null, recipient: account.login } as const;
    await queueMails(database, [{ ...mail, ...text, newestOf: `reset ${account.id}`, dueAtMs: nowMs }], nowMs);
  },
});

/** Whoever orders wishes saves often: one mail tells the last list, this long after the first. */
const CONFIRMED_AFTER_MS = 60_000;
/** Enrolments change seldom, and everybody asks on the day of results. */
const KNOWN_FOR_MS = 30_000;
const KNOWN_MAX = 20_000;

export function createStudentCompetitions(
  database: Database,
  portalUrl: string,
  now: () => number,
): StudentCompetitions {
  const known = new Map<string, { readonly parts: readonly TakenPart[]; readonly untilMs: number }>();
  return {
    of: async (personIds) => {
      const key = personIds.join(" ");
      const found = known.get(key);
      if (found && now() < found.untilMs) return found.parts;
      const parts = await competitionsOfPersons(database, personIds);
      known.delete(key);
      known.set(key, { parts, untilMs: now() + KNOWN_FOR_MS });
      if (known.size > KNOWN_MAX) known.delete(known.keys().next().value as string);
      return parts;
    },
    wishState: (place, atMs) => wishState(database, place, atMs),
    wishHistory: (place) => wishHistory(database, place),
    answers: (place) => answersOf(database, place),
    saveWishes: (place, asked, receivedAtMs, { account, language }) =>
      saveWishList(database, place, asked, receivedAtMs, async (tx, { plan }, list) => {
        if (!plan.mails.includes("wishes-saved")) return;
        const window = windowAt(openTimesOf(plan.wishes), receivedAtMs);
        const template = await eventTemplate(tx, place.competitionId, "wishes-saved");
        const text = filled(template[language], {
          ...{ name: account.name, portal: portalUrl, competition: plan.title },
          wishes: wishLines(language, plan, list.programmes),
          savedAt: instant(language, receivedAtMs),
          closesAt: window.kind === "open" ? instant(language, window.window.closesAtMs) : "",
        });
        const newestOf = `wishes-saved ${place.competitionId} ${place.personId}`;
        const mail = { kind: "wishes-saved", accountId: account.id, recipient: account.login } as const;
        const { competitionId } = place;
        await queueMails(
          tx,
          [{ ...mail, ...text, competitionId, newestOf, dueAtMs: receivedAtMs + CONFIRMED_AFTER_MS }],
          receivedAtMs,
        );
      }),
    keepAnswer: (place, offer, asked, at, { account, language }) =>
      keepAnswer(database, place, offer, asked, at, (tx) =>
        queueAnswerMail(tx, place, {
          to: { accountId: account.id, login: account.login, name: account.name, language },
          ...{ programme: asked.programme, answer: asked.answer, atMs: at.receivedAtMs, portalUrl },
        }),
      ),
  };
}

export const createPublicationSource = (database: Database): PublicationSource => ({
  competitions: () => publications.competitionsWithReleases(database),
  signed: (competitionId) => publications.signedPublications(database, competitionId),
  results: (publicationId) => publications.preparedResults(database, publicationId),
  everyone: (publicationId) => publications.everyoneOf(database, publicationId),
});
