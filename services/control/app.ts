/** The HTTP side of the exam: tablets, sign-in, state, pages. Assembled from ports; opens nothing itself. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { addDevices } from "#control/enrolment/device-routes";
import type { DeviceParts } from "#control/enrolment/ports";
import { BODY_LIMITS } from "#control/http/body-limits";
import { bodyLimits } from "#http/body-limits";
import { refuse } from "#http/refusal";
import { securityHeaders } from "#http/security-headers";
import { answerTrouble } from "#http/trouble";
import type { Metrics } from "#http/metrics";
import type { HealthProbe } from "#http/health";
import { addReceipts, type ReceiptParts } from "#control/receipts/routes";
import { addRehearsalReports, type RehearsalReportParts } from "#control/rehearsal/report-routes";
import { addRehearsalRuns, type RunParts } from "#control/rehearsal/run-routes";
import { addRestore, type RestoreParts } from "#control/restore/routes";
import { addSignIn } from "#control/routes/sign-in";
import { addState } from "#control/routes/state";
import { addWeb } from "#http/pages";
import type { SignInParts } from "#control/sign-in/sign-in";
import type { WebFiles } from "#http/web-files";
import type { Log } from "#runtime/log";

export type ControlParts = SignInParts &
  DeviceParts &
  ReceiptParts &
  RehearsalReportParts &
  RunParts &
  RestoreParts & {
    readonly probes: readonly HealthProbe[];
    readonly metrics: Metrics;
    readonly web: WebFiles;
    /** Where the portal is; null: there is none. */
    readonly portalUrl: string | null;
    /** Adds what staff and their consoles ask for. */
    readonly addStaffSide: (app: OpenAPIHono) => void;
    readonly log: Log;
    /** Wall clock, ms. */
    readonly now: () => number;
  };

export function createControl(parts: ControlParts): OpenAPIHono {
  const { log, metrics, now } = parts;
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
      return refuse(c, "bad_request", { message: problems.join("; ") });
    },
  });
  app.use(metrics.observe);
  app.use(securityHeaders([...parts.ingestUrls, parts.packageSource.url]));
  app.use("/api/*", bodyLimits(BODY_LIMITS));
  app.onError(answerTrouble(log));
  app.notFound((c) => refuse(c, "not_found"));

  addSignIn(app, parts, metrics, now);
  addRestore(app, parts);
  addReceipts(app, parts);
  addRehearsalReports(app, parts);
  addRehearsalRuns(app, parts);
  addDevices(app, parts);
  addState(app, parts.probes, metrics, now);
  parts.addStaffSide(app);
  app.doc31("/api/openapi.json", { openapi: "3.1.0", info: { title: "Amphi control", version: "1" } });
  // Its pages are built with ours, and served by a process of its own.
  const { portalUrl } = parts;
  for (const path of ["/portal", "/portal/*"])
    app.get(path, (c) => (portalUrl === null ? refuse(c, "not_found") : c.redirect(portalUrl, 302)));
  addWeb(app, parts.web);
  return app;
}
