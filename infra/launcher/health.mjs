// @ts-check
/** GET /api/health, as the launcher and the tests ask it. */
import { get as getPlain } from "node:http";
import { get as getTls } from "node:https";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @param {string} page address of the installation
 * @returns {Promise<{ status: number, body: string } | null>} null: nobody answers
 */
export function askHealth(page) {
  return new Promise((resolve) => {
    const url = `${page}/api/health`;
    // The certificate names what tablets use, which need not be the address that the launcher asks.
    const onReply = (/** @type {import("node:http").IncomingMessage} */ reply) => {
      let body = "";
      reply.setEncoding("utf8");
      reply.on("data", (chunk) => (body += String(chunk)));
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, body }));
      reply.on("error", () => resolve(null));
    };
    const request = url.startsWith("https:")
      ? getTls(url, { rejectUnauthorized: false }, onReply)
      : getPlain(url, onReply);
    request.setTimeout(3000, () => request.destroy());
    request.on("error", () => resolve(null));
  });
}

/**
 * Resolves with null once every part is up, or with the last answer after the deadline.
 * @param {string} page
 * @param {{ deadlineMs: number, abandoned: () => boolean }} how
 * @returns {Promise<string | null>}
 */
export async function untilHealthy(page, { deadlineMs, abandoned }) {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const reply = await askHealth(page);
    if (reply?.status === 200 || abandoned()) return null;
    if (performance.now() > deadline) return reply === null ? "no answer" : `${reply.status} ${reply.body}`;
    await delay(50);
  }
}
