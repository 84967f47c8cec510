import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { SignInRequest, SignInResponse } from "#contracts/http/sign-in";
import { isReplaced } from "#control/acts/device-fence";
import { refuse } from "#http/refusal";
import type { Metrics } from "#http/metrics";
import { isP256Point } from "#control/sign-in/device-key";
import { signIn, type SignInParts } from "#control/sign-in/sign-in";

const refused = (description: string) => ({ description, content: { "application/json": { schema: ErrorBody } } });

const route = createRoute({
  method: "post",
  path: "/api/sign-in",
  summary: "A candidate's card code against a ticket",
  request: { body: { required: true, content: { "application/json": { schema: SignInRequest } } } },
  responses: {
    200: { description: "signed in", content: { "application/json": { schema: SignInResponse } } },
    400: refused("bad_request"),
    401: refused("card_unknown"),
    403: refused("card_revoked"),
    409: refused("no_sitting, sitting_not_open, sitting_over, device_not_approved"),
    429: refused("too_many_attempts"),
    503: refused("store_unavailable, package_missing"),
  },
});

export function addSignIn(app: OpenAPIHono, parts: SignInParts, metrics: Metrics, now: () => number): void {
  app.openapi(route, async (c) => {
    const request = c.req.valid("json");
    const { publicKey } = request.device;
    if (publicKey && !isP256Point(publicKey))
      return refuse(c, "bad_request", { message: "device.publicKey is not a point of P-256" });
    if (isReplaced(request.device.id)) return refuse(c, "bad_request", { message: "device.id names a fence" });
    const outcome = await signIn(parts, request, now());
    metrics.signIns.inc({ outcome: "refusal" in outcome ? outcome.refusal : "ok" });
    if ("refusal" in outcome) return refuse(c, outcome.refusal, { retryAfterMs: outcome.retryAfterMs });
    c.header("Cache-Control", "no-store");
    return c.json(outcome.response, 200);
  });
}
