/** The exam office's routes, and the teachers' (R9). */
import { answerRoutes } from "#portal/office/answer-routes";
import { calculationRoutes } from "#portal/office/calculation-routes";
import { competitionRoutes } from "#portal/office/competition-routes";
import { exportRoutes } from "#portal/office/export-routes";
import { feedRoutes } from "#portal/office/feed-routes";
import { importRoutes } from "#portal/office/import-routes";
import { invitationRoutes } from "#portal/office/invitation-routes";
import { lotteryRoutes } from "#portal/office/lottery-routes";
import { mailRoutes } from "#portal/office/mail-routes";
import { marksRoutes } from "#portal/office/marks-routes";
import type { OfficeParts } from "#portal/office/parts";
import { peopleRoutes } from "#portal/office/people-routes";
import { personRoutes } from "#portal/office/person-routes";
import { releaseRoutes } from "#portal/office/release-routes";
import { sendingRoutes } from "#portal/office/sending-routes";
import { createStaleness } from "#portal/office/staleness";
import type { StaffRoute } from "#portal/route";

export function officeRoutes(parts: OfficeParts): readonly StaffRoute[] {
  const shared = { ...parts, staleness: createStaleness() };
  return [
    ...competitionRoutes(parts),
    ...peopleRoutes(parts),
    ...importRoutes(parts),
    ...marksRoutes(parts),
    ...feedRoutes(parts),
    ...lotteryRoutes(parts),
    ...calculationRoutes(shared),
    ...releaseRoutes(shared),
    ...personRoutes(parts),
    ...answerRoutes(parts),
    ...mailRoutes(parts),
    ...sendingRoutes(parts),
    ...invitationRoutes(parts),
    ...exportRoutes(parts),
  ];
}
