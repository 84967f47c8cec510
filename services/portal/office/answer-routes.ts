/** What students say to their seats: who has, who has not, until when; and what an office notes for them (R27). */
import { type AnswersShown, AnswerTyped } from "#contracts/portal/office/answers";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import { type OfficeParts, refusedAs } from "#portal/office/parts";
import { publishedIn, publishedTo } from "#portal/office/published";
import type { StaffRoute } from "#portal/route";
import { queueAnswerMail } from "#portal/student/answer-mail";
import { enrolledIn } from "#postgres/queries/competition/rows";
import { recipientsOf } from "#postgres/queries/mail/recipients";
import { answersIn, keepAnswer } from "#postgres/queries/student/seat-answers";

const AT = "/api/office/competitions/:competitionId";
/** Deadlines are the students'. */
const NEVER_MS = Number.MAX_SAFE_INTEGER;

export const answerRoutes = ({ database, now, portalUrl }: OfficeParts): readonly StaffRoute[] => [
  {
    ...{ method: "GET", path: `${AT}/answers`, who: ["office", "jury"], scope: "competition", shows: "answers" },
    handle: async (c): Promise<AnswersShown> => {
      const id = Number(c.req.param("competitionId"));
      const { publication, results } = await publishedIn(database, id, now());
      if (!publication?.hasSeats) return { publication: null, nowhere: 0, lines: [] };
      const { answersUntilMs, publicationId, publishAtMs } = publication;
      const said = await answersIn(database, id, publicationId);
      const lines = (await enrolledIn(database, id)).flatMap(({ familyName, givenName, personId, studentNumber }) => {
        const seat = results.get(personId)?.seat;
        if (seat?.code == null) return [];
        const own = said.get(personId);
        return [
          {
            ...{ personId, studentNumber, name: `${familyName} ${givenName}`.trim() },
            ...{ programme: seat.code, wish: seat.wish },
            said: own ? { answer: own.answer, atMs: own.atMs, by: own.by } : null,
          },
        ];
      });
      const nowhere = [...results.values()].filter(({ seat }) => seat !== null && seat.code === null).length;
      return { publication: { id: publicationId, publishAtMs, answersUntilMs }, nowhere, lines };
    },
  },
  {
    ...{ method: "POST", path: `${AT}/people/:personId{[0-9]+}/answer`, who: ["office"], scope: "competition" },
    shows: null,
    handle: async (c, { account }) => {
      const asked = await bodyOf(c, AnswerTyped);
      if (!("body" in asked)) return asked;
      const place = { competitionId: Number(c.req.param("competitionId")), personId: Number(c.req.param("personId")) };
      const atMs = now();
      const { publication, result } = await publishedTo(database, place.competitionId, place.personId, atMs);
      if (publication === null || result === null) return refused("not_found");
      const offer = {
        ...{ publicationId: publication.publicationId, programme: result.seat?.code ?? null },
        answersUntilMs: NEVER_MS,
      };
      const { answer, programme } = asked.body;
      const at = { receivedAtMs: atMs, proven: true, by: signatureOf(account) };
      const outcome = await keepAnswer(database, place, offer, { ...asked.body, confirmed: true }, at, async (tx) => {
        const to = (await recipientsOf(tx, place.competitionId)).find(({ personId }) => personId === place.personId);
        if (to) await queueAnswerMail(tx, place, { to, programme, answer, atMs, portalUrl });
      });
      return "problem" in outcome
        ? refusedAs(outcome.problem, outcome.problem.replaceAll("_", " "))
        : { answer: outcome.kept.answer };
    },
  },
];
