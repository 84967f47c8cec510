/** Presence from an ingest's writes to what control shows, on a Redis of its own that is emptied and killed. */
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { PRESENCE_KEYS, type PresenceChanges, type PresenceRow } from "#contracts/stream/presence-stream";
import { type PrivateRedis, startPrivateRedis } from "#infra/testing/private-redis.ts";
import { openConnection } from "#redis/connection";
import { createPresenceFeed } from "#redis/presence-feed";
import { createPresenceWriter } from "#redis/presence-writer";

const SITTING = 7;
/** Longer than a connection takes to come back. */
const LEASE_MS = 2_000;
const T = 1_700_000_000_000;
let server: PrivateRedis;

beforeEach(async () => {
  server = await startPrivateRedis();
  return () => server.stop();
});

function connect() {
  const redis = openConnection(server.url);
  onTestFinished(() => redis.disconnect());
  return redis;
}
const aRow = (over: Partial<PresenceRow> = {}): PresenceRow => ({
  epoch: 1,
  connectedAtMs: T,
  savedAtMs: null,
  seq: 0,
  status: null,
  ...over,
});
const changes = (over: Partial<PresenceChanges> = {}): PresenceChanges => ({
  sittingId: SITTING,
  rows: [],
  events: [],
  applied: [],
  ...over,
});
const came = (...ids: number[]): PresenceChanges =>
  changes({ rows: ids.map((id) => [id, aRow()]), events: ids.map((id) => [id, "on", T]) });
const left = (id: number, atMs = T + 1): PresenceChanges =>
  changes({ rows: [[id, null]], events: [[id, "off", atMs]] });

async function aFeed(subscriber = connect()) {
  const troubles: unknown[] = [];
  const feed = createPresenceFeed(connect(), subscriber, (error) => troubles.push(error), { nodeLeaseMs: LEASE_MS });
  const applied: [string, string, readonly number[]][] = [];
  feed.onApplied((_sitting, actId, stage, ids) => applied.push([actId, stage, ids]));
  onTestFinished(() => feed.stop());
  await feed.start();
  const here = () => [...feed.rows(SITTING).keys()].sort((a, b) => a - b);
  const away = () => [...feed.offlineSince(SITTING).keys()].sort((a, b) => a - b);
  return { feed, applied, troubles, here, away };
}
/** Writes as a live node does, so that its lease goes on, until told to stop. */
function keepAlive(writer: ReturnType<typeof createPresenceWriter>, everything: () => PresenceChanges) {
  const timer = setInterval(() => {
    void writer
      .write(changes())
      .then((known) => (known ? true : writer.write(everything())))
      .catch(() => false);
  }, LEASE_MS / 4);
  onTestFinished(() => clearInterval(timer));
  return () => clearInterval(timer);
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

describe("the feed", () => {
  test("knows who was here, hears who comes, changes and goes", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    await writer.start();
    expect(await writer.write(came(1, 2))).toBe(true);
    const { feed, here, away } = await aFeed();
    expect(here()).toEqual([1, 2]);
    const changed: number[] = [];
    feed.onChange((sittingId, ids) => sittingId === SITTING && changed.push(...ids));
    await writer.write(changes({ rows: [[1, aRow({ seq: 9, savedAtMs: T + 5 })]] }));
    await writer.write(left(2, T + 60));
    await eventually(() => expect(here()).toEqual([1]));
    expect(feed.rows(SITTING).get(1)).toMatchObject({ seq: 9, savedAtMs: T + 5 });
    expect([...feed.offlineSince(SITTING)]).toEqual([[2, T + 60]]);
    expect(changed).toEqual([1, 2]);
    expect(away()).toEqual([2]);
    expect(feed.rows(8).size).toBe(0);
  });

  test("a candidate on two nodes for a moment is connected, and was never away", async () => {
    const [a, b] = [createPresenceWriter(connect(), "ingest-1"), createPresenceWriter(connect(), "ingest-2")];
    const { feed, here, away } = await aFeed();
    await a.write(came(1));
    await b.write(changes({ rows: [[1, aRow({ epoch: 2, connectedAtMs: T + 10 })]], events: [[1, "on", T + 10]] }));
    await a.write(left(1, T + 20));
    await eventually(() => expect(feed.rows(SITTING).get(1)?.epoch).toBe(2));
    expect([here(), away()]).toEqual([[1], []]);
    await b.write(left(1, T + 30));
    await eventually(() => expect(away()).toEqual([1]));
    expect(await feed.connectionEvents(SITTING)).toEqual([
      [1, "on", T],
      [1, "off", T + 30],
    ]);
  });

  test("acts that were applied are told once each, also those of before", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    await writer.write(changes({ applied: [["i1", "applied", 3]] }));
    const { feed, applied } = await aFeed();
    await writer.write(
      changes({
        applied: [
          ["i1", "applied", 3],
          ["i1", "applied", 17],
          ["i1", "read", 17],
        ],
      }),
    );
    await eventually(() => expect(applied.length).toBe(3));
    expect(applied).toEqual([
      ["i1", "applied", [3]],
      ["i1", "applied", [17]],
      ["i1", "read", [17]],
    ]);
    const has = await feed.appliedBy(SITTING, "i1", "applied");
    expect([3, 17, 16, 18, 9_999].filter(has)).toEqual([3, 17]);
    expect([3, 17].filter(await feed.appliedBy(SITTING, "i1", "displayed"))).toEqual([]);
  });

  test.each(["a message that was lost", "a connection that was cut"])("%s is made up for", async (what) => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    const subscriber = connect();
    const { here, away, applied } = await aFeed(subscriber);
    await writer.write(came(1, 2));
    await eventually(() => expect(here()).toEqual([1, 2]));
    keepAlive(writer, () => came(1, 3));
    const lost = changes({
      rows: [
        [2, null],
        [3, aRow()],
      ],
      events: [
        [2, "off", T + 1],
        [3, "on", T + 2],
      ],
      applied: [["i1", "applied", 3]],
    });
    if (what === "a message that was lost") {
      const emit = subscriber.emit.bind(subscriber);
      subscriber.emit = (event: string, ...rest: unknown[]) => event === "message" || emit(event, ...rest);
      await writer.write(lost);
    } else {
      const cut = await connect().call("CLIENT", "KILL", "TYPE", "pubsub");
      expect(cut).toBe(1);
      await writer.write(lost);
    }
    await eventually(() => expect([here(), away()]).toEqual([[1, 3], [2]]));
    await eventually(() => expect(applied).toEqual([["i1", "applied", [3]]]));
  });

  test("who was connected before everything stopped is known to a control that starts later", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    await writer.write(came(1));
    await writer.write(left(1, T + 5));
    await connect().hdel(PRESENCE_KEYS.index, `ingest-1:${SITTING}`);
    const { feed } = await aFeed();
    feed.rows(SITTING);
    await eventually(() => expect([...feed.offlineSince(SITTING)]).toEqual([[1, T + 5]]));
  });
});

describe("a node that falls silent", () => {
  test("is closed once, by whichever control: its candidates are offline since it was last heard", async () => {
    const [dead, alive] = [createPresenceWriter(connect(), "ingest-1"), createPresenceWriter(connect(), "ingest-2")];
    const feeds = [await aFeed(), await aFeed()] as const;
    keepAlive(alive, () => came(3));
    await dead.write(came(1, 2));
    await alive.write(came(3));
    await eventually(() => expect(feeds[1].here()).toEqual([1, 2, 3]));
    const heardAtMs = Number((await connect().hget(PRESENCE_KEYS.index, `ingest-1:${SITTING}`))?.split(" ")[0]);
    for (const { feed, here } of feeds) {
      await eventually(() => expect(here()).toEqual([3]));
      expect([...feed.offlineSince(SITTING)].sort()).toEqual([
        [1, heardAtMs],
        [2, heardAtMs],
      ]);
      const events = await feed.connectionEvents(SITTING);
      expect(events.filter(([, what]) => what === "off").sort()).toEqual([
        [1, "off", heardAtMs],
        [2, "off", heardAtMs],
      ]);
    }
    expect(await connect().xlen(PRESENCE_KEYS.connections(SITTING))).toBe(3);
  });

  test("and speaks again is asked for everything, and shown again", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    const { here, away } = await aFeed();
    await writer.write(came(1));
    await eventually(() => expect(away()).toEqual([1]));
    expect(await writer.write(changes({ rows: [[1, aRow({ seq: 2 })]] }))).toBe(false);
    expect(await writer.write(came(1))).toBe(true);
    await eventually(() => expect([here(), away()]).toEqual([[1], []]));
  });

  test("a process of the same name that starts anew ends what the old one left", async () => {
    const { here, away } = await aFeed();
    await createPresenceWriter(connect(), "ingest-1").write(came(1, 2));
    await eventually(() => expect(here()).toEqual([1, 2]));
    const next = createPresenceWriter(connect(), "ingest-1");
    await next.start();
    expect(await next.write(came(2))).toBe(true);
    await eventually(() => expect([here(), away()]).toEqual([[2], [1]]));
  });
});

describe("the control Redis", () => {
  test("emptied: it is told everything again", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    const { here } = await aFeed();
    await writer.write(came(1));
    await eventually(() => expect(here()).toEqual([1]));
    await connect().flushall();
    await eventually(() => expect(here()).toEqual([]));
    keepAlive(writer, () => came(1));
    await eventually(() => expect(here()).toEqual([1]));
  });

  test("killed and back: what is known stays known meanwhile, and nobody is taken for offline", async () => {
    const writer = createPresenceWriter(connect(), "ingest-1");
    const { feed, here, away, troubles } = await aFeed();
    await writer.write(came(1));
    await eventually(() => expect(here()).toEqual([1]));
    await server.kill9();
    await eventually(() => expect(troubles.length).toBeGreaterThan(2));
    expect(here()).toEqual([1]);
    await server.restart();
    const looked = async () => expect(await connect().info("commandstats")).toContain("cmdstat_hgetall");
    await vi.waitFor(looked, { timeout: 15_000 });
    expect(here()).toEqual([1]); // the feed has seen a silent node, of a server that was away itself
    keepAlive(writer, () => came(1));
    await vi.waitFor(() => writer.write(came(1, 2)), { timeout: 15_000 });
    await eventually(() => expect(here()).toEqual([1, 2]));
    expect(away()).toEqual([]);
    expect((await feed.connectionEvents(SITTING)).map(([id, what]) => [id, what])).toEqual([
      [1, "on"],
      [2, "on"],
    ]);
  });
});
