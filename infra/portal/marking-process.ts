/** The marking process, as production starts it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { projectRoot } from "#runtime/project-root";

const NODE_ID = "marking-1";

/** `databaseUrl`: of its own role. Both Redis are one: nothing waits in a test's. */
export function startMarking(databaseUrl: string, redisUrl: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "services/marking/main.ts"], {
    cwd: projectRoot(),
    env: {
      ...{ PATH: process.env["PATH"] ?? "", NODE_ID, DATABASE_URL: databaseUrl },
      ...{ REDIS_ANSWERS_URL: redisUrl, REDIS_CONTROL_URL: redisUrl },
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  async function isReady(): Promise<void> {
    for await (const line of createInterface({ input: child.stdout }))
      if (line === `ready ${NODE_ID}`) return void child.stdout.resume();
    throw new Error("the marking process ended");
  }
  const ready = isReady();
  ready.catch(() => undefined); // said when it is awaited
  return {
    ready,
    async end(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
