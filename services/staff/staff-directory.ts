/** Accounts on PostgreSQL, and authenticators whose secrets are sealed with the installation's key. */
import type { SecondFactor, StaffDirectory } from "#staff/ports";
import { findAccount, setPassword } from "#postgres/queries/accounts";
import type { Database } from "#postgres/queries/reading";
import type { SecondFactorSteps } from "#redis/second-factor-steps";
import { acceptedStep, openSecondFactor } from "#runtime/second-factor";

export const createStaffDirectory = (database: Database): StaffDirectory => ({
  account: (login) => findAccount(database, login),
  setPassword: (accountId, passwordHash) => setPassword(database, accountId, passwordHash),
});

/** `steps` remembers which codes were used. */
export const createSecondFactor = (staffSecret: Buffer, steps: SecondFactorSteps): SecondFactor => ({
  stepOf: (login, sealed, code, nowMs) => {
    const secret = openSecondFactor(staffSecret, login, sealed);
    return secret === null ? null : acceptedStep(secret, code, nowMs, null);
  },
  take: (accountId, step) => steps.take(accountId, step),
});
