import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { refuse } from "#http/refusal";

/** Most bytes of a body, by the beginning of the path: the first that fits. */
export type BodyLimits = readonly (readonly [path: RegExp, bytesMax: number])[];

/** Refuses larger bodies before anything is read of them. */
export function bodyLimits(bytesMax: BodyLimits): MiddlewareHandler {
  const limits = bytesMax.map(([path, maxSize]) => ({
    path,
    limit: bodyLimit({
      maxSize,
      onError: (c) => refuse(c, "bad_request", { message: `a request body has at most ${maxSize} bytes` }),
    }),
  }));
  return (c, next) => {
    // Nobody reads a body there; to ask for it costs as much as the rest of such a request.
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const found = limits.find(({ path }) => path.test(c.req.path));
    return found ? found.limit(c, next) : next();
  };
}
