/** Who works on an exam day, and over whom. */

export const ROLES = ["proctor", "lead_proctor", "technician", "organiser", "operator"] as const;
export type StaffRole = (typeof ROLES)[number];

/** Roles that sign in with a second factor. */
export const SECOND_FACTOR_ROLES: readonly StaffRole[] = ["organiser", "operator"];

export interface StaffAccount {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Null: every exam of the installation (operators). */
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
