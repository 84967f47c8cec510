import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CentreLine, openCentreLine } from "#loadtest/network/centre-line";

let line: CentreLine;
let near: Socket;
let heard: string;
const server = createServer((socket) => socket.pipe(socket));

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  line = await openCentreLine([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]);
  near = await open();
  heard = "";
  near.on("data", (bytes) => (heard += String(bytes)));
});
afterEach(async () => {
  near.destroy();
  line.close();
  server.close();
  await once(server, "close");
});

async function open(): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(String(line.urls[0])).port) });
  await once(socket, "connect");
  return socket;
}
const until = async (said: string) => {
  while (heard !== said) await once(near, "data");
};

test("passes bytes on, both ways, under one address", async () => {
  expect(line.urls).toHaveLength(1);
  near.write("one");
  await until("one");
});

test("while it is cut nothing comes and nobody is told; afterwards everything arrives", async () => {
  near.write("one");
  await until("one");
  line.cut();
  near.write("two");
  const late = await open(); // the kernel accepts it, nobody answers
  late.write("late");
  let answer = "";
  late.on("data", (bytes) => (answer += String(bytes)));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([heard, answer, near.destroyed]).toEqual(["one", "", false]);
  line.mend();
  await until("onetwo");
  while (answer !== "late") await once(late, "data");
  late.destroy();
});

test("while it is slow everything takes longer, in its order, also when it becomes quick again", async () => {
  line.slow(60);
  const sentAtMs = performance.now();
  near.write("one");
  setTimeout(() => {
    line.mend();
    near.write("two");
  }, 20);
  await until("onetwo");
  expect(performance.now() - sentAtMs).toBeGreaterThanOrEqual(59);
});

test("a socket that one side closes is closed on the other", async () => {
  near.write("one");
  await until("one"); // the server's own end of the first socket is there
  const connected = once(server, "connection") as Promise<[Socket]>;
  const second = await open();
  const [far] = await connected;
  second.destroy();
  await once(far, "close");
});
