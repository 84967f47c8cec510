/** POST /api/rehearsal/report: a tablet that plays tells what it measured. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { RehearsalReport } from "#contracts/http/rehearsal";
import { refuse } from "#http/refusal";
import type { RehearsalStore } from "#control/rehearsal/ports";
import type { TicketKey } from "#runtime/config";
import { verifyTicket } from "#runtime/ticket";

export interface RehearsalReportParts {
  readonly rehearsals: Pick<RehearsalStore, "keep">;
  readonly ticketKeys: readonly TicketKey[];
  /** Wall clock, ms. */
  readonly now: () => number;
}

const refused = (description: string) => ({ description, content: { "application/json": { schema: ErrorBody } } });
const route = createRoute({
  method: "post",
  path: "/api/rehearsal/report",
  summary: "What a tablet of a rehearsal has measured of itself; the last report counts",
  request: {
    headers: z.object({ authorization: z.string().optional().openapi({ example: "Bearer <ticket>" }) }),
    body: { required: true, content: { "application/json": { schema: RehearsalReport } } },
  },
  responses: {
    204: { description: "kept" },
    400: refused("bad_request"),
    401: refused("ticket_invalid"),
    403: refused("not_allowed: the sitting is no rehearsal"),
    503: refused("store_unavailable"),
  },
});

export function addRehearsalReports(app: OpenAPIHono, { now, rehearsals, ticketKeys }: RehearsalReportParts): void {
  app.openapi(route, async (c) => {
    const ticket = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    const claims = ticket === undefined ? null : verifyTicket(ticketKeys, ticket, now());
    if (claims === null) return refuse(c, "ticket_invalid");
    const { candidateId, deviceId, roomId, sittingId } = claims;
    const kept = await rehearsals.keep({ sittingId, candidateId, deviceId, roomId, report: c.req.valid("json") });
    return kept ? c.body(null, 204) : refuse(c, "not_allowed", { message: "the sitting is no rehearsal" });
  });
}
