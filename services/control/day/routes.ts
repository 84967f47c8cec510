import type { OpenAPIHono } from "@hono/zod-openapi";
import { AdmissionAsked, CardAsked, MoveAsked, RescheduleAsked } from "#contracts/console/day";
import type { DayParts } from "#control/day/ports";
import { admitCandidate, type Asking, moveCandidate, reissueCard } from "#control/day/registration";
import { rescheduleSitting } from "#control/day/reschedule";
import { answer, bodyOf, isRefused, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import { withSitting } from "#control/http/console-request";
import { worksOn } from "#domain/staff/authority";
import type { Context } from "hono";
import type { z } from "zod";

const AT = "/api/console/sittings/:sittingId";

/** Single acts of the day, and what rescheduling and preparation choose from. */
export function addDay(app: OpenAPIHono, parts: DayParts): void {
  const asking = <B>(schema: z.ZodType<B>, run: (by: Asking, body: B, c: Context) => Promise<object>) =>
    withSitting(parts, async (c, by) => {
      const asked = await bodyOf(c, schema);
      return answer(c, isRefused(asked) ? asked : await run(by, asked.body, c));
    });
  const candidateOf = (c: Context) => Number(c.req.param("candidateId"));

  app.post(
    `${AT}/candidates/:candidateId/card`,
    asking(CardAsked, (by, asked, c) => reissueCard(parts, by, candidateOf(c), asked)),
  );
  app.post(
    `${AT}/candidates/:candidateId/move`,
    asking(MoveAsked, (by, asked, c) => moveCandidate(parts, by, candidateOf(c), asked)),
  );
  app.post(
    `${AT}/candidates`,
    asking(AdmissionAsked, (by, asked) => admitCandidate(parts, by, asked)),
  );
  app.post(
    `${AT}/reschedule`,
    asking(RescheduleAsked, (by, asked) => rescheduleSitting(parts, by, asked)),
  );

  for (const [what, read] of [
    ["plan", (examId: number) => parts.day.plan(examId)],
    ["staff", (examId: number) => parts.day.staff(examId)],
  ] as const)
    app.get(
      `/api/console/exams/:examId/${what}`,
      withAccount(parts, async (c, { account }) => {
        const examId = Number(c.req.param("examId"));
        if (account.role !== "organiser" || !worksOn(account, examId)) return answer(c, refused("not_allowed"));
        return answer(c, await read(examId));
      }),
    );
}
