/** Where the load generator comes from: a k6 ≥ 2.0 on PATH, or built once by Go from loadtest/go.mod. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

const K6_PACKAGE = "go.k6.io/k6/v2";
const K6_MAJOR_MIN = 2;
const GO_MIN: Version = [1, 25];

type Version = readonly [major: number, minor: number];

export const HOW_TO_GET_K6 =
  "neither k6 ≥ 2.0 nor Go ≥ 1.25 is on PATH: install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) or Go (https://go.dev/dl/), then run this again, or play with --generator light, which needs neither";

/** The first "v1.2" or "go1.2" of a version line, or null. */
export function parseVersion(text: string): Version | null {
  const match = /\b(?:v|go)(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : null;
}
const atLeast = (version: Version, least: Version) =>
  version[0] > least[0] || (version[0] === least[0] && version[1] >= least[1]);

function versionOf(command: string): Version | null {
  const run = spawnSync(command, ["version"], { encoding: "utf8" });
  return run.status === 0 ? parseVersion(run.stdout) : null;
}

/**
 * The command to run, or null when none can be had. Building takes minutes the first time; the binary is kept under
 * `binFolder`, named after go.mod and go.sum, so that a new pin builds anew. Throws when Go is there and fails.
 */
export function findK6(loadtestFolder: string, binFolder: string, say: (line: string) => void): string | null {
  const onPath = versionOf("k6");
  if (onPath && atLeast(onPath, [K6_MAJOR_MIN, 0])) return "k6";
  const built = join(binFolder, `k6-${pinOf(loadtestFolder)}`);
  if (existsSync(built)) return built;
  const go = versionOf("go");
  if (!go || !atLeast(go, GO_MIN)) return null;
  say("building k6 with Go, once; this takes some minutes");
  mkdirSync(binFolder, { recursive: true });
  const part = `${built}.${process.pid}`;
  const build = spawnSync("nice", ["go", "build", "-trimpath", "-ldflags", "-s -w", "-o", part, K6_PACKAGE], {
    cwd: loadtestFolder,
    encoding: "utf8",
  });
  if (build.status !== 0) throw new Error(`go could not build k6: ${build.error?.message ?? lastLine(build.stderr)}`);
  renameSync(part, built);
  return built;
}

function pinOf(folder: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}
const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";
