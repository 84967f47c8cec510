/** HTTP routes of the consoles. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { addAlerts } from "#control/alerts/routes";
import { addEnrolment } from "#control/enrolment/console-routes";
import type { EnrolmentParts } from "#control/enrolment/ports";
import type { ConsoleParts } from "#control/http/console-request";
import type { LiveFeed } from "#control/live/live-feed";
import { addRestart, type RestartParts } from "#control/platform/routes";

export interface ConsoleRouteParts extends ConsoleParts, RestartParts, EnrolmentParts {
  readonly book: ConsoleParts["book"] & EnrolmentParts["book"];
  readonly feed: Pick<LiveFeed, "ruleAlert">;
}

export function addConsoleRoutes(app: OpenAPIHono, parts: ConsoleRouteParts): void {
  addAlerts(app, parts);
  addRestart(app, parts);
  addEnrolment(app, parts);
}
