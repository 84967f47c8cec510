/** A platform of the rehearsal's own, started with the project's launcher and ended afterwards. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Platform {
  /** Address of its pages, without a slash at the end. */
  readonly target: string;
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 40_000;

/**
 * Starts the launcher on a free port with its data in `dataFolder`. Rejects, with its last words, when it ends early,
 * and, ending the launcher, when `interrupted`. `extra`: further options of the launcher.
 */
export async function startPlatform(
  root: string,
  dataFolder: string,
  logFile: string,
  interrupted: AbortSignal,
  extra: readonly string[] = [],
): Promise<Platform> {
  const launcher = join(root, "infra/launcher/main.mjs");
  const child = spawn(process.execPath, [launcher, "--data", dataFolder, "--port", "0", ...extra], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    signal: interrupted,
    // A group of its own: Ctrl-C reaches who started it, who then ends it in order.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const log = createWriteStream(logFile);
  const lastWords: string[] = [];
  const stderr = createInterface({ input: child.stderr });
  stderr.on("line", (line) => {
    log.write(`${line}\n`);
    lastWords.push(line);
    if (lastWords.length > 3) lastWords.shift();
  });
  const started = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.write(`${line}\n`);
      const match = /^ready (\S+)$/.exec(line);
      if (match?.[1]) resolve(match[1].replace(/\/$/, ""));
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the platform did not start (status ${code}), see ${logFile}: ${lastWords.join(" / ")}`)),
    );
  });
  const target = await started.catch(async (error: unknown) => {
    if (child.pid !== undefined) await ended; // its data folder is in use until then
    throw error;
  });
  return { target, stop: () => end(child, ended, log) };
}

async function end(child: ChildProcess, ended: Promise<unknown>, log: { end(): void }): Promise<void> {
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(hard);
  log.end();
}
