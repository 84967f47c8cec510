/** Figures of this process for Prometheus. A registry per app: nothing global. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly observe: MiddlewareHandler;
  readonly signIns: Counter<"outcome">;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const seconds = new Histogram({
    name: "amphi_http_request_seconds",
    help: "Time to answer a request, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const signIns = new Counter({
    name: "amphi_sign_ins_total",
    help: "Sign-ins by outcome: ok or the code of the refusal",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const observe: MiddlewareHandler = async (c, next) => {
    const end = seconds.startTimer();
    await next();
    end({ method: c.req.method, route: routePath(c, -1), status: String(c.res.status) });
  };
  return { registry, observe, signIns };
}

/** Adds the process's own figures (memory, event loop); apart, because it installs observers. */
export const collectProcessMetrics = (metrics: Metrics): void => collectDefaultMetrics({ register: metrics.registry });
