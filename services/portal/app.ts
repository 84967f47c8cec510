/** The HTTP side of the portal: the route table, sign-in of staff, pages. Assembled from ports; opens nothing itself. */
import type { MiddlewareHandler } from "hono";
import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimits } from "#http/body-limits";
import { type HealthProbe, healthOf } from "#http/health";
import type { Metrics } from "#http/metrics";
import { addWeb } from "#http/pages";
import { refuse } from "#http/refusal";
import { boundedRequests } from "#http/request-budget";
import { sameOriginWrites } from "#http/same-origin";
import { securityHeaders } from "#http/security-headers";
import { answerTrouble } from "#http/trouble";
import type { WebFiles } from "#http/web-files";
import type { CallerSource } from "#portal/caller";
import { guarded, type Looks, type Scopes } from "#portal/guard";
import type { PortalRoute } from "#portal/route";
import { studentTokenIn } from "#portal/student/cookie";
import { noteReceipt } from "#portal/student/receipt";
import type { Log } from "#runtime/log";
import { PORTAL_DOOR, tokenIn } from "#staff/door";
import type { StaffParts } from "#staff/ports";
import { addStaff } from "#staff/routes";

export interface PortalParts {
  readonly staff: Omit<StaffParts, "door">;
  readonly callers: CallerSource;
  readonly scopes: Scopes;
  readonly routes: readonly PortalRoute[];
  /** The log of who saw what. */
  readonly noteAccess: Looks["note"];
  readonly probes: readonly HealthProbe[];
  readonly metrics: Metrics;
  /** Pages of the portal alone. */
  readonly web: WebFiles;
  readonly log: Log;
  /** Wall clock, ms. */
  readonly now: () => number;
}

const BYTES_MAX = 32 * 1024;
const passOn: MiddlewareHandler = (_c, next) => next();

export function createPortal(parts: PortalParts): OpenAPIHono {
  const { log, metrics, now, routes } = parts;
  const app = new OpenAPIHono();
  app.use(metrics.observe);
  app.use(securityHeaders([]));
  app.use("/api/student/*", noteReceipt(now), boundedRequests(studentTokenIn, now));
  app.use("/api/*", boundedRequests(tokenIn(PORTAL_DOOR), now));
  app.onError(answerTrouble(log));
  app.notFound((c) => refuse(c, "not_found"));

  app.use("/api/staff/*", sameOriginWrites(), bodyLimits([[/^/, 4_096]]));
  addStaff(app, { ...parts.staff, door: PORTAL_DOOR });
  for (const route of routes)
    app.on(
      route.method,
      route.path,
      "fromOtherSites" in route && route.fromOtherSites ? passOn : sameOriginWrites(),
      bodyLimits([[/^/, route.bytesMax ?? BYTES_MAX]]),
      guarded(route, parts.callers, parts.scopes, { note: parts.noteAccess, now }),
    );
  app.get("/api/time", (c) => {
    c.header("Cache-Control", "no-store");
    return c.json({ serverTimeMs: now() });
  });
  app.get("/api/health", async (c) => {
    const found = await healthOf(parts.probes);
    c.header("Cache-Control", "no-store");
    return c.json(found, found.state === "up" ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    c.header("Content-Type", metrics.registry.contentType);
    return c.body(await metrics.registry.metrics());
  });
  addWeb(app, parts.web);
  return app;
}
