import type { OpenAPIHono } from "@hono/zod-openapi";
import { type ActAnswer, ActAsked, ConfirmAsked } from "#contracts/console/acts";
import { askAct } from "#control/acts/ask-act";
import { becameOf, confirmAct, withdrawAct } from "#control/acts/confirm-act";
import { journalFile } from "#control/acts/export-journal";
import type { ActParts } from "#control/acts/ports";
import { seesProposals, shownTo } from "#control/acts/shown-to";
import { answer, bodyOf, isRefused, type Refused, refused } from "#http/request";
import { withSitting } from "#control/http/console-request";
import type { StaffAccount, StaffRole } from "#domain/staff/account";

const AT = "/api/console/sittings/:sittingId";
const READS_THE_JOURNAL: readonly StaffRole[] = ["organiser", "operator"];

/** Acting from a console: ask, hear what became of it, confirm or withdraw as the second person; the whole journal. */
export function addActs(app: OpenAPIHono, parts: ActParts): void {
  const shown = (account: StaffAccount, sittingId: number, outcome: ActAnswer | Refused) =>
    shownTo(account, parts.book.places(sittingId), outcome);
  app.post(
    `${AT}/acts`,
    withSitting(parts, async (c, { account, sitting }) => {
      const asked = await bodyOf(c, ActAsked);
      if (isRefused(asked)) return answer(c, asked);
      return answer(c, shown(account, sitting.id, await askAct(parts, account, sitting.id, asked.body)));
    }),
  );
  app.get(
    `${AT}/acts/:actId`,
    withSitting(parts, async (c, { account, sitting }) =>
      answer(c, shown(account, sitting.id, await becameOf(parts, sitting.id, c.req.param("actId") ?? ""))),
    ),
  );
  app.get(
    `${AT}/proposals`,
    withSitting(parts, async (c, { account, sitting }) => {
      if (!seesProposals(account)) return answer(c, refused("not_allowed"));
      return answer(c, { proposals: await parts.proposals.open(sitting.id) });
    }),
  );
  app.post(
    `${AT}/proposals/:actId/confirm`,
    withSitting(parts, async (c, { account, sitting }) => {
      const asked = await bodyOf(c, ConfirmAsked);
      if (isRefused(asked)) return answer(c, asked);
      const actId = c.req.param("actId") ?? "";
      return answer(
        c,
        shown(account, sitting.id, await confirmAct(parts, account, sitting.id, actId, asked.body.atMs)),
      );
    }),
  );
  app.post(
    `${AT}/proposals/:actId/withdraw`,
    withSitting(parts, async (c, { account, sitting }) =>
      answer(c, shown(account, sitting.id, await withdrawAct(parts, account, sitting.id, c.req.param("actId") ?? ""))),
    ),
  );
  app.get(
    `${AT}/journal.json`,
    withSitting(parts, async (c, { account, sitting }) => {
      if (!READS_THE_JOURNAL.includes(account.role)) return answer(c, refused("not_allowed"));
      c.header("Content-Disposition", `attachment; filename="journal-${sitting.id}.json"`);
      return answer(c, journalFile(sitting.id, await parts.journal.read(sitting.id), parts.book) as object);
    }),
  );
}
