/** What every request of a console has: a session, and perhaps a body of a described form. */
import type { Context } from "hono";
import type { z } from "zod";
import type { StaffSession } from "#contracts/console/account";
import type { ErrorCode } from "#contracts/errors";
import type { SittingSummary } from "#contracts/console/live";
import { type RefusalDetail, refuse } from "#control/http/refusal";
import type { Reason } from "#domain/sitting/reason";
import { worksOn } from "#domain/staff/authority";
import type { StaffAccount } from "#domain/staff/account";

/** What a request is refused with: a value, told once at the edge. */
export interface Refused extends RefusalDetail {
  readonly refusal: ErrorCode;
}
export const refused = (refusal: ErrorCode, message?: string): Refused => ({ refusal, message });
/** A refusal that a screen puts into words. */
export const refusedFor = (refusal: ErrorCode, reason: Reason): Refused => ({ refusal, reason });
export const isRefused = (outcome: object): outcome is Refused => "refusal" in outcome;

export interface ConsoleParts {
  sessionOf(cookieHeader: string | undefined): Promise<StaffSession | null>;
  readonly book: { sitting(sittingId: number): SittingSummary | null };
}
export interface SittingRequest {
  readonly account: StaffAccount;
  readonly sitting: SittingSummary;
}

/** Answers with JSON that nobody keeps. */
export function answer(c: Context, outcome: object): Response {
  if (isRefused(outcome)) return refuse(c, outcome.refusal, outcome);
  c.header("Cache-Control", "no-store");
  return c.json(outcome);
}

/** A handler behind a session. */
export const withAccount =
  (parts: Pick<ConsoleParts, "sessionOf">, handle: (c: Context, session: StaffSession) => Promise<Response>) =>
  async (c: Context): Promise<Response> => {
    const session = await parts.sessionOf(c.req.header("cookie"));
    return session === null ? refuse(c, "session_ended") : handle(c, session);
  };

/** A handler behind a session, for the sitting of the path (`:sittingId`), which must be of the account's exam. */
export const withSitting = (parts: ConsoleParts, handle: (c: Context, request: SittingRequest) => Promise<Response>) =>
  withAccount(parts, async (c, { account }) => {
    const sitting = parts.book.sitting(Number(c.req.param("sittingId")));
    if (sitting === null) return refuse(c, "not_found", { message: "there is no such sitting" });
    if (!worksOn(account, sitting.examId)) return refuse(c, "not_allowed");
    return handle(c, { account, sitting });
  });

/** The body, or why it is none. */
export async function bodyOf<B>(c: Context, schema: z.ZodType<B>): Promise<{ body: B } | Refused> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return { body: parsed.data };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
  return refused("bad_request", problems.join("; "));
}
