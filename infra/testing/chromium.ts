import { findProgram } from "#infra/launcher/debian.mjs";
import { CHROMIUM_PROGRAMS } from "#infra/launcher/tools.mjs";

/** The browser for `playwright-core`'s `executablePath`. */
export function chromiumPath(): string {
  const file = findProgram(CHROMIUM_PROGRAMS, process.env["PATH"] ?? "");
  if (file === null) throw new Error("no chromium on PATH: apt-get install chromium");
  return file;
}
