/** What every request of a console about a sitting has: a session of somebody who works on its exam. */
import type { Context } from "hono";
import type { SittingSummary } from "#contracts/console/live";
import { worksOn } from "#domain/staff/authority";
import type { StaffAccount } from "#domain/staff/account";
import { refuse } from "#http/refusal";
import { type SessionSource, withAccount } from "#staff/with-account";

export interface ConsoleParts extends SessionSource {
  readonly book: { sitting(sittingId: number): SittingSummary | null };
}
export interface SittingRequest {
  readonly account: StaffAccount;
  readonly sitting: SittingSummary;
}

/** A handler behind a session, for the sitting of the path (`:sittingId`), which must be of the account's exam. */
export const withSitting = (parts: ConsoleParts, handle: (c: Context, request: SittingRequest) => Promise<Response>) =>
  withAccount(parts, async (c, { account }) => {
    const sitting = parts.book.sitting(Number(c.req.param("sittingId")));
    if (sitting === null) return refuse(c, "not_found", { message: "there is no such sitting" });
    if (!worksOn(account, sitting.examId)) return refuse(c, "not_allowed");
    return handle(c, { account, sitting });
  });
