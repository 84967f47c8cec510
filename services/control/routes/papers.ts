import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { refuse } from "#control/http/refusal";
import { sendBytes } from "#control/http/send-bytes";
import type { Shelf } from "#control/papers/shelf";
import type { TicketKey } from "#runtime/config";
import { verifyTicket } from "#runtime/ticket";

const refused = (description: string) => ({ description, content: { "application/json": { schema: ErrorBody } } });
const Params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const Headers = z.object({ authorization: z.string().optional().openapi({ example: "Bearer <ticket>" }) });

const described = (path: string, summary: string, mediaType: string) =>
  createRoute({
    method: "get",
    path,
    summary,
    request: { params: Params, headers: Headers },
    responses: {
      200: { description: "the bytes; their SHA-256 is in the path", content: { [mediaType]: { schema: z.any() } } },
      304: { description: "the reader has them" },
      400: refused("bad_request"),
      401: refused("ticket_invalid"),
      404: refused("not_found: not of the ticket's paper"),
      409: refused("sitting_not_open: before the start"),
      503: refused("store_unavailable"),
    },
  });

/** Content never changes under its hash; `private`: only for the holder of the ticket. */
const CACHE = "private, max-age=31536000, immutable";

export function addPapers(app: OpenAPIHono, shelf: Shelf, keys: readonly TicketKey[], now: () => number): void {
  const routes = [
    { read: shelf.view, route: described("/api/papers/{sha256}", "A paper as tablets show it", "application/json") },
    {
      read: shelf.file,
      route: described("/api/papers/files/{sha256}", "An image of a paper", "application/octet-stream"),
    },
  ];
  for (const { read, route } of routes)
    app.openapi(route, async (c) => {
      const { sha256 } = c.req.valid("param");
      const ticket = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
      const claims = ticket === undefined ? null : verifyTicket(keys, ticket, now());
      if (claims === null) return refuse(c, "ticket_invalid");
      const reading = await read(claims.sittingId, sha256, now());
      if ("refusal" in reading) return refuse(c, reading.refusal, { retryAfterMs: reading.retryAfterMs });
      return sendBytes(c, reading.document, `W/"${sha256}"`, CACHE);
    });
}
