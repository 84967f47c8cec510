/** The launcher with real servers and stand-in processes. */
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { findProgram } from "./debian.mjs";
import { askRedis } from "./redis-client.mjs";
import { isAlive } from "./process-identity.mjs";
import { childrenOf, launch, standInProject } from "#infra/testing/launched-project.ts";

const NAMES = [
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
];

test("starts, restarts what crashes and says so, stops in order, goes on where it stopped", async () => {
  const root = standInProject();
  const first = launch(root);
  const address = await first.ready();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${address}/api/health`)).status).toBe(200);
  expect(first.stdout()).toContain("did demo seed");
  expect(first.stdout().trimEnd().split("\n").at(-1)).toBe(`ready ${address}`);
  const children = childrenOf(first.data);
  expect([...children.keys()].sort()).toEqual(NAMES);

  for (const name of ["drain-1", "redis-answers", "postgres"]) {
    const before = children.get(name);
    process.kill(before?.pid ?? 0, "SIGKILL");
    await first.says(`${name} ended (signal SIGKILL)`);
    await first.says(`${name} runs again`);
    expect(childrenOf(first.data).get(name)?.pid).not.toBe(before?.pid);
  }

  first.process.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(childrenOf(first.data).size).toBe(0);
  expect([...children.values()].filter(isAlive)).toEqual([]);
  expect(readFileSync(join(first.data, "log/postgres.log"), "utf8").trimEnd()).toMatch(/database system is shut down$/);

  const secrets = readFileSync(join(first.data, "secrets.json"), "utf8");
  const second = launch(root);
  await second.ready();
  expect(readFileSync(join(second.data, "secrets.json"), "utf8")).toBe(secrets);
  expect(second.stdout()).not.toContain("building");
  second.process.kill("SIGINT");
  expect(await second.ended).toBe(0);
});

test("after a kill -9 of the launcher its children live on, and the next start ends them", async () => {
  const root = standInProject();
  const killed = launch(root);
  await killed.ready();
  const orphans = [...childrenOf(killed.data).values()];
  killed.process.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  expect(orphans.filter(isAlive)).toHaveLength(NAMES.length);

  const next = launch(root);
  await next.ready();
  expect(next.stdout()).toContain(`ending ${NAMES.length} processes of a launcher that was killed`);
  expect(orphans.filter(isAlive)).toEqual([]);
  next.process.kill("SIGTERM");
  expect(await next.ended).toBe(0);
});

test("a second start on the same data directory is refused and harms nothing", async () => {
  const root = standInProject();
  const first = launch(root);
  const address = await first.ready();
  const second = launch(root);
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toBe(
    `amphi: the data directory ${first.data} is in use by the launcher with pid ${first.process.pid} (${address}): stop it, or choose another with --data\n`,
  );
  expect((await fetch(`${address}/api/health`)).status).toBe(200);
  first.process.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});

test("a taken port is refused before anything is started", async () => {
  const root = standInProject();
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  const started = launch(root, { port });
  expect(await started.ended).toBe(1);
  expect(started.stderr()).toBe(
    `amphi: port ${port} of 127.0.0.1 is taken: stop who uses it, or choose another with --port\n`,
  );
  expect(childrenOf(started.data).size).toBe(0);
});

test.each([
  ["a wrong option", ["--ingest", "none"], {}, "--ingest none: not a number from 1 to 16"],
  [
    "no Redis to be had",
    [],
    { PATH: "/nowhere" },
    "no redis-server or valkey-server on PATH: type `apt-get install redis-server`",
  ],
  ["a data directory that cannot be", ["--data", "/proc/amphi"], {}, "the data directory /proc/amphi is not writable"],
  ["a certificate that is not there", ["--tls-cert", "no.pem", "--tls-key", "no.pem"], {}, "--tls-cert"],
])("refuses %s in one line", async (_what, args, env, expected) => {
  const refused = launch(standInProject(), { args, env });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toContain(`amphi: ${expected}`);
  expect(refused.stderr().trimEnd().split("\n")).toHaveLength(1);
});

test("refuses a Redis whose acknowledgements mean nothing, and one Redis for both", async () => {
  const redis = await startPrivateRedis();
  onTestFinished(() => redis.stop());
  await askRedis(redis.url, [["CONFIG", "SET", "appendfsync", "everysec"]]);
  const env = { REDIS_ANSWERS_URL: redis.url, REDIS_CONTROL_URL: redis.url };
  const refused = launch(standInProject(), { env });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toContain('appendfsync must be "always", it is "everysec"');
  expect(refused.stderr()).toContain("REDIS_ANSWERS_URL and REDIS_CONTROL_URL are one server");
});

test("refuses a PostgreSQL that forgets, and uses one that does not", async () => {
  const url = inject("databaseUrl");
  const { name } = await freshDatabase();
  const safe = new URL(url);
  safe.pathname = `/${name}`;
  const unsafe = new URL(safe);
  unsafe.searchParams.set("options", "-c synchronous_commit=off");
  const refused = launch(standInProject(), { env: { DATABASE_URL: unsafe.href } });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toContain("synchronous_commit must be on, it is off");

  const used = launch(standInProject(), { env: { DATABASE_URL: safe.href } });
  await used.ready();
  expect([...childrenOf(used.data).keys()]).not.toContain("postgres");
  used.process.kill("SIGTERM");
  expect(await used.ended).toBe(0);
});

test.skipIf(process.getuid?.() !== 0)(
  "as root without user namespaces PostgreSQL runs from a copy outside",
  async () => {
    const root = standInProject();
    const programs = temporaryFolder();
    for (const name of ["node", "redis-server"]) {
      symlinkSync(findProgram([name], process.env["PATH"] ?? "") ?? "", join(programs, name));
    }
    const launched = launch(root, { env: { PATH: programs } });
    await launched.ready();
    const pid = childrenOf(launched.data).get("postgres")?.pid ?? 0;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).toBe("65534");
    const outside = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[2] ?? "";
    expect(outside).toMatch(/^\/var\/lib\/amphi-postgres\/data-/);
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    launched.process.kill("SIGTERM");
    expect(await launched.ended).toBe(0);
  },
);
