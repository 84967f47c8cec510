import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { CLOSE, closeReason } from "#contracts/close-codes";
import { HelloFrame, StatusFrame } from "#contracts/frames/tablet";
import { SUBPROTOCOL } from "#contracts/wire-version";
import { HeldTablets } from "#loadtest/holder/held-tablets";
import { verifyTicket } from "#runtime/ticket";

const SECRET = Buffer.alloc(32, 7);
const ORIGIN = "http://127.0.0.1:1";

/** A socket of the server, with what the tablet has said on it. */
interface Met {
  readonly socket: WebSocket;
  readonly from: string;
  readonly said: string[];
  pongs: number;
}

const atEnd: (() => void)[] = [];
afterEach(() => atEnd.splice(0).forEach((end) => end()));

/** A server that welcomes whoever says hello. */
async function aServer() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => SUBPROTOCOL });
  await once(server, "listening");
  const met: Met[] = [];
  server.on("connection", (socket, request) => {
    const one: Met = { socket, from: request.socket.remoteAddress ?? "", said: [], pongs: 0 };
    met.push(one);
    socket.on("pong", () => one.pongs++);
    socket.on("message", (data: Buffer) => {
      one.said.push(data.toString());
      if (one.said.length === 1)
        socket.send(JSON.stringify({ v: 1, kind: "welcome", fence: 1, d2: 0, lastActId: null, serverTimeMs: 1 }));
    });
  });
  atEnd.push(() => server.close());
  return { met, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
function hold(urls: readonly string[], tablets: number): HeldTablets {
  const common = { origin: ORIGIN, localAddress: "127.0.0.2", sittingId: 3, firstId: 1_000_001, openWithinMs: 1 };
  const tickets = { ticketKeys: `k1:${SECRET.toString("hex")}`, ticketsUntilMs: Date.now() + 60_000 };
  const held = new HeldTablets({ urls, tablets, ...common, ...tickets }, () => 0);
  atEnd.push(() => held.close());
  return held;
}
const helloOf = ({ said }: Met) => HelloFrame.parse(JSON.parse(said[0] ?? ""));

test("each says hello with a ticket of its own, one status and nothing else, and answers pings", async () => {
  const { met, url } = await aServer();
  const held = hold([url], 3);
  await vi.waitFor(() => expect(met.map(({ said }) => said.length)).toEqual([2, 2, 2]));
  for (const one of met) one.socket.ping();
  await vi.waitFor(() => expect(met.map(({ pongs }) => pongs)).toEqual([1, 1, 1]));
  const claims = met.map((one) => verifyTicket([{ id: "k1", secret: SECRET }], helloOf(one).ticket, Date.now()));
  expect(claims.map((one) => one?.candidateId).sort()).toEqual([1_000_001, 1_000_002, 1_000_003]);
  expect(claims.every((one) => one?.sittingId === 3 && one.epoch === 1)).toBe(true);
  expect(met.map(({ from }) => from)).toEqual(["127.0.0.2", "127.0.0.2", "127.0.0.2"]);
  expect(met.map(({ said }) => said.slice(1).map((text) => StatusFrame.parse(JSON.parse(text)).kind))).toEqual([
    ["status"],
    ["status"],
    ["status"],
  ]);
  expect(held.take(5)).toEqual({ said: "told", atMs: 5, open: 3, opened: 3, lost: 0, refused: 0, whys: {} });
  expect(held.take(6)).toMatchObject({ open: 3, opened: 0, lost: 0 });
});

test("one that is cut is counted, and comes back at the next address with the last act it was told", async () => {
  const [first, second] = [await aServer(), await aServer()];
  const held = hold([first.url, second.url], 1);
  await vi.waitFor(() => expect(first.met[0]?.said).toHaveLength(2));
  const scope = { kind: "nation" };
  const act = { v: 1, id: "act-1", kind: "start", author: "o", cause: "", scope, override: null, keys: null };
  first.met[0]?.socket.send(JSON.stringify({ v: 1, kind: "act", act: { ...act, atMs: 1, effectiveAtMs: 1 } }));
  first.met[0]?.socket.close(CLOSE.restarting.code, closeReason("restarting", 20));
  await vi.waitFor(() => expect(second.met[0]?.said).toHaveLength(2));
  expect(second.met[0] && helloOf(second.met[0]).lastActId).toBe("act-1");
  expect(held.take(0)).toMatchObject({ open: 1, opened: 2, lost: 1, refused: 0, whys: { restarting: 1 } });
});

test("one that is told never to come back stays away; a server that is gone is asked again and again", async () => {
  const { met, url } = await aServer();
  const held = hold([url], 2);
  await vi.waitFor(() => expect(met.map(({ said }) => said.length)).toEqual([2, 2]));
  met[0]?.socket.close(CLOSE.bad_ticket.code, closeReason("bad_ticket"));
  met[1]?.socket.terminate();
  await vi.waitFor(() => expect(met[2]?.said).toHaveLength(2));
  expect(held.take(0)).toMatchObject({ open: 1, opened: 3, lost: 2, refused: 1 });
  expect(met).toHaveLength(3);

  const nobody = hold(["ws://127.0.0.1:1"], 1);
  await vi.waitFor(() => expect(Object.values(nobody.take(0).whys)[0]).toBeGreaterThan(3));
  expect(nobody.take(0)).toMatchObject({ open: 0, lost: 0, refused: 0 });
});
