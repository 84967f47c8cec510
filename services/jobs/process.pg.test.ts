import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { projectRoot } from "#runtime/project-root";

let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

test("the process runs the watch with the rights of its role, is heard of, and ends in order", async () => {
  const { answersUrl, controlUrl } = await emptyRedis();
  const database = await freshDatabase();
  child = spawn(process.execPath, ["--import", "tsx", "services/jobs/main.ts"], {
    cwd: projectRoot(),
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ID: "jobs-9",
      DATABASE_URL: database.urlFor("amphi_jobs"),
      REDIS_ANSWERS_URL: answersUrl,
      REDIS_CONTROL_URL: controlUrl,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) if (line === "ready jobs-9") break;
  const redis = new Redis(controlUrl);
  expect(JSON.parse((await redis.get("part:jobs-9")) ?? "")).toMatchObject({
    kind: "jobs",
    detail: "nothing to report",
  });
  expect(await redis.zcard("{jobs}:watch:repeat")).toBe(1);
  child.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
  expect(await redis.get("part:jobs-9")).toBeNull();
  await redis.quit();
});
