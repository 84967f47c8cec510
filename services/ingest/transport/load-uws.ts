/**
 * Loads the native uWebSockets.js binary ourselves: the package's own entry falls back to a slow imitation without a
 * word. The file's SHA-256 is pinned, so a replaced binary is noticed at start (docs/adr/0004-uwebsockets-packaging.md).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as uWS from "@trufflesuite/uws-js-unofficial";

/** SHA-256 of binaries/uws_<platform>_<arch>_<modules>.node that were tried. */
const PINNED: Record<string, string> = {
  linux_x64_115: "f158fb441f7e2e37b3ab9a56782fe37f4c0d33b5cd32e96ee5c0120ce7db7ced",
};

/** The native module, or the reason why it cannot be used here. */
export function loadUws(): { uws: typeof uWS; file: string } | { reason: string } {
  const build = `${process.platform}_${process.arch}_${process.versions.modules}`;
  const pinned = PINNED[build];
  if (!pinned) return { reason: `no tried uWebSockets.js binary for ${build}` };
  const require = createRequire(import.meta.url);
  try {
    const file = require.resolve(`@trufflesuite/uws-js-unofficial/binaries/uws_${build}.node`);
    const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
    if (sha256 !== pinned) return { reason: `${file} has SHA-256 ${sha256}, expected ${pinned}` };
    return { uws: require(file) as typeof uWS, file };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
