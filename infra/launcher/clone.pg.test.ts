/** `npm start` on a fresh clone in a folder closed to everyone else, with everything real. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HealthResponse } from "#contracts/http/health";
import { childrenOf, clonedProject, launch } from "#infra/testing/launched-project.ts";
import { expect, test } from "vitest";
import { askHealth } from "./health.mjs";
import { isAlive } from "./process-identity.mjs";

/** Asks until the answer has the wanted status; the test's own time-out is the limit. */
async function untilStatus(address: string, status: number): Promise<string> {
  for (;;) {
    const reply = await askHealth(address);
    if (reply?.status === status) return reply.body;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a clone starts, shows pages, survives kill -9 of every process, and goes on at the second start", async () => {
  const root = clonedProject();
  const first = launch(root);
  const address = await first.ready();
  expect(first.stdout()).toContain("building the processes");
  expect(first.stdout()).toContain("building the web apps");
  const health = HealthResponse.parse(JSON.parse(await untilStatus(address, 200)));
  const names = health.parts.map(({ name }) => name).sort();
  expect(names).toEqual([
    "control-1",
    "drain-1",
    "ingest-1",
    "ingest-2",
    "jobs-1",
    "marking-1",
    "packages-1",
    "portal-1",
    "postgres",
    "redis-answers",
    "redis-control",
  ]);
  const page = await fetch(`${address}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toMatch(/text\/html/);

  for (const name of names) {
    process.kill(childrenOf(first.data).get(name)?.pid ?? 0, "SIGKILL");
    await first.says(`${name} runs again`);
    await untilStatus(address, 200);
  }

  const children = [...childrenOf(first.data).values()];
  first.process.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(first.stderr()).not.toContain("did not stop");
  expect(readFileSync(join(first.data, "log/postgres.log"), "utf8").trimEnd()).toMatch(/database system is shut down$/);

  const second = launch(root);
  const again = await second.ready();
  await untilStatus(again, 200);
  second.process.kill("SIGTERM");
  expect(await second.ended).toBe(0);
}, 180_000);
