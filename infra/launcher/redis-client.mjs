// @ts-check
/** A few questions to a Redis before any package is installed: one connection, some commands, the replies. */
import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";

/** @typedef {string | number | null | Error | unknown[]} RedisReply */

/**
 * @param {readonly string[]} words
 * @returns {string}
 */
const encode = (words) => `*${words.length}\r\n${words.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join("")}`;

/**
 * @param {Buffer} buffer
 * @param {number} at
 * @returns {{ value: RedisReply, next: number } | null} null: incomplete
 */
function parse(buffer, at) {
  const lineEnd = buffer.indexOf("\r\n", at);
  if (lineEnd < 0) return null;
  const line = buffer.toString("utf8", at + 1, lineEnd);
  let next = lineEnd + 2;
  switch (String.fromCharCode(buffer[at] ?? 0)) {
    case "+":
      return { value: line, next };
    case "-":
      return { value: new Error(line), next };
    case ":":
      return { value: Number(line), next };
    case "$": {
      const length = Number(line);
      if (length < 0) return { value: null, next };
      if (buffer.length < next + length + 2) return null;
      return { value: buffer.toString("utf8", next, next + length), next: next + length + 2 };
    }
    case "*": {
      /** @type {RedisReply[]} */
      const items = [];
      for (let i = 0; i < Number(line); i++) {
        const item = parse(buffer, next);
        if (item === null) return null;
        items.push(item.value);
        next = item.next;
      }
      return { value: items, next };
    }
    default:
      throw new Error("not a Redis server");
  }
}

/**
 * Sends the commands on one connection and resolves with their replies, error replies as Error values. Rejects when
 * the server cannot be reached, does not speak Redis or is silent for `timeoutMs`.
 * @param {string} url redis:// or rediss://
 * @param {readonly (readonly string[])[]} commands
 * @param {{ timeoutMs?: number }} [options]
 * @returns {Promise<RedisReply[]>}
 */
export function askRedis(url, commands, { timeoutMs = 3000 } = {}) {
  const address = new URL(url);
  const target = { host: address.hostname.replace(/^\[|\]$/g, ""), port: Number(address.port || 6379) };
  const password = decodeURIComponent(address.password);
  const user = decodeURIComponent(address.username);
  const auth = password === "" ? [] : [user === "" ? ["AUTH", password] : ["AUTH", user, password]];
  const all = [...auth, ...commands];
  return new Promise((resolve, reject) => {
    const socket =
      address.protocol === "rediss:" ? connectTls({ ...target, servername: target.host }) : connectPlain(target);
    let received = Buffer.alloc(0);
    let parsed = 0;
    /** @type {RedisReply[]} */
    const replies = [];
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no reply in ${timeoutMs} ms`)));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        for (let reply = parse(received, parsed); reply !== null; reply = parse(received, parsed)) {
          replies.push(reply.value);
          parsed = reply.next;
        }
      } catch (error) {
        socket.destroy(/** @type {Error} */ (error));
        return;
      }
      if (replies.length < all.length) return;
      socket.destroy();
      const refused = auth.length > 0 && replies[0] instanceof Error ? replies[0] : null;
      if (refused) reject(refused);
      else resolve(replies.slice(auth.length));
    });
    socket.write(all.map(encode).join(""));
  });
}
