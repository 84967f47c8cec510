/** GET /api/restore: what a spare tablet takes over from the one before. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { RestoreResponse } from "#contracts/http/restore";
import { refuse } from "#http/refusal";
import type { ExamDirectory } from "#control/ports";
import { openSteps, type StoredLock } from "#control/restore/open-steps";
import type { CandidateRef } from "#domain/answer/entry";
import type { JournalFeed } from "#domain/ports/journal";
import { NOTHING_OPEN, openingAt, openingsAfter } from "#domain/sitting/opening";
import type { TicketKey } from "#runtime/config";
import { verifyTicket } from "#runtime/ticket";

export interface Restorable {
  readonly answers: readonly RestoreResponse["answers"][number][];
  readonly readActIds: readonly string[];
  /** In the order in which they were made. */
  readonly locks: readonly StoredLock[];
}
/** Both reject with StoreTrouble. */
export interface RestoreStore {
  /** Null until the marker of this epoch has passed the drain: what was received before it may still be on its way. */
  restorableOf(of: CandidateRef, epoch: number): Promise<Restorable | null>;
  /** The last snapshot of the tablet's own workspace. */
  workspaceOf(of: CandidateRef): Promise<string | null>;
}
export interface RestoreParts {
  readonly restore: RestoreStore;
  readonly directory: Pick<ExamDirectory, "epochs">;
  readonly journals: Pick<JournalFeed, "acts">;
  readonly ticketKeys: readonly TicketKey[];
  /** Wall clock, ms. */
  readonly now: () => number;
}

/** The drain takes less than that, as a rule. */
const AGAIN_AFTER_MS = 250;

const refused = (description: string) => ({ description, content: { "application/json": { schema: ErrorBody } } });
const route = createRoute({
  method: "get",
  path: "/api/restore",
  summary: "What the candidate has done so far, for the tablet that has the newest epoch",
  request: { headers: z.object({ authorization: z.string().optional().openapi({ example: "Bearer <ticket>" }) }) },
  responses: {
    200: { description: "all of it", content: { "application/json": { schema: RestoreResponse } } },
    400: refused("bad_request"),
    401: refused("ticket_invalid: also of an epoch that is not the newest"),
    503: refused("store_unavailable: also while what was received is still being stored"),
  },
});

export function addRestore(app: OpenAPIHono, { restore, directory, journals, ticketKeys, now }: RestoreParts): void {
  app.openapi(route, async (c) => {
    const ticket = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    const claims = ticket === undefined ? null : verifyTicket(ticketKeys, ticket, now());
    if (claims === null) return refuse(c, "ticket_invalid");
    const { sittingId, candidateId, centreId, roomId, epoch } = claims;
    const of = { sittingId, candidateId };
    const stored = await restore.restorableOf(of, epoch);
    if (((await directory.epochs(of)).at(-1)?.epoch ?? 0) > epoch) return refuse(c, "ticket_invalid");
    if (stored === null) return refuse(c, "store_unavailable", { retryAfterMs: AGAIN_AFTER_MS });
    const openings = openingsAfter(NOTHING_OPEN, journals.acts(sittingId));
    const opening = openingAt(openings, { centreId, roomId, candidateId }, now());
    const body: RestoreResponse = {
      answers: [...stored.answers],
      locks: stored.locks.map(({ stepId, itemIds }) => ({ stepId, itemIds: [...itemIds] })),
      readActIds: [...stored.readActIds],
      // Worth less than the answers: these do not wait for it.
      workspace: await restore.workspaceOf(of).catch(() => null),
      steps: opening === null ? [] : openSteps(opening.keys, candidateId, stored.locks),
    };
    c.header("Cache-Control", "no-store");
    return c.json(body, 200);
  });
}
