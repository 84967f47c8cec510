/** Every route of the portal. The test beside tries each with every role: a route that is not here does not exist. */
import { type JuryParts, juryRoutes } from "#portal/jury/routes";
import type { OfficeParts } from "#portal/office/parts";
import { officeRoutes } from "#portal/office/routes";
import type { PortalRoute } from "#portal/route";
import type { StudentParts } from "#portal/student/ports";
import { studentRoutes } from "#portal/student/routes";

export interface RouteParts {
  readonly jury: JuryParts;
  readonly office: OfficeParts;
  readonly student: StudentParts;
}

export const portalRoutes = (parts: RouteParts): readonly PortalRoute[] => [
  ...juryRoutes(parts.jury),
  ...officeRoutes(parts.office),
  ...studentRoutes(parts.student),
];
