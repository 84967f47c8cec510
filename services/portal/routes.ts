/** Every route of the portal. The test beside tries each with every role: a route that is not here does not exist. */
import { type JuryParts, juryRoutes } from "#portal/jury/routes";
import type { PortalRoute } from "#portal/route";

export interface RouteParts {
  readonly jury: JuryParts;
}

export const portalRoutes = (parts: RouteParts): readonly PortalRoute[] => [...juryRoutes(parts.jury)];
