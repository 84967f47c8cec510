import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createPackagesApp } from "#packages/app";
import { createListener } from "#packages/listener";
import { createShelf, type Shelf } from "#packages/shelf";

const CHUNK = Buffer.from([1, 2, 3, 255]);
const CODES = Buffer.from("{}");
const nameOf = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const payload = JSON.stringify({ chunks: [nameOf(CHUNK)], codes: [{ roomId: 1, sha256: nameOf(CODES) }] });
const MANIFEST = `e30.${Buffer.from(payload).toString("base64url")}.c2ln`;

let folder: string;
let stored: Map<string, Buffer>;
let asked: string[];
let away: boolean;
let shelf: Shelf;
let listener: ReturnType<typeof createListener>;
let url: string;
let troubles: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "amphi-packages-"));
  stored = new Map([CHUNK, CODES, Buffer.from(MANIFEST)].map((bytes) => [nameOf(bytes), bytes]));
  [asked, troubles, away] = [[], [], false];
  const read = (sha256: string) => {
    asked.push(sha256);
    if (away) return Promise.reject(new StoreTrouble("away", "later"));
    return Promise.resolve(stored.get(sha256) ?? null);
  };
  shelf = createShelf(folder, { manifest: read, chunk: read });
  const app = createPackagesApp({ shelf, onTrouble: (error) => troubles.push(error) });
  listener = createListener(app, { host: "127.0.0.1", port: 0, tls: null });
  url = `http://127.0.0.1:${await listener.start()}`;
});
afterEach(async () => {
  await listener.stop();
  rmSync(folder, { recursive: true });
});
const get = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
const chunkPath = `/chunks/${nameOf(CHUNK)}`;

test("a chunk is the same for ever: bytes, ETag, immutable, for pages of any origin", async () => {
  const reply = await get(chunkPath);
  expect(reply.status).toBe(200);
  expect(Buffer.from(await reply.arrayBuffer()).equals(CHUNK)).toBe(true);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    etag: `"${nameOf(CHUNK)}"`,
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
    "content-type": "application/octet-stream",
    "content-length": "4",
  });
  const head = await get(chunkPath, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "4", ""]);
  expect((await get(chunkPath, { headers: { "if-none-match": `"${nameOf(CHUNK)}"` } })).status).toBe(304);
  expect(await (await get(`/manifests/${nameOf(MANIFEST)}`)).text()).toBe(MANIFEST);
  expect((await get("/healthz")).status).toBe(200);
});

test("what the folder lacks comes from the store once, and is whole before it has its name", async () => {
  await get(chunkPath);
  await get(chunkPath);
  expect(asked).toEqual([nameOf(CHUNK)]);
  expect(readFileSync(join(folder, "chunks", nameOf(CHUNK))).equals(CHUNK)).toBe(true);
  expect(readdirSync(folder)).toEqual(["chunks"]);
});

test("nothing else is there, nothing else is understood, and no refusal is kept by a cache", async () => {
  writeFileSync(join(folder, "secret"), "x");
  for (const path of [
    "/",
    "/chunks/",
    `/chunks/${"0".repeat(64)}`,
    "/chunks/..%2Fsecret",
    "/chunks/../secret",
    "/secret",
  ]) {
    const reply = await get(path);
    expect([path, reply.status, reply.headers.get("cache-control")]).toEqual([path, 404, "no-store"]);
  }
  expect((await get(chunkPath, { method: "POST", body: "x" })).status).toBe(405);
});

test("without PostgreSQL what is published is served, the rest later", async () => {
  await get(chunkPath);
  away = true;
  expect((await get(chunkPath)).status).toBe(200);
  const later = await get(`/manifests/${nameOf(MANIFEST)}`);
  expect([later.status, later.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(troubles).toHaveLength(1);
});

test("publishing puts all that a manifest names beside it, the manifest last, and does it once", async () => {
  stored.delete(nameOf(CODES));
  for (const name of [nameOf(MANIFEST), nameOf(MANIFEST), "0".repeat(64)]) await shelf.publish(name);
  expect(readdirSync(join(folder, "chunks"))).toEqual([nameOf(CHUNK)]);
  expect(readFileSync(join(folder, "manifests", nameOf(MANIFEST)), "utf8")).toBe(MANIFEST);
  expect(asked).toEqual([nameOf(MANIFEST), nameOf(CHUNK), nameOf(CODES), "0".repeat(64)]);
});

test("a taken port is said", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(createListener(() => undefined, { host: "127.0.0.1", port, tls: null }).start()).rejects.toThrow(
    "EADDRINUSE",
  );
  other.close();
});
