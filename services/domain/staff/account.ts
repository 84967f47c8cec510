/** Who works on exams, and over whom. */

/** Those of the exam day, who work at consoles. */
export const CONSOLE_ROLES = ["proctor", "lead_proctor", "technician", "organiser", "operator"] as const;
/** Those of before and after it, who work at the portal. None of them does an act of a sitting. */
export const PORTAL_ROLES = ["jury", "office", "teacher"] as const;
export const ROLES = [...CONSOLE_ROLES, ...PORTAL_ROLES] as const;
export type StaffRole = (typeof ROLES)[number];
export type ConsoleRole = (typeof CONSOLE_ROLES)[number];
export type PortalRole = (typeof PORTAL_ROLES)[number];

/** Roles that sign in with a second factor. */
export const SECOND_FACTOR_ROLES: readonly StaffRole[] = ["organiser", "operator", "jury", "office"];

export const isPortalRole = (role: StaffRole): role is PortalRole =>
  (PORTAL_ROLES as readonly StaffRole[]).includes(role);

export interface StaffAccount {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Null: every exam of the installation (operators; of the portal's roles, whoever is not of one exam alone). */
  readonly examId: number | null;
  /** The centre of a lead proctor, a technician and of a proctor's rooms; null for the nation. */
  readonly centreId: number | null;
  /** A proctor's rooms; empty for other roles. */
  readonly roomIds: readonly number[];
}

const NAME_CHARS_SHOWN = 150;
/** How an account signs what it does in journals: `Marie Duval (organiser)`. Screens translate the role. */
export const signatureOf = ({ name, role }: Pick<StaffAccount, "name" | "role">): string =>
  `${name.slice(0, NAME_CHARS_SHOWN)} (${role})`;
