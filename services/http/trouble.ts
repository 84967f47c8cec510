/** What whoever asked is told when a request failed: a store that is away passes, everything else is in the log. */
import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { refuse } from "#http/refusal";
import type { Log } from "#runtime/log";

export const answerTrouble =
  (log: Log): ErrorHandler =>
  (error, c) => {
    if (error instanceof StoreTrouble) {
      log.warn({ err: error, path: c.req.path }, "a store does not answer");
      return refuse(c, "store_unavailable");
    }
    if (error instanceof HTTPException && error.status < 500)
      return refuse(c, "bad_request", { message: error.message });
    log.error({ err: error, path: c.req.path }, "request failed");
    return refuse(c, "internal");
  };
