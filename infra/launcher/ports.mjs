// @ts-check
/**
 * TCP ports. Two uWebSockets.js processes share a port without any error (SO_REUSEPORT), so a port is proven free by a
 * plain exclusive listen before it is handed to one.
 */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/**
 * @param {number} port 0: any free one
 * @param {string} host
 * @returns {Promise<{ port: number } | { code: string, message: string }>} the port that could be listened on, or why not
 */
function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      resolve({ code: error.code ?? "", message: error.message });
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve({ port: got }));
    });
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | null>} why nobody new can listen there, null when the port is free
 */
export async function portProblem(port, host) {
  const tried = await tryListen(port, host);
  if ("port" in tried) return null;
  if (tried.code === "EADDRINUSE") return `port ${port} of ${host} is taken`;
  if (tried.code === "EACCES") return `port ${port} of ${host} may not be used by this account`;
  if (tried.code === "EADDRNOTAVAIL") return `${host} is no address of this machine`;
  return `cannot listen on port ${port} of ${host}: ${tried.message}`;
}

/** Below are the ports of well-known programs. */
const LOWEST = 10_000;
const RANGE_FILE = "/proc/sys/net/ipv4/ip_local_port_range";

/**
 * A port below those that the kernel gives to outgoing connections. While a server is down, thousands of clients on the
 * same machine that come back would sooner or later be given its port, be connected to themselves, and hold it.
 */
function quietPort() {
  try {
    const [firstOutgoing = 0] = readFileSync(RANGE_FILE, "utf8").trim().split(/\s+/).map(Number);
    return firstOutgoing > LOWEST ? randomInt(LOWEST, firstOutgoing) : 0;
  } catch {
    return 0; // no Linux: any
  }
}

/**
 * @param {{ host?: string, except?: readonly number[] }} [options] `except`: ports already promised to somebody
 * @returns {Promise<number>} a port that nobody listens on
 */
export async function freePort({ host = "127.0.0.1", except = [] } = {}) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = quietPort();
    const tried = await tryListen(port, host);
    if ("code" in tried && tried.code === "EADDRINUSE") continue;
    if ("code" in tried) throw new Error(`no free port on ${host}: ${tried.message}`);
    if (!except.includes(tried.port)) return tried.port;
  }
  throw new Error(`no free port on ${host}`);
}

/**
 * @param {number} preferred
 * @param {{ host?: string, except?: readonly number[] }} [options]
 * @returns {Promise<number>} the preferred port, or the next free one within 20, or any
 */
export async function freePortNear(preferred, { host = "127.0.0.1", except = [] } = {}) {
  for (let port = preferred; port < preferred + 20 && port < 65536; port++) {
    if (!except.includes(port) && (await portProblem(port, host)) === null) return port;
  }
  return freePort({ host, except });
}
