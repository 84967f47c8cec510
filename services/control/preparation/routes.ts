import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ExportAsked, IMPORTS, LETTER_FORMATS } from "#contracts/console/preparation";
import type { StaffSession } from "#contracts/console/account";
import { refreshed } from "#control/day/registration";
import { answer, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import type { PreparationParts } from "#control/preparation/ports";
import { worksOn } from "#domain/staff/authority";

const AT = "/api/console/exams/:examId";
const NO_EXAM = refused("not_found", "there is no such exam");

/** Imports and the export of an exam, for its organisers. */
export function addPreparation(app: OpenAPIHono, parts: PreparationParts): void {
  const forOrganiser = (handle: (c: Context, examId: number, session: StaffSession) => Promise<Response>) =>
    withAccount(parts, async (c, session) => {
      const examId = Number(c.req.param("examId"));
      const { account } = session;
      if (account.role !== "organiser" || !worksOn(account, examId)) return answer(c, refused("not_allowed"));
      return handle(c, examId, session);
    });

  app.post(
    `${AT}/import/:kind`,
    forOrganiser(async (c, examId, { account }) => {
      const kind = IMPORTS.find((one) => one === c.req.param("kind"));
      if (kind === undefined) return answer(c, refused("not_found"));
      const done = await parts.preparation.importFile(examId, {
        kind,
        bytes: Buffer.from(await c.req.arrayBuffer()),
        // Whatever does not say clearly that it is to be stored is not.
        dryRun: c.req.query("dryRun") !== "0",
        removeMissing: c.req.query("removeMissing") === "1",
        letters: LETTER_FORMATS.find((one) => one === c.req.query("letters")) ?? "pdf",
        by: account.id,
      });
      if (done === null) return answer(c, NO_EXAM);
      if (done.answer.stored) await refreshed(parts, done.examId);
      return answer(c, done.answer);
    }),
  );

  app.get(
    `${AT}/export.json`,
    forOrganiser(async (c, examId) => {
      const asked = ExportAsked.safeParse(c.req.query());
      if (!asked.success) return answer(c, refused("bad_request", "a short name and whole days are needed"));
      const plan = await parts.preparation.exportExam(examId, asked.data.as ?? null, asked.data.shiftDays);
      if (plan === null) return answer(c, NO_EXAM);
      c.header("Cache-Control", "no-store");
      c.header("Content-Disposition", `attachment; filename="${plan.slug}.json"`);
      return c.body(JSON.stringify(plan, null, 2) + "\n", 200, { "Content-Type": "application/json" });
    }),
  );
}
