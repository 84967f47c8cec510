/** When a request came in, by this server's clock: what deadlines look at, however long sessions and stores then take. */
import type { Context, MiddlewareHandler } from "hono";

const received = new WeakMap<Context, number>();

/** Stands before everything that waits. */
export const noteReceipt =
  (now: () => number): MiddlewareHandler =>
  (c, next) => {
    received.set(c, now());
    return next();
  };
export function receivedAt(c: Context): number {
  const atMs = received.get(c);
  if (atMs === undefined) throw new Error("noteReceipt does not stand before this route");
  return atMs;
}
