import type { OpenAPIHono } from "@hono/zod-openapi";
import { answer, refused } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import type { LiveFeed } from "#control/live/live-feed";

/** Who sees an alert may take it or close it; everybody who sees it is shown who did. */
export function addAlerts(
  app: OpenAPIHono,
  parts: ConsoleParts & { readonly feed: Pick<LiveFeed, "ruleAlert"> },
): void {
  for (const what of ["take", "close"] as const)
    app.post(
      `/api/console/sittings/:sittingId/alerts/:alertId/${what}`,
      withSitting(parts, async (c, { account, sitting }) => {
        const isRuled = parts.feed.ruleAlert(sitting.id, c.req.param("alertId") ?? "", account, what);
        return answer(c, isRuled ? {} : refused("not_found", "there is no such alert here"));
      }),
    );
}
