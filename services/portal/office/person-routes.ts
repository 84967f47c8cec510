/** One student, as an office needs them when somebody calls: and who has looked at them before (R39). */
import type { Context } from "hono";
import type { PersonOpened } from "#contracts/portal/office/person";
import { cellOf } from "#domain/competition/mark-cell";
import { answersOpen } from "#domain/student/seat-answer";
import { refused } from "#http/request";
import { competitionOf, type OfficeParts } from "#portal/office/parts";
import { publishedTo } from "#portal/office/published";
import type { StaffRoute } from "#portal/route";
import { accountOfPerson } from "#postgres/queries/competition/person-account";
import { enrolledIn, marksOfPerson } from "#postgres/queries/competition/rows";
import { mailsOf } from "#postgres/queries/mail/mail-log";
import { ownLooks, seenBy } from "#postgres/queries/student/access-log";
import { answersIn } from "#postgres/queries/student/seat-answers";
import { wishHistory } from "#postgres/queries/student/wishes";

const MAILS = 20;
const NEVER_MS = Number.MAX_SAFE_INTEGER;

export function personRoutes({ database, now }: OfficeParts): readonly StaffRoute[] {
  async function seatOf(place: Place, name: (code: string) => string): Promise<PersonOpened["seat"]> {
    const { publication, result } = await publishedTo(database, place.competitionId, place.personId, now());
    if (publication === null || result?.seat?.code == null) return null;
    const { answersUntilMs, publicationId } = publication;
    const { code: programme, wish } = result.seat;
    const own = (await answersIn(database, place.competitionId, publicationId)).get(place.personId);
    const offer = { publicationId, programme, answersUntilMs: NEVER_MS };
    return {
      ...{ publicationId, programme, name: name(programme), wish, answersUntilMs },
      said: own ? { answer: own.answer, atMs: own.atMs, by: own.by } : null,
      open: [...answersOpen(own?.answer ?? null, offer, now())],
    };
  }
  return [
    {
      method: "GET",
      path: "/api/office/competitions/:competitionId/people/:personId{[0-9]+}",
      ...{ who: ["office", "jury"], scope: "competition", shows: "person" },
      handle: async (c: Context) => {
        const personId = Number(c.req.param("personId"));
        const { id: competitionId, plan } = await competitionOf(database, c.req.param("competitionId"));
        const person = (await enrolledIn(database, competitionId)).find((one) => one.personId === personId);
        if (!person) return refused("not_found");
        const place = { competitionId, personId };
        const marks = new Map((await marksOfPerson(database, place)).map((one) => [one.unit, one]));
        const wishes = (await wishHistory(database, place)).reverse();
        const opened: PersonOpened = {
          person: {
            ...person,
            ...{ identity: { ...person.identity }, programmes: [...person.programmes] },
            wishes: wishes[0] ? [...wishes[0].programmes] : null,
          },
          account: await accountOfPerson(database, personId),
          marks: plan.units.map(({ code, name, scale }) => {
            const own = marks.get(code);
            const cell = own?.value ? cellOf(own.value, scale) : "";
            return { unit: code, name, cell, source: own?.source ?? "", by: own?.by ?? "", atMs: own?.atMs ?? null };
          }),
          wishes: wishes.map(({ atMs, by, programmes }) => ({ programmes: [...programmes], atMs: atMs ?? 0, by })),
          seat: await seatOf(place, (code) => plan.programmes.find((one) => one.code === code)?.name ?? code),
          mails: await mailsOf(database, competitionId, { personId, limit: MAILS }),
          ...{ seenBy: await seenBy(database, personId), ownLooks: await ownLooks(database, personId) },
        };
        return opened;
      },
    },
  ];
}
interface Place {
  readonly competitionId: number;
  readonly personId: number;
}
