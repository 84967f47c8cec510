/** What the jury asks and decides. */
import type { StaffAccount } from "#domain/staff/account";
import type { JuryExam } from "#contracts/portal/jury/exams";
import type { PortalRoute } from "#portal/route";

/** Reads reject with StoreTrouble. */
export interface JuryParts {
  examsOf(account: StaffAccount): Promise<readonly JuryExam[]>;
}

export const juryRoutes = (parts: JuryParts): readonly PortalRoute[] => [
  {
    method: "GET",
    path: "/api/jury/exams",
    who: ["jury"],
    scope: "none",
    handle: async (_c, { account }) => ({ exams: await parts.examsOf(account) }),
  },
];
