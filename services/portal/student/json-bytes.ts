import type { Context } from "hono";

const encoder = new TextEncoder();

/** JSON out of pieces that are there already; nobody keeps it. */
export function jsonBytes(c: Context, pieces: readonly (string | Uint8Array)[]): Response {
  const parts = pieces.map((one) => (typeof one === "string" ? encoder.encode(one) : one));
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  c.header("Cache-Control", "no-store");
  c.header("Content-Type", "application/json");
  return c.body(whole);
}
