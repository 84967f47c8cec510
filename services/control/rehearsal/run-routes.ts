/** What a rehearsal of the platform tells with an operator's token: see contracts/http/rehearsal-run.ts. */
import { gunzipSync } from "node:zlib";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { problemsOf, REPORT_BYTES_MAX, ResultSent } from "#contracts/http/rehearsal-result";
import { type RunAnswer, RunBegun, RunFigures, type TokenAnswer } from "#contracts/http/rehearsal-run";
import { answer, bodyOf, isRefused, type Refused, refused } from "#http/request";
import type { ExamDirectory } from "#control/ports";
import type { LiveBook } from "#control/rehearsal/live-book";
import type { RehearsalRecords } from "#control/rehearsal/ports";
import type { TokenCheck, TokenInForce } from "#control/rehearsal/token-check";
import type { z } from "zod";

export interface RunParts {
  readonly rehearsalTokens: TokenCheck;
  readonly liveRuns: LiveBook;
  readonly records: Pick<RehearsalRecords, "record">;
  readonly directory: Pick<ExamDirectory, "sitting">;
  /** Wall clock, ms. */
  readonly now: () => number;
}

export function addRehearsalRuns(app: OpenAPIHono, parts: RunParts): void {
  const { directory, liveRuns, now, records, rehearsalTokens } = parts;
  /** A handler behind a token; nothing of the body is read before. */
  const withToken = (handle: (c: Context, token: TokenInForce) => Promise<object>) => async (c: Context) => {
    const token = await rehearsalTokens.check(c.req.header("authorization"));
    return answer(c, isRefused(token) ? token : await handle(c, token));
  };
  /** Why a sitting is not rehearsed; null: it may be. */
  const notRehearsed = async (sittingId: number): Promise<Refused | null> => {
    const sitting = await directory.sitting(sittingId);
    if (sitting === null) return refused("not_found", `there is no sitting ${sittingId}`);
    return sitting.rehearsal ? null : refused("not_allowed", `sitting ${sittingId} is a real one: it is not rehearsed`);
  };

  app.get(
    "/api/rehearsal/token",
    withToken(async (c, { expiresAtMs, name }) => {
      const sittingId = c.req.query("sitting");
      const said: z.infer<typeof TokenAnswer> = { name, expiresAtMs };
      return (sittingId === undefined ? null : await notRehearsed(Number(sittingId))) ?? said;
    }),
  );
  app.post(
    "/api/rehearsal/runs",
    withToken(async (c, { id: tokenId, name: by }) => {
      const asked = await bodyOf(c, RunBegun);
      if (isRefused(asked)) return asked;
      const refusal = await notRehearsed(asked.body.sittingId);
      if (refusal !== null) return refusal;
      const begun: z.infer<typeof RunAnswer> = { runId: liveRuns.begin({ tokenId, by, run: asked.body }, now()) };
      return begun;
    }),
  );
  app.post(
    "/api/rehearsal/runs/:runId/figures",
    withToken(async (c, { id: tokenId }) => {
      const asked = await bodyOf(c, RunFigures);
      if (isRefused(asked)) return asked;
      const noted = liveRuns.note(c.req.param("runId") ?? "", tokenId, asked.body, now());
      if (noted === "unknown") return refused("not_found", "no such rehearsal was begun: begin it again");
      return noted === "noted" ? {} : { ...refused("too_many_attempts"), retryAfterMs: 1_000 };
    }),
  );
  app.post(
    "/api/rehearsal/results",
    withToken(async (c, { id: tokenId, name: by }) => {
      const asked = await bodyOf(c, ResultSent);
      if (isRefused(asked)) return asked;
      const { report, result, runId } = asked.body;
      const problems = problemsOf(result, now());
      const page = unpacked(report);
      if (page === null) problems.push("report: no gzip, or too large");
      if (problems.length > 0 || page === null) return refused("bad_request", problems.join("; "));
      const said = await records.record({ result, report: page, by });
      if (runId !== null) liveRuns.end(runId, tokenId);
      return said;
    }),
  );
}

function unpacked(base64: string): string | null {
  try {
    return gunzipSync(Buffer.from(base64, "base64"), { maxOutputLength: REPORT_BYTES_MAX }).toString("utf8");
  } catch {
    return null; // told as a problem of the request
  }
}
