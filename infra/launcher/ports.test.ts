import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { loadUws } from "#ingest/transport/load-uws";
import { ingestPorts, packagesPort } from "./listen-plan.mjs";
import { freePort, freePortNear, portProblem } from "./ports.mjs";

async function listenOn(port: number, host = "127.0.0.1"): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
}

test("a port is free until somebody listens", async () => {
  const port = await freePort();
  expect(await portProblem(port, "127.0.0.1")).toBeNull();
  await listenOn(port);
  expect(await portProblem(port, "127.0.0.1")).toBe(`port ${port} of 127.0.0.1 is taken`);
});

test("no outgoing connection is ever given it", async () => {
  const [firstOutgoing] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s+/).map(Number);
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(Math.max(...ports)).toBeLessThan(firstOutgoing ?? 0);
});

test("who listens on every address takes the port of each", async () => {
  const port = await freePort();
  await listenOn(port, "0.0.0.0");
  expect(await portProblem(port, "127.0.0.1")).toBe(`port ${port} of 127.0.0.1 is taken`);
});

test("an address of another machine is told from a taken port", async () => {
  expect(await portProblem(await freePort(), "192.0.2.1")).toBe("192.0.2.1 is no address of this machine");
});

const native = loadUws();
test.skipIf("reason" in native)("a port shared by another uWebSockets.js process is taken", async () => {
  const port = await freePort();
  const file = "file" in native ? native.file : "";
  const code = `require(${JSON.stringify(file)}).App().listen("127.0.0.1", ${port}, (s) => console.log(s ? "up" : "down"))`;
  const other = spawn(process.execPath, ["--input-type=commonjs", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void other.kill("SIGKILL"));
  const said = await new Promise((resolve) => other.stdout.once("data", (chunk) => resolve(String(chunk).trim())));
  expect(said).toBe("up");
  expect(await portProblem(port, "127.0.0.1")).toBe(`port ${port} of 127.0.0.1 is taken`);
});

test("the ingest port is the next one, or near when that is taken", async () => {
  const port = await freePort();
  const next = await freePortNear(port + 1, { except: [port] });
  await listenOn(next);
  const [shared, again] = await ingestPorts({ host: "127.0.0.1", port: next - 1, ingest: 2, transport: "uws" });
  expect(shared).not.toBe(next);
  expect(again).toBe(shared);
  const own = await ingestPorts({ host: "127.0.0.1", port: next - 1, ingest: 3, transport: "ws" });
  expect(new Set(own).size).toBe(3);
  expect(own).not.toContain(next);
});

test("packages stand behind pages and ingest, never on a port of theirs", async () => {
  const port = await freePort();
  const taken = [port, port + 1];
  const packages = await packagesPort({ host: "127.0.0.1", port, taken });
  expect(packages).toBeGreaterThan(port + 1);
  await listenOn(packages);
  expect([...taken, packages]).not.toContain(await packagesPort({ host: "127.0.0.1", port, taken }));
});
