/** Students' accounts: how many have one, and invitations with a link that works once. */
import { InvitationsAsked } from "#contracts/portal/office/mails";
import { bodyOf } from "#http/request";
import type { OfficeParts } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { accountCounts, inviteStudents } from "#postgres/queries/student/invitations";

const AT = "/api/office/populations/:populationId";

export const invitationRoutes = ({ database, now }: OfficeParts): readonly StaffRoute[] => [
  {
    ...{ method: "GET", path: `${AT}/accounts`, who: ["office"], scope: "population", shows: null },
    handle: (c) => accountCounts(database, Number(c.req.param("populationId"))),
  },
  {
    ...{ method: "POST", path: `${AT}/invitations`, who: ["office"], scope: "population", shows: null },
    handle: async (c) => {
      const asked = await bodyOf(c, InvitationsAsked);
      if (!("body" in asked)) return asked;
      const { made, ...told } = await inviteStudents(
        database,
        Number(c.req.param("populationId")),
        now(),
        asked.body.personId,
      );
      return { ...told, made: made.length };
    },
  },
];
