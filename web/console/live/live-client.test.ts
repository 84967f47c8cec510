import { expect, test } from "vitest";
import { VirtualClock } from "#client-core/testing/virtual-clock";
import { ServerTime } from "#client-core/server-time";
import type { LiveMessage } from "#contracts/console/live";
import { fakeExam } from "../testing/fake-exam.ts";
import { FakeLive } from "../testing/fake-live.ts";
import { LiveClient, type LiveLink, PING_MS, SILENCE_MS } from "./live-client.ts";

const exam = fakeExam(1_000, { centres: 1, perRoom: 2 });
const [account] = exam.accounts;
if (!account) throw new Error("no account");
const hello: LiveMessage = { kind: "hello", serverTimeMs: 50_000, account, build: "b", sittings: [] };
const chat = (position: string): LiveMessage => ({
  kind: "chat",
  sittingId: 1,
  messages: [
    {
      id: crypto.randomUUID(),
      thread: "common",
      text: "bonjour",
      answers: null,
      position,
      atMs: 1,
      author: { accountId: 1, name: "Marie Duval", role: "organiser", centreId: null },
    },
  ],
});

function aClient() {
  const clock = new VirtualClock();
  const live = new FakeLive();
  const time = new ServerTime(clock);
  const links: LiveLink[] = [];
  const heard: string[] = [];
  let watches = 0;
  const client = new LiveClient(
    { connect: live.connect, clock, random: { next: () => 0.5 }, time, url: () => "ws://control/api/console/live" },
    { link: (link) => links.push(link), message: ({ kind }) => heard.push(kind), watching: () => watches++ },
  );
  client.start();
  return { client, clock, live, time, links, heard, watches: () => watches };
}

test("it watches after hello, and again with the chat's position after a cut", async () => {
  const { client, clock, live, links } = aClient();
  client.watch({ sittingId: 1, roomIds: [10] });
  expect(live.sent("watch")).toEqual([]);
  live.tell(hello);
  expect(live.sent("watch")).toEqual([{ kind: "watch", sittingId: 1, roomIds: [10], chatAfter: null }]);
  live.tell(chat("7-0"));
  live.socket.handlers.close(1006, "");
  expect(links.at(-1)).toBe("waiting");
  await clock.advance(1_000);
  expect(live.sockets).toHaveLength(2);
  live.tell(hello);
  expect(live.sent("watch")).toEqual([{ kind: "watch", sittingId: 1, roomIds: [10], chatAfter: "7-0" }]);
});

test("a socket that says nothing is taken for dead", async () => {
  const { clock, live, links } = aClient();
  live.tell(hello);
  await clock.advance(SILENCE_MS + 1);
  expect(live.sockets[0]?.closed).toBe(true);
  expect(links).toContain("waiting");
  // Late words of a dead socket are nobody's.
  live.sockets[0]?.handlers.message(JSON.stringify(hello));
  expect(links.filter((link) => link === "open")).toHaveLength(1);
});

test("server time is estimated from pings, with half of the way back", async () => {
  const { clock, live, time } = aClient();
  live.socket.handlers.open();
  live.tell(hello);
  expect(time.nowMs()).toBe(50_000);
  const [ping] = live.sent("ping") as { askedAtMs: number }[];
  await clock.advance(200);
  live.tell({ kind: "pong", askedAtMs: ping?.askedAtMs ?? 0, serverTimeMs: 60_000 });
  expect(time.nowMs()).toBe(60_100);
  await clock.advance(PING_MS);
  expect(live.sent("ping").length).toBe(2);
});

test("an ended session stops until somebody signs in; what is not understood is passed over", async () => {
  const { client, clock, live, links, heard } = aClient();
  live.tell(hello);
  live.tell({ kind: "unheard of" });
  live.socket.handlers.message("not json");
  expect(heard).toEqual(["hello"]);
  live.socket.handlers.close(4401, "");
  expect(links.at(-1)).toBe("signed_out");
  await clock.advance(120_000);
  expect(live.sockets).toHaveLength(1);
  client.start();
  expect(live.sockets).toHaveLength(2);
});

test("delays grow while nobody answers and begin anew after a hello", async () => {
  const { clock, live } = aClient();
  const openedAt: number[] = [];
  for (let n = 0; n < 4; n++) {
    live.socket.handlers.close(1006, "");
    const before = live.sockets.length;
    const from = clock.nowMs();
    while (live.sockets.length === before) await clock.advance(50);
    openedAt.push(clock.nowMs() - from);
  }
  expect(openedAt).toEqual([250, 500, 1_000, 2_000]);
  live.tell(hello);
  live.socket.handlers.close(1006, "");
  const before = live.sockets.length;
  await clock.advance(250);
  expect(live.sockets.length).toBe(before + 1);
});
