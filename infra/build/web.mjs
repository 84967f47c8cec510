// @ts-check
/** The web apps: dist/web, by vite in a process of its own (it is large and changes global state). */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const WEB_INPUTS = [
  "web",
  "services/contracts",
  "services/domain",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "infra/build",
];

/** @param {string} root */
export const hasWeb = (root) => existsSync(join(root, "web/vite.config.ts"));

/** Modes of web/vite.config.ts, in this order: the first one empties the folder. */
export const WEB_MODES = ["production", "portal"];

/**
 * @param {string} root
 * @param {string} outdir
 */
export async function buildWeb(root, outdir) {
  for (const mode of WEB_MODES) await buildMode(root, outdir, mode);
}

/**
 * @param {string} root
 * @param {string} outdir
 * @param {string} mode
 */
async function buildMode(root, outdir, mode) {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--config", "web/vite.config.ts", "--mode", mode, "--outDir", outdir];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(output.trim().split("\n").slice(-30).join("\n"));
}
