// @ts-check
/**
 * TCP ports. Two uWebSockets.js processes share a port without any error (SO_REUSEPORT), so a port is proven free by a
 * plain exclusive listen before it is handed to one.
 */
import { createServer } from "node:net";

/**
 * @param {number} port 0: any free one
 * @param {string} host
 * @returns {Promise<number | null>} the port that could be listened on, null when it is taken
 */
function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>} whether nobody listens there, nor on every address of the machine
 */
export async function isPortFree(port, host = "127.0.0.1") {
  return (await tryListen(port, host)) !== null;
}

/**
 * @param {{ host?: string, except?: readonly number[] }} [options] `except`: ports already promised to somebody
 * @returns {Promise<number>} a port that nobody listens on
 */
export async function freePort({ host = "127.0.0.1", except = [] } = {}) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = await tryListen(0, host);
    if (port !== null && !except.includes(port)) return port;
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
    if (!except.includes(port) && (await isPortFree(port, host))) return port;
  }
  return freePort({ host, except });
}
