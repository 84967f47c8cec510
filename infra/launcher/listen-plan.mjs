// @ts-check
/** Which ports this start will use: proven free before anything is installed or started. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { freePort, freePortNear, portProblem } from "./ports.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * @param {{ host: string, port: number }} options
 * @returns {Promise<number>} the port of the pages and the API
 */
export async function controlPort({ host, port }) {
  if (port === 0) return freePort({ host });
  const problem = await portProblem(port, host);
  if (problem === null) return port;
  throw new Refusal(`${problem}: stop who uses it, or choose another with --port`);
}

/**
 * uWebSockets.js processes share one port; with the other transport each needs its own.
 * @param {{ host: string, port: number, ingest: number, transport: "uws" | "ws" }} options
 * @returns {Promise<number[]>} one entry for each ingest process
 */
export async function ingestPorts({ host, port, ingest, transport }) {
  /** @type {number[]} */
  const ports = [];
  for (let i = 0; i < (transport === "uws" ? 1 : ingest); i++) {
    ports.push(await freePortNear(port + 1 + i, { host, except: [port, ...ports] }));
  }
  return transport === "uws" ? Array.from({ length: ingest }, () => ports[0] ?? 0) : ports;
}

/**
 * @param {{ host: string, port: number, taken: readonly number[] }} options `taken`: by the pages and ingest
 * @returns {Promise<number>} the port of sealed papers
 */
export const packagesPort = ({ host, port, taken }) => freePortNear(port + taken.length, { host, except: taken });

/**
 * @param {{ host: string, port: number, taken: readonly number[] }} options `taken`: by everything else
 * @returns {Promise<number>} the port of the portal
 */
export const portalPort = ({ host, port, taken }) => freePortNear(port + taken.length, { host, except: taken });

/**
 * Asks a child, because a native module once loaded stays in its process.
 * @param {string} root
 * @returns {"uws" | "ws"}
 */
export function usableTransport(root) {
  const probe = join(root, "dist", "services", "transport-probe.mjs");
  const code = `import(${JSON.stringify(probe)}).then((m) => process.exit("uws" in m.loadUws() ? 0 : 3), () => process.exit(3))`;
  return spawnSync(process.execPath, ["-e", code], { stdio: "ignore" }).status === 0 ? "uws" : "ws";
}
