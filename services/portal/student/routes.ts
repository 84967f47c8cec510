import type { PortalRoute } from "#portal/route";
import { accountRoutes } from "#portal/student/account-routes";
import { casRoutes } from "#portal/student/cas/routes";
import { competitionRoutes } from "#portal/student/competition-routes";
import type { StudentParts } from "#portal/student/ports";

/** Everything that students ask for. */
export const studentRoutes = (parts: StudentParts): readonly PortalRoute[] => [
  ...accountRoutes(parts),
  ...casRoutes(parts),
  ...competitionRoutes(parts),
];
