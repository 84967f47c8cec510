// @ts-check
/** Bundles of the processes: dist/services/NAME.mjs, packages left outside. */
import { existsSync } from "node:fs";
import { join } from "node:path";

export const SERVICES = /** @type {const} */ ([
  "ingest",
  "drain",
  "control",
  "jobs",
  "packages",
  "portal",
  "marking",
  "cli",
]);

export const SERVICE_INPUTS = ["services", "package.json", "package-lock.json", "tsconfig.json", "infra/build"];

/** What the launcher asks: whether the native WebSocket server loads on this machine. */
const TRANSPORT_PROBE = { name: "transport-probe", source: "services/ingest/transport/load-uws.ts" };

/**
 * @param {string} root
 * @param {string} outdir
 */
export async function buildServices(root, outdir) {
  const { build } = await import("esbuild");
  const processes = SERVICES.map((name) => ({ name, source: `services/${name}/main.ts` }));
  const entries = [...processes, TRANSPORT_PROBE].filter(({ source }) => existsSync(join(root, source)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "silent", // errors come out of the rejected promise
  });
}
