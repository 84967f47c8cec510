/** A process of the platform as the launcher runs it: the bundle from dist/services with an environment of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { BenchContext } from "#infra/bench/benchmark.ts";

export interface RunningProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 25_000;

/** Starts dist/services/<name>.mjs; see startProcess. */
export const startService = (
  context: BenchContext,
  name: string,
  environment: Record<string, string>,
): Promise<RunningProcess> =>
  startProcess(context, name, [join(context.root, "dist/services", `${name}.mjs`)], {
    NODE_ID: `${name}-1`,
    ...environment,
  });

/** Resolves when the process prints a line starting with "ready"; rejects with its last words when it ends before. */
export async function startProcess(
  context: BenchContext,
  name: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<RunningProcess> {
  // The kernel ends it if the bench dies.
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", process.execPath, ...args], {
    cwd: context.root,
    env: { PATH: "/usr/bin:/bin", NODE_ENV: "production", LOG_LEVEL: "error", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(hard);
  };
  context.atEnd(stop);
  const words: string[] = [];
  const keep = (line: string) => {
    words.push(line);
    if (words.length > 5) words.shift();
  };
  createInterface({ input: child.stderr }).on("line", keep);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => (line.startsWith("ready") ? resolve() : keep(line)));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} did not start (status ${code}): ${words.join(" / ")}`)));
  });
  return { pid: child.pid ?? 0, stop };
}
