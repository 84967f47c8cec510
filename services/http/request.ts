/** What every handler does with a request and its outcome, whoever may ask. */
import type { Context } from "hono";
import type { z } from "zod";
import type { ErrorCode } from "#contracts/errors";
import type { Reason } from "#domain/sitting/reason";
import { type RefusalDetail, refuse } from "#http/refusal";

/** What a request is refused with: a value, told once at the edge. */
export interface Refused extends RefusalDetail {
  readonly refusal: ErrorCode;
}
export const refused = (refusal: ErrorCode, message?: string): Refused => ({ refusal, message });
/** A refusal that a screen puts into words. */
export const refusedFor = (refusal: ErrorCode, reason: Reason): Refused => ({ refusal, reason });
export const isRefused = (outcome: object): outcome is Refused => "refusal" in outcome;

/** Answers with JSON that nobody keeps. */
export function answer(c: Context, outcome: object): Response {
  if (isRefused(outcome)) return refuse(c, outcome.refusal, outcome);
  c.header("Cache-Control", "no-store");
  return c.json(outcome);
}

/** The body, or why it is none. */
export async function bodyOf<B>(c: Context, schema: z.ZodType<B>): Promise<{ body: B } | Refused> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return { body: parsed.data };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
  return refused("bad_request", problems.join("; "));
}
