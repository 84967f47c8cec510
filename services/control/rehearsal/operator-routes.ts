/** Rehearsals on the operator's screen: what was played, what runs, what is missing for exams to come, tokens. */
import { gunzipSync } from "node:zlib";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { LiveRuns, RehearsalList, TokenList, TokenMade } from "#contracts/console/rehearsals";
import { TokenAsked } from "#contracts/console/rehearsals";
import type { SittingSummary } from "#contracts/console/live";
import { answer, bodyOf, isRefused, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import { type ConsoleParts } from "#control/http/console-request";
import { type ExamRehearsedParts, examRehearsed } from "#control/rehearsal/exam-rehearsed";
import type { LiveBook } from "#control/rehearsal/live-book";
import type { RehearsalRecords, RehearsalTokens } from "#control/rehearsal/ports";
import type { TokenCheck } from "#control/rehearsal/token-check";
import type { Journal } from "#domain/ports/journal";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { foldJournal, type Phase } from "#domain/sitting/state";
import type { z } from "zod";

export interface OperatorParts extends Pick<ConsoleParts, "sessionOf">, ExamRehearsedParts {
  readonly book: ExamRehearsedParts["book"] & { sittings(examId: number | null): readonly SittingSummary[] };
  readonly journal: Pick<Journal, "read">;
  readonly records: RehearsalRecords;
  readonly liveRuns: Pick<LiveBook, "runs" | "forget">;
  readonly tokens: Pick<RehearsalTokens, "make" | "list" | "revoke">;
  readonly rehearsalTokens: Pick<TokenCheck, "forget">;
}

const AT = "/api/console/rehearsals";
const TOKENS_AT = "/api/console/rehearsal-tokens";
const SHOWN = 50;
const DAY_MS = 86_400_000;
/** What has not begun. One that was planned for yesterday and never opened is history. */
const TO_COME: readonly Phase[] = ["planned", "check_in", "ready"];

/** A report is a document of its own: no script, no network, nothing of ours within its reach. */
const REPORT_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function addOperatorRehearsals(app: OpenAPIHono, parts: OperatorParts): void {
  const { liveRuns, now, records, rehearsalTokens, tokens } = parts;
  const forOperators = (handle: (c: Context, account: StaffAccount) => Promise<object>) =>
    withAccount(parts, async (c, { account }) => {
      const said = account.role === "operator" ? await handle(c, account) : refused("not_allowed");
      return said instanceof Response ? said : answer(c, said);
    });

  app.get(
    AT,
    forOperators(async () => {
      const list: RehearsalList = { rehearsals: [...(await records.list(SHOWN))], coming: await coming(parts) };
      return list;
    }),
  );
  app.get(
    `${AT}/live`,
    forOperators(async () => {
      const live: z.infer<typeof LiveRuns> = { runs: liveRuns.runs(now()) };
      return live;
    }),
  );
  app.get(
    `${AT}/:id{[0-9]+}/report`,
    forOperators(async (c) => {
      const report = await records.report(Number(c.req.param("id")));
      if (report === null) return refused("not_found", "there is no such rehearsal");
      c.header("Content-Type", "text/html; charset=utf-8");
      c.header("Content-Security-Policy", REPORT_POLICY);
      c.header("Cache-Control", "private, no-store");
      return c.body(new Uint8Array(gunzipSync(report)));
    }),
  );

  app.get(
    TOKENS_AT,
    forOperators(async () => {
      const list: z.infer<typeof TokenList> = { tokens: [...(await tokens.list())] };
      return list;
    }),
  );
  app.post(
    TOKENS_AT,
    forOperators(async (c, account) => {
      const asked = await bodyOf(c, TokenAsked);
      if (isRefused(asked)) return asked;
      const { days, name } = asked.body;
      const of = { name, madeBy: signatureOf(account), expiresAtMs: now() + days * DAY_MS };
      const made: z.infer<typeof TokenMade> = await tokens.make(of);
      return made;
    }),
  );
  app.post(
    `${TOKENS_AT}/:id{[0-9]+}/revoke`,
    forOperators(async (c) => {
      const id = Number(c.req.param("id"));
      if (!(await tokens.revoke(id))) return refused("not_found", "there is no such token");
      rehearsalTokens.forget(id);
      liveRuns.forget(id);
      return {};
    }),
  );
}

/** Real sittings that have not begun, the next first. */
async function coming(parts: OperatorParts): Promise<RehearsalList["coming"]> {
  const sittings = parts.book
    .sittings(null)
    .filter(({ plannedStartMs, rehearsal }) => !rehearsal && plannedStartMs > parts.now() - DAY_MS)
    .sort((a, b) => a.plannedStartMs - b.plannedStartMs);
  const lines: RehearsalList["coming"] = [];
  for (const { examTitle: exam, id: sittingId, plannedStartMs, title } of sittings) {
    if (!TO_COME.includes(foldJournal(await parts.journal.read(sittingId)).phase)) continue;
    lines.push({ sittingId, exam, title, plannedStartMs, rehearsed: await examRehearsed(parts, sittingId) });
  }
  return lines;
}
