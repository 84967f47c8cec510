import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { sha256 } from "#loadtest/light/k6/crypto";
import { SharedArray } from "#loadtest/light/k6/data";
import { b64decode } from "#loadtest/light/k6/encoding";
import http from "#loadtest/light/k6/http";
import { WebSocket } from "#loadtest/light/k6/websockets";

let server: Server | null = null;
afterEach(() => server?.close());
async function serving(listener: Parameters<typeof createServer>[1]): Promise<number> {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("everything that the scenario and its journeys import from k6 is here", () => {
  const loadtest = join(import.meta.dirname, "../..");
  const sources = ["scenarios", "journeys"].flatMap((folder) =>
    readdirSync(join(loadtest, folder)).map((file) => readFileSync(join(loadtest, folder, file), "utf8")),
  );
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/^import (?!type).*from "k6\/([a-z]+)";$/gm)].map((match) => `${match[1]}.ts`),
  );
  expect(new Set(imported)).toEqual(new Set(readdirSync(import.meta.dirname).filter((file) => !file.includes("test"))));
});

test("a request has its text, its bytes or only its length; one that fails has status 0 and says why", async () => {
  const port = await serving((request, response) => response.end(`${request.method} é`));
  const url = `http://127.0.0.1:${port}/`;
  expect(await http.asyncRequest("POST", url, "{}")).toMatchObject({ status: 200, body: "POST é", error: "" });
  const binary = await http.asyncRequest("GET", url, null, { responseType: "binary" });
  expect(sha256(binary.body ?? "", "hex")).toBe(sha256("GET é", "hex"));
  const none = await http.asyncRequest("GET", url, null, { responseType: "none" });
  expect(none).toMatchObject({ body: null, headers: { "Content-Length": "6" } });
  server?.closeAllConnections();
  server?.close();
  const away = await http.asyncRequest("GET", url, null);
  expect(away).toMatchObject({ status: 0, body: null, error: expect.stringMatching(/./) });
});

test("a socket sends its protocol and its origin, hears text as text and its close code; none to be had is a close", async () => {
  const port = await serving(() => undefined);
  const sockets = new WebSocketServer({ server: server as Server });
  sockets.on("connection", (socket, { headers }) => {
    socket.on("message", (data) => {
      socket.send(`${headers.origin} ${socket.protocol} ${String(data)}`);
      socket.close(4_001, "because");
    });
  });
  const open = (url: string) =>
    new Promise<unknown[]>((resolve) => {
      const heard: unknown[] = [];
      const socket = new WebSocket(url, ["amphi"], { headers: { Origin: "http://here" } });
      socket.onopen = () => socket.send("hello");
      socket.onmessage = ({ data }) => void heard.push(data);
      socket.onclose = ({ code, reason }) => resolve([...heard, code, reason]);
    });
  expect(await open(`ws://127.0.0.1:${port}`)).toEqual(["http://here amphi hello", 4_001, "because"]);
  expect(await open("ws://127.0.0.1:1")).toEqual([1_006, ""]);
});

test("names are read out of base64url, shared lists by index", () => {
  expect(b64decode(Buffer.from('{"é":1}').toString("base64url"), "rawurl", "s")).toBe('{"é":1}');
  const cards = new SharedArray("cards", () => ["a", "b"]);
  expect([cards[1], cards.length, cards.find((card) => card > "a")]).toEqual(["b", 2, "b"]);
});
