/** `npm start` on a fresh clone in a folder closed to everyone else, with everything real. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HealthResponse } from "#contracts/http/health";
import { childrenOf, clonedProject, launch } from "#infra/testing/launched-project.ts";
import { expect, test, vi } from "vitest";
import { askHealth } from "./health.mjs";
import { isAlive } from "./process-identity.mjs";

/** What the platform says of itself once it is well. */
const untilHealthy = (address: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const { status, body } = (await askHealth(address)) ?? {};
      expect(status, body).toBe(200);
      return body ?? "";
    },
    { timeout: 120_000, interval: 100 },
  );

// That each of the processes may be killed is shown under load: infra/faults.
test("a clone builds, starts every process, shows pages, stops, and goes on at the second start", async () => {
  const root = clonedProject();
  const first = launch(root);
  const address = await first.ready();
  expect(first.stdout()).toContain("building the processes");
  expect(first.stdout()).toContain("building the web apps");
  const health = HealthResponse.parse(JSON.parse(await untilHealthy(address)));
  expect(health.parts.map(({ name }) => name).sort()).toEqual([
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

  const children = [...childrenOf(first.data).values()];
  first.process.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(first.stderr()).not.toContain("did not stop");
  expect(readFileSync(join(first.data, "log/postgres.log"), "utf8").trimEnd()).toMatch(/database system is shut down$/);

  const second = launch(root);
  const again = await second.ready();
  await untilHealthy(again);
  second.process.kill("SIGTERM");
  expect(await second.ended).toBe(0);
}, 180_000);
