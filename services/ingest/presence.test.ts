/** What the control Redis is told about tablets, on memory ports. */
import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import type { PresenceChanges } from "#contracts/stream/presence-stream";
import { anAct, anAnswer } from "#domain/testing/builders";
import { Client, NOW_MS, type Platform, setUp } from "#ingest/testing/an-ingest";

const tick = (platform: Platform) => platform.clock.advance(LIMITS.presenceIntervalMs);
const aStatus = (over: object = {}) => ({
  v: 1,
  kind: "status",
  build: "b1",
  paperSha256: null,
  backupSha256: null,
  clockOffsetMs: 12,
  clockErrorMs: 3,
  storageFreeBytes: 1_000,
  storagePersistent: true,
  wakeLock: true,
  confirmed: true,
  submitted: false,
  waitingEntries: 0,
  wrongCodes: 0,
  hand: null,
  ...over,
});

test("who comes and goes is written once per interval, what was saved once per second", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  await tick(platform);
  expect(platform.presence.rows().get(42)).toEqual({
    epoch: 1,
    connectedAtMs: NOW_MS,
    savedAtMs: null,
    seq: 0,
    status: null,
  });
  client.send(anAnswer({ seq: 1 }));
  client.send(anAnswer({ seq: 2 }));
  await platform.clock.advance(LIMITS.appendSpacingMs);
  await tick(platform);
  expect(platform.presence.rows().get(42)?.seq).toBe(0);
  for (let ticks = 0; ticks < 4; ticks++) await tick(platform);
  expect(platform.presence.rows().get(42)).toMatchObject({ savedAtMs: NOW_MS, seq: 2 });
  client.leave();
  await tick(platform);
  expect(platform.presence.written.at(-1)?.rows).toEqual([[42, null]]);
  expect(platform.presence.events()).toEqual([
    [42, "on", NOW_MS],
    [42, "off", platform.clock.now - LIMITS.presenceIntervalMs],
  ]);
});

test("a status is the tablet's word: no acknowledgement, not stored, the last one before a write counts", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  client.send(aStatus({ waitingEntries: 1 }));
  client.send(JSON.stringify(aStatus({ waitingEntries: 2 }), null, 2));
  await tick(platform);
  expect(platform.presence.rows().get(42)?.status).toMatchObject({ build: "b1", waitingEntries: 2 });
  expect(platform.presence.rows().get(42)?.status).not.toHaveProperty("kind");
  expect([client.closed, platform.store.stored, client.of("received")]).toEqual([null, [], []]);
});

test("an entry that speaks of a status is an entry", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  client.send(anAnswer({ seq: 1, itemId: "status", value: { choice: ["status"] } }));
  client.send(anAnswer({ seq: 2, value: { text: '"kind":"status"' } }));
  await platform.clock.advance(LIMITS.appendSpacingMs);
  expect([client.closed, platform.store.stored.length]).toEqual([null, 2]);
});

test("a status before welcome, or one that does not follow the protocol, closes with bad_frame", async () => {
  const platform = setUp();
  const early = new Client(platform);
  early.send({ v: 1, kind: "hello", ticket: "ok:41", headSeq: 0, lastActId: null, build: "" });
  early.send(aStatus());
  expect(early.closed?.name).toBe("bad_frame");
  const client = await new Client(platform).hello();
  client.send(aStatus({ battery: 3 }));
  await tick(platform);
  expect(client.closed?.name).toBe("bad_frame");
  expect([...platform.presence.rows().keys()]).toEqual([]);
  expect(platform.presence.events().map(([id, what]) => [id, what])).toEqual([
    [42, "on"],
    [42, "off"],
  ]);
});

test("an act counts as applied when the log has it, and only an act of the journal", async () => {
  const platform = setUp();
  platform.acts.push(anAct("instruction", 1, { id: "i1", text: "Read page 3" }));
  const client = await new Client(platform).hello();
  const reached = (seq: number, stage: string, actId = "i1") => {
    const { v, epoch, claimedAtMs } = anAnswer();
    client.send({ v, kind: "applied", epoch, seq, claimedAtMs, actId, stage });
  };
  platform.store.holds = true;
  reached(1, "applied");
  reached(2, "displayed");
  reached(3, "applied", "made-up");
  reached(2, "displayed");
  await tick(platform);
  expect(platform.presence.applied()).toEqual([]);
  platform.store.release();
  await platform.clock.advance(0);
  await tick(platform);
  expect(platform.presence.applied()).toEqual([
    ["i1", "applied", 42],
    ["i1", "displayed", 42],
  ]);
  platform.store.holds = false;
  platform.store.fails = true;
  reached(4, "read");
  await tick(platform);
  await tick(platform);
  expect(platform.presence.applied().length).toBe(2);
});

test("while the store is away answers flow, and the newest state is written when it is back", async () => {
  const platform = setUp();
  const [staying, leaving] = [
    await new Client(platform).hello(),
    await new Client(platform).hello({ ticket: "ok:43" }),
  ];
  platform.presence.away = true;
  for (let seq = 1; seq <= 3; seq++) {
    staying.send(anAnswer({ seq }));
    await tick(platform);
  }
  leaving.leave();
  expect(staying.of("received").at(-1)?.seq).toBe(3);
  expect(platform.presence.written).toEqual([]);
  platform.presence.away = false;
  for (let ticks = 0; ticks < 4; ticks++) await tick(platform);
  expect(platform.presence.rows().get(42)?.seq).toBe(3);
  expect(platform.presence.events().map(([id, what]) => [id, what])).toEqual([
    [42, "on"],
    [43, "on"],
    [43, "off"],
  ]);
});

test("a store that has forgotten is told everything again, and nobody was away", async () => {
  const platform = setUp();
  await new Client(platform).hello();
  await new Client(platform).hello({ ticket: "ok:43" });
  await tick(platform);
  const heardAtMs = platform.clock.now;
  platform.presence.forgets = true;
  await platform.clock.advance(LIMITS.nodeLeaseMs / 3);
  platform.presence.forgets = false;
  platform.presence.written.splice(0);
  await tick(platform);
  expect([...platform.presence.rows().keys()]).toEqual([42, 43]);
  expect(platform.presence.events()).toEqual([
    [42, "on", heardAtMs],
    [43, "on", heardAtMs],
  ]);
});

test("a node without news says that it is alive, three times per lease", async () => {
  const platform = setUp();
  await new Client(platform).hello();
  await tick(platform);
  platform.presence.written.splice(0);
  for (let ms = 0; ms < LIMITS.nodeLeaseMs; ms += LIMITS.presenceIntervalMs) await tick(platform);
  expect(platform.presence.written).toEqual(
    Array(3).fill({ sittingId: 1, rows: [], events: [], applied: [] } satisfies PresenceChanges),
  );
});

test("a device that comes back, or is replaced, leaves its candidate present", async () => {
  const platform = setUp();
  const older = await new Client(platform).hello();
  await new Client(platform).hello();
  older.leave();
  await new Client(platform).hello({ ticket: "ok:42:2" });
  const fenced = await new Client(platform).hello();
  fenced.leave();
  await tick(platform);
  expect(platform.presence.events()).toEqual([[42, "on", NOW_MS]]);
  expect(platform.presence.rows().get(42)?.epoch).toBe(2);
});

test("a retiring node says goodbye for all", async () => {
  const platform = setUp();
  await new Client(platform).hello();
  await platform.ingest.retire();
  expect(platform.presence.events().map(([, what]) => what)).toEqual(["on", "off"]);
});
