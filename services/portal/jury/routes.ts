/** What the jury asks and decides, and what candidates read of it. */
import { centreRoutes } from "#portal/jury/centre-routes";
import { decisionRoutes } from "#portal/jury/decision-routes";
import { nameRoutes } from "#portal/jury/name-routes";
import type { JuryParts } from "#portal/jury/parts";
import { resultRoutes } from "#portal/jury/result-routes";
import { reviewRoutes } from "#portal/jury/review-routes";
import { runRoutes } from "#portal/jury/run-routes";
import type { PortalRoute } from "#portal/route";
import { examsOf } from "#postgres/queries/portal-places";

export type { JuryParts } from "#portal/jury/parts";

export const juryRoutes = (parts: JuryParts): readonly PortalRoute[] => [
  {
    method: "GET",
    path: "/api/jury/exams",
    who: ["jury"],
    scope: "none",
    shows: null,
    handle: async (_c, { account }) => ({ exams: await examsOf(parts.database, account) }),
  },
  ...runRoutes(parts),
  ...centreRoutes(parts),
  ...reviewRoutes(parts),
  ...decisionRoutes(parts),
  ...nameRoutes(parts),
  ...resultRoutes(parts),
];
