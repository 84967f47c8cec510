/** Who is given the key of a paper, and when: at the start that is theirs, never before, never with the act. */
import { expect, test } from "vitest";
import type { PaperKeys } from "#domain/seal/labels";
import { anAct } from "#domain/testing/builders";
import { Client, NOW_MS, type Platform, setUp } from "#ingest/testing/an-ingest";

const keysOf = (letter: string): PaperKeys => ({ start: letter.repeat(43), cases: "Z".repeat(43) });
const [MAIN, BACKUP] = [keysOf("A"), keysOf("B")];
const CENTRE = { kind: "centre", id: 1 } as const;
const SECOND = 1_000;

const told = (client: Client) => client.of("opening").map(({ paper, key }) => `${paper} ${key.charAt(0)}`);
const opened = (platform: Platform) => platform.acts.push(anAct("check_in", NOW_MS - 9 * SECOND, { id: "c" }));
const start = (atMs: number, over: object = {}) =>
  anAct("start", NOW_MS, { effectiveAtMs: atMs, keys: MAIN, override: "late", id: `start-${atMs}`, ...over });

test("a start announced for later: nothing with the act, the key at the instant, once, and again behind each welcome", async () => {
  const platform = setUp();
  opened(platform);
  const client = await new Client(platform).hello();
  platform.happens(start(NOW_MS + 5 * SECOND));
  expect(client.of("act").at(-1)?.act).toMatchObject({ kind: "start", keys: null });
  for (let second = 1; second < 5; second++) await platform.clock.advance(SECOND);
  const early = await new Client(platform).hello({ ticket: "ok:43" });
  await platform.clock.advance(SECOND - 1);
  expect([told(client), told(early)]).toEqual([[], []]);
  await platform.clock.advance(1);
  expect([told(client), told(early)]).toEqual([["main A"], ["main A"]]);
  await platform.clock.advance(SECOND);
  expect(told(client)).toHaveLength(1);
  const back = await new Client(platform).hello();
  expect([told(back), back.of("act").find(({ act }) => act.kind === "start")?.act]).toEqual([
    ["main A"],
    expect.objectContaining({ keys: null }),
  ]);
});

test("a start that this node read before any tablet came is awaited all the same", async () => {
  const platform = setUp();
  opened(platform);
  platform.acts.push(start(NOW_MS + 700));
  const clients = [await new Client(platform).hello(), await new Client(platform).hello({ ticket: "ok:43" })];
  expect(platform.clock.alarms.filter(({ atMs }) => atMs === NOW_MS + 700)).toHaveLength(1);
  await platform.clock.advance(700);
  expect(clients.map(told)).toEqual([["main A"], ["main A"]]);
});

test("a clock that is set back gives nothing early; one that is set forward gives it within a second", async () => {
  const platform = setUp();
  opened(platform);
  const client = await new Client(platform).hello();
  platform.happens(start(NOW_MS + 2 * SECOND));
  platform.clock.now -= 30 * SECOND;
  platform.clock.alarms.splice(0).forEach(({ run }) => run());
  await platform.clock.advance(2 * SECOND);
  expect(told(client)).toEqual([]);
  platform.clock.now += 60 * SECOND;
  await platform.clock.advance(SECOND);
  expect(told(client)).toEqual(["main A"]);
});

test("what is held back, elsewhere, or cancelled before its start is given nothing; an own start opens", async () => {
  const platform = setUp();
  opened(platform);
  const client = await new Client(platform).hello();
  platform.happens(anAct("hold", NOW_MS, { scope: CENTRE }));
  platform.happens(start(NOW_MS));
  platform.happens(start(NOW_MS, { scope: { kind: "centre", id: 2 }, id: "elsewhere" }));
  await platform.clock.advance(SECOND);
  expect(told(client)).toEqual([]);
  platform.happens(start(NOW_MS + 2 * SECOND, { scope: CENTRE }));
  await platform.clock.advance(SECOND);
  expect(told(client)).toEqual(["main A"]);

  const cancelled = setUp();
  opened(cancelled);
  const waiting = await new Client(cancelled).hello();
  cancelled.happens(start(NOW_MS + 2 * SECOND));
  cancelled.happens(anAct("cancel", NOW_MS + SECOND));
  await cancelled.clock.advance(3 * SECOND);
  expect(told(waiting)).toEqual([]);
  expect(told(await new Client(cancelled).hello())).toEqual([]);
});

test("a backup paper has its own key, from its own start on", async () => {
  const platform = setUp();
  opened(platform);
  platform.acts.push(start(NOW_MS - SECOND));
  const client = await new Client(platform).hello();
  platform.happens(anAct("backup", NOW_MS, { effectiveAtMs: NOW_MS + SECOND, keys: BACKUP }));
  expect(told(client)).toEqual(["main A"]);
  expect(told(await new Client(platform).hello({ ticket: "ok:43" }))).toEqual([]);
  await platform.clock.advance(SECOND);
  expect(told(client)).toEqual(["main A", "backup B"]);
});

test("a device that was replaced is given nothing, nor anybody where the paper has no keys", async () => {
  const platform = setUp();
  opened(platform);
  platform.acts.push(start(NOW_MS));
  platform.store.fence = 2;
  expect(told(await new Client(platform).hello())).toEqual([]);
  expect(told(await new Client(platform).hello({ ticket: "ok:42:2" }))).toEqual(["main A"]);

  const unsealed = setUp();
  opened(unsealed);
  unsealed.acts.push(start(NOW_MS, { keys: null }));
  expect(told(await new Client(unsealed).hello())).toEqual([]);
});

test("a node that goes away looks no more", async () => {
  const platform = setUp();
  opened(platform);
  const client = await new Client(platform).hello();
  platform.happens(start(NOW_MS + SECOND));
  await platform.ingest.retire();
  await platform.clock.advance(SECOND);
  expect(told(client)).toEqual([]);
  expect(platform.clock.alarms.filter(({ atMs }) => atMs > NOW_MS + SECOND + 500)).toEqual([]);
});
