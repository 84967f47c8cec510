import type { MiddlewareHandler } from "hono";
import { refuse } from "#http/refusal";

/** Types that no form of another site can send without asking first. */
const JSON_TYPE = "application/json";
const FILE_TYPE = "application/octet-stream";

/**
 * Requests that change something come from our own pages: the browser says so in Origin, and the type of the body is one
 * that another site cannot send by itself. The cookie's SameSite=Strict is the first wall, this is the second.
 */
export function sameOriginWrites(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    if (hostOf(c.req.header("origin")) !== new URL(c.req.url).host)
      return refuse(c, "not_allowed", { message: "a request from another site" });
    const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
    if (type !== JSON_TYPE && type !== FILE_TYPE)
      return refuse(c, "bad_request", { message: `the body is ${JSON_TYPE}; a file is ${FILE_TYPE}` });
    return next();
  };
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}
