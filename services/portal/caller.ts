/** Who calls a route of the portal, as its session says. */
import type { StaffSession } from "#contracts/console/account";
import { PORTAL_ROLES, type PortalRole, type StaffAccount } from "#domain/staff/account";
import type { StudentSession } from "#contracts/portal/student/account";

/** `anyone`: without a session too. */
export const AUDIENCES = [...PORTAL_ROLES, "student", "anyone"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Null: no session, an ended one, or one of the other kind. Both reject with StoreTrouble. */
export interface CallerSource {
  staffOf(cookieHeader: string | undefined): Promise<StaffSession | null>;
  studentOf(cookieHeader: string | undefined): Promise<StudentSession | null>;
}

/** Somebody of the portal's staff; the door lets no other role in (staff/door.ts). */
export type PortalAccount = StaffAccount & { readonly role: PortalRole };
