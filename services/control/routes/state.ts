/** What the server says about itself: clock, health, figures. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { HealthResponse } from "#contracts/http/health";
import { TimeResponse } from "#contracts/http/time";
import { type HealthProbe, healthOf } from "#http/health";
import type { Metrics } from "#http/metrics";

const time = createRoute({
  method: "get",
  path: "/api/time",
  summary: "The server's clock",
  responses: { 200: { description: "now", content: { "application/json": { schema: TimeResponse } } } },
});
const health = createRoute({
  method: "get",
  path: "/api/health",
  summary: "State of every part",
  responses: {
    200: { description: "every part is up", content: { "application/json": { schema: HealthResponse } } },
    503: { description: "a part is down", content: { "application/json": { schema: HealthResponse } } },
  },
});

export function addState(app: OpenAPIHono, probes: readonly HealthProbe[], metrics: Metrics, now: () => number): void {
  app.openapi(time, (c) => {
    c.header("Cache-Control", "no-store");
    return c.json({ serverTimeMs: now() }, 200);
  });
  app.openapi(health, async (c) => {
    const found = await healthOf(probes);
    c.header("Cache-Control", "no-store");
    return c.json(found, found.state === "up" ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    c.header("Content-Type", metrics.registry.contentType);
    return c.body(await metrics.registry.metrics());
  });
}
