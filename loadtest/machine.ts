/** Where a rehearsal ran, and with what. */
import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import type { Machine } from "#loadtest/report/result";

/** `k6`: the command, null where none plays. */
export const machineNow = (k6: string | null): Machine => ({
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  processor: cpus()[0]?.model ?? "unknown",
  versions: {
    node: process.version,
    ...(k6 === null ? {} : { k6: firstLine(k6, ["version"]) ?? "unknown" }),
    kernel: release(),
  },
  loadBefore: Math.round((loadavg()[0] ?? NaN) * 10) / 10,
});

/** Of the project, with a plus where files were changed since; null outside a repository. */
export function commitOf(root: string): string | null {
  const commit = firstLine("git", ["-C", root, "rev-parse", "--short=12", "HEAD"]);
  const changed = firstLine("git", ["-C", root, "status", "--porcelain", "--untracked-files=no"]);
  return commit === null ? null : `${commit}${changed ? "+" : ""}`;
}

function firstLine(command: string, args: readonly string[]): string | null {
  try {
    const out = execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return out.trim().split("\n")[0] ?? null;
  } catch {
    return null; // not there, or not a repository
  }
}
