import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterAll, afterEach, expect, test } from "vitest";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { projectRoot } from "#runtime/project-root";

const { x, y } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
let child: ChildProcess | undefined;
const folder = mkdtempSync(join(tmpdir(), "amphi-control-"));
afterEach(() => {
  child?.kill("SIGKILL");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string>) {
  const started = spawn(process.execPath, ["--import", "tsx", "services/control/main.ts"], {
    cwd: projectRoot(),
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = started;
  const ended = once(started, "exit").then(([status]) => status as number | null);
  return { started, ended, lines: createInterface({ input: started.stdout }) };
}

const environment = (databaseUrl: string, answersUrl: string, controlUrl: string) => ({
  NODE_ID: "control-9",
  CONTROL_PORT: "0",
  DATABASE_URL: databaseUrl,
  REDIS_ANSWERS_URL: answersUrl,
  REDIS_CONTROL_URL: controlUrl,
  TICKET_KEYS: `k1:${"1".repeat(64)}`,
  CARD_SECRET: "2".repeat(64),
  STAFF_SECRET: "3".repeat(64),
  INGEST_URLS: "ws://127.0.0.1:9",
  PACKAGES_URL: "http://127.0.0.1:9/",
  MANIFEST_KEY: JSON.stringify({ x, y }),
  WEB_ROOT: folder,
  EXPECTED_PARTS: "control-9,ingest-9",
});
/** Resolves once the process has said that it is ready and, in its log, on which port: in either order. */
async function portOf(lines: Interface): Promise<number> {
  let [port, ready] = [0, false];
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    if (line === "ready control-9") ready = true;
    else port ||= (JSON.parse(line) as { port?: number }).port ?? 0;
    if (ready && port > 0) return port;
  }
  throw new Error(`control ended before it was ready:\n${said.join("\n")}`);
}

test("it starts and serves consoles while the answers' Redis and PostgreSQL are away", async () => {
  const { controlUrl } = await emptyRedis();
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Amphi</title>");
  // Port 1: nobody listens there.
  const { started, ended, lines } = start(
    environment("postgres://amphi_control@127.0.0.1:1/amphi", "redis://127.0.0.1:1", controlUrl),
  );
  const port = await portOf(lines);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/api/staff/me`)).status).toBe(401);
  started.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("the process serves, says it is ready, reports the parts that it does not hear, and ends in order", async () => {
  const { answersUrl, controlUrl } = await emptyRedis();
  const database = await freshDatabase();
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Amphi</title>");
  const { started, ended, lines } = start(environment(database.urlFor("amphi_control"), answersUrl, controlUrl));
  const port = await portOf(lines);
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect([page.status, await page.text()]).toEqual([200, "<!doctype html><title>Amphi</title>"]);
  const health = await fetch(`http://127.0.0.1:${port}/api/health`);
  expect([health.status, await health.json()]).toEqual([
    503,
    {
      state: "down",
      parts: [
        { name: "postgres", state: "up", detail: "answers" },
        { name: "redis-answers", state: "up", detail: "answers" },
        { name: "redis-control", state: "up", detail: "answers" },
        { name: "control-9", state: "up", detail: "serving" },
        { name: "ingest-9", state: "down", detail: "not heard of for 3 s" },
      ],
    },
  ]);
  const refused = await fetch(`http://127.0.0.1:${port}/api/sign-in`, { method: "POST", body: "x".repeat(10_000) });
  expect(refused.status).toBe(400);
  started.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("a wrong environment is refused with every problem at once", async () => {
  const { started, ended } = start({
    NODE_ID: "Control 9",
    INGEST_URLS: "http://a",
    CARD_SECRET: "short",
    TWO_PERSON_ACTS: "pause",
  });
  let err = "";
  started.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  expect(await ended).toBe(78);
  for (const name of [
    "NODE_ID",
    "CONTROL_PORT",
    "DATABASE_URL",
    "TICKET_KEYS",
    "CARD_SECRET",
    "STAFF_SECRET",
    "TWO_PERSON_ACTS",
    "INGEST_URLS",
    "WEB_ROOT",
  ])
    expect(err).toMatch(new RegExp(`^configuration: ${name}`, "m"));
});
