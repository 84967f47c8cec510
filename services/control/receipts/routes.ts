/** Final receipts: a tablet's own, and those that somebody has a code of. Made by the jobs; read here by primary keys. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { OwnReceiptResponse, ReceiptAnswer, ReceiptQuestion } from "#contracts/http/receipt";
import type { PackageSource } from "#contracts/package/manifest";
import { refuse } from "#http/refusal";
import type { FailureBudget } from "#http/failure-budget";
import type { CandidateRef } from "#domain/answer/entry";
import { readReceiptCode } from "#domain/answer/receipt-code";
import type { TicketKey } from "#runtime/config";
import { verifyTicket } from "#runtime/ticket";

export interface KeptReceipt extends CandidateRef {
  readonly code: string;
  readonly jws: string;
}
/** Both reject with StoreTrouble. */
export interface ReceiptStore {
  newestOf(of: CandidateRef): Promise<KeptReceipt | null>;
  /** `code`: canonical. */
  withCode(code: string): Promise<KeptReceipt | null>;
}
export interface ReceiptParts {
  readonly receipts: ReceiptStore;
  /** Unknown codes that are answered: whoever has a code is never kept waiting by those who guess. */
  readonly receiptFailures: FailureBudget;
  /** Its key signs receipts too. */
  readonly packageSource: Pick<PackageSource, "key">;
  readonly ticketKeys: readonly TicketKey[];
  /** Wall clock, ms. */
  readonly now: () => number;
}

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { "application/json": { schema } },
});
const own = createRoute({
  method: "get",
  path: "/api/receipt",
  summary: "The candidate's own newest receipt",
  request: { headers: z.object({ authorization: z.string().optional().openapi({ example: "Bearer <ticket>" }) }) },
  responses: {
    200: json("null while not everything is stored, or the receipt is being made", OwnReceiptResponse),
    400: json("bad_request", ErrorBody),
    401: json("ticket_invalid", ErrorBody),
    503: json("store_unavailable", ErrorBody),
  },
});
const byCode = createRoute({
  method: "post",
  path: "/api/receipts",
  summary: "The receipt that a code belongs to, for anybody who has the code",
  request: { body: { required: true, content: { "application/json": { schema: ReceiptQuestion } } } },
  responses: {
    200: json("the signed statement", ReceiptAnswer),
    400: json("bad_request: also a code that cannot be one", ErrorBody),
    404: json("not_found", ErrorBody),
    429: json("too_many_attempts", ErrorBody),
    503: json("store_unavailable", ErrorBody),
  },
});

export function addReceipts(app: OpenAPIHono, parts: ReceiptParts): void {
  const { receipts, receiptFailures, packageSource, ticketKeys, now } = parts;
  app.openapi(own, async (c) => {
    const ticket = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    const claims = ticket === undefined ? null : verifyTicket(ticketKeys, ticket, now());
    if (claims === null) return refuse(c, "ticket_invalid");
    const { sittingId, candidateId } = claims;
    const newest = await receipts.newestOf({ sittingId, candidateId });
    c.header("Cache-Control", "no-store");
    return c.json({ jws: newest?.jws ?? null }, 200);
  });
  app.openapi(byCode, async (c) => {
    // A wrong check character is told without a query: it cannot be any receipt's.
    const reading = readReceiptCode(c.req.valid("json").code);
    if (!reading.ok) return refuse(c, "bad_request", { message: `code: ${reading.reason}` });
    const found = await receipts.withCode(reading.code);
    if (found === null) {
      const waitMs = receiptFailures.spend(now());
      return waitMs > 0 ? refuse(c, "too_many_attempts", { retryAfterMs: waitMs }) : refuse(c, "not_found");
    }
    const newest = await receipts.newestOf(found);
    const newerCode = newest === null || newest.code === found.code ? null : newest.code;
    c.header("Cache-Control", "no-store");
    return c.json({ jws: found.jws, newerCode, key: packageSource.key }, 200);
  });
}
