import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { CONSOLE_CLOSE } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import type { ConsoleLink, LiveFeed } from "#control/live/live-feed";
import { createLiveSocket, LIVE_PATH } from "#control/live/live-socket";
import { anAccount, aSession } from "#control/live/testing/a-hall";
import { StoreTrouble } from "#domain/ports/answer-stream";

/** A socket with a feed that only remembers the link; `session` decides who gets in. */
async function aSocket(session: () => Promise<ReturnType<typeof aSession> | null>) {
  const links: ConsoleLink[] = [];
  const trouble: unknown[] = [];
  const open: LiveFeed["open"] = ({ account }, link) => {
    links.push(link);
    return { account, receive: () => undefined, heard: () => undefined, gone: () => undefined };
  };
  const live = createLiveSocket({ open } as LiveFeed, { sessionOf: session, onSignedOut: () => undefined }, (error) =>
    trouble.push(error),
  );
  const server = createServer().on("upgrade", live.upgrade).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const connect = (path = LIVE_PATH) => {
    const console = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { origin: `http://127.0.0.1:${port}` } });
    console.on("error", () => undefined);
    return { console, closed: new Promise<number>((resolve) => console.once("close", resolve)) };
  };
  return { links, trouble, connect };
}

test("a console that does not read is told so and let go, with what it was sent before", async () => {
  const { links, connect } = await aSocket(() => Promise.resolve(aSession(anAccount("organiser"))));
  const { console, closed } = connect();
  await once(console, "open");
  console.pause();
  let bytes = 0;
  console.on("message", (data: Buffer) => (bytes += data.length));
  const message = Buffer.alloc(1_000_000, "x");
  // The kernel takes some before anything waits here; what is sent after the end is not even queued.
  for (let n = 0; n < 40; n++) {
    links[0]?.send([message]);
    await new Promise(setImmediate);
  }
  console.resume();
  expect(await closed).toBe(CONSOLE_CLOSE.slow_reader.code);
  expect(bytes).toBeGreaterThan(LIMITS.consoleBufferBytesMax);
  expect(bytes).toBeLessThan(40 * message.length);
});

test("while sessions are out of reach nobody new gets in, and is told to come back", async () => {
  const { connect, trouble } = await aSocket(() => Promise.reject(new StoreTrouble("session: away", "now")));
  expect(await connect().closed).toBe(CONSOLE_CLOSE.restarting.code);
  expect(trouble).toHaveLength(1);
});

test("there is one path", async () => {
  const { connect } = await aSocket(() => Promise.resolve(null));
  expect(await connect("/api/console/dead").closed).toBe(1006);
});
