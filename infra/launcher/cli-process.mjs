// @ts-check
/** The `amphi` command as a child: the set-up steps of the launcher, and `npm run amphi`. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { plainEnvironment } from "./service-programs.mjs";

/** @param {string} root */
export const cliFile = (root) => join(root, "dist", "services", "cli.mjs");

/**
 * @param {string} root
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number, out: string, err: string }>}
 */
export function runCli(root, args, env) {
  return new Promise((resolve, reject) => {
    // Detached: Ctrl-C must not cut a migration in two; the launcher waits for it and then stops.
    const child = spawn(process.execPath, ["--enable-source-maps", cliFile(root), ...args], {
      cwd: root,
      env: { ...plainEnvironment(process.env), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, out, err }));
  });
}
