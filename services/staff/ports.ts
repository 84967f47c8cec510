/** What staff sign-in and the console's requests need. Reads reject with StoreTrouble. */
import type { StaffAccount } from "#domain/staff/account";
import type { AccountBudget } from "#http/account-budget";
import type { FailureBudget } from "#http/failure-budget";
import type { StaffSession } from "#contracts/console/account";
import type { Door } from "#staff/door";

export interface StoredStaffAccount {
  readonly account: StaffAccount;
  /** Null until a password was set: nobody signs in. */
  readonly passwordHash: string | null;
  /** Sealed secret of the authenticator; null where none was given. */
  readonly secondFactor: Buffer | null;
  readonly disabled: boolean;
}
export interface StaffDirectory {
  /** By login as a person types it. */
  account(login: string): Promise<StoredStaffAccount | null>;
  /** False when there is no such account in force. */
  setPassword(accountId: number, passwordHash: string): Promise<boolean>;
}
export interface PasswordHashing {
  hash(password: string): Promise<string>;
  /** `hashed` null: always false, at the same cost. */
  verify(hashed: string | null, password: string): Promise<boolean>;
}
export interface SecondFactor {
  /** The time step of a right code, or null. `sealed`: as stored. */
  stepOf(login: string, sealed: Buffer, code: string, nowMs: number): number | null;
  /** Takes the step; false when it was taken before. */
  take(accountId: number, step: number): Promise<boolean>;
}
export interface SessionStore {
  open(account: StaffAccount, nowMs: number): Promise<{ readonly token: string; readonly session: StaffSession }>;
  find(token: string, nowMs: number): Promise<StaffSession | null>;
  end(token: string): Promise<void>;
  endAll(accountId: number, except?: string): Promise<void>;
}
export interface StaffParts {
  readonly door: Door;
  readonly staff: StaffDirectory;
  readonly passwords: PasswordHashing;
  readonly secondFactor: SecondFactor;
  readonly sessions: SessionStore;
  /** Attempts per account, and failures of all together. */
  readonly attempts: AccountBudget;
  readonly staffFailures: FailureBudget;
  /** Whether the page is served over TLS. */
  readonly secureCookies: boolean;
  /** Wall clock, ms. */
  readonly now: () => number;
}
