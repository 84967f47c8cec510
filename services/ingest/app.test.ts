/** Ingest's promises and limits, on a memory store; every limit of contracts/limits.ts that ingest owns is crossed. */
import { describe, expect, test } from "vitest";
import type { CloseName } from "#contracts/close-codes";
import { LIMITS } from "#contracts/limits";
import type { Act } from "#domain/sitting/act";
import { aLock, anAct, anAnswer } from "#domain/testing/builders";
import { Client, NOW_MS, setUp } from "#ingest/testing/an-ingest";

describe("hello", () => {
  test("is answered with fence, d2, the last act and the server's time; missing acts follow in order", async () => {
    const platform = setUp();
    const act = (id: string): Act => anAct("start", 1, { id });
    platform.acts.push(act("a1"), act("a2"), act("a3"));
    platform.store.d2 = 7;
    platform.store.fence = 3;
    const client = await new Client(platform).hello({ lastActId: "a1" });
    expect(client.of("welcome")).toEqual([
      { v: 1, kind: "welcome", fence: 3, d2: 7, lastActId: "a3", serverTimeMs: NOW_MS },
    ]);
    expect(client.of("act").map((f) => f.act.id)).toEqual(["a2", "a3"]);
  });

  test.each<[string, CloseName, object | string | null]>([
    ["binary", "bad_frame", null],
    ["not JSON", "bad_frame", "{"],
    ["an entry first", "bad_frame", anAnswer()],
    [
      "an unknown field",
      "bad_frame",
      { v: 1, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "", x: 1 },
    ],
    ["another version", "bad_frame", { v: 2, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "" }],
    ["a forged ticket", "bad_ticket", { v: 1, kind: "hello", ticket: "no", headSeq: 0, lastActId: null, build: "" }],
    [
      "too many bytes",
      "bad_frame",
      { v: 1, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "x".repeat(3_000) },
    ],
  ])("%s closes with %s", async (_title, name, frame) => {
    const platform = setUp();
    const client = new Client(platform);
    client.send(frame);
    await platform.clock.advance(0);
    expect(client.closed?.name).toBe(name);
    expect(client.heard).toEqual([]);
  });

  test("a socket that says nothing is closed in time, one that said hello is not", async () => {
    const platform = setUp();
    const silent = new Client(platform);
    const live = await new Client(platform).hello();
    await platform.clock.advance(LIMITS.helloTimeoutMs);
    expect(silent.closed?.name).toBe("hello_timeout");
    expect(live.closed).toBeNull();
  });

  test("sockets without hello are capped: the one that has waited longest goes", async () => {
    const platform = setUp({ unauthenticatedSocketsMax: 2 });
    const clients = [new Client(platform), new Client(platform), new Client(platform)] as const;
    expect(clients.map((c) => c.closed?.name)).toEqual(["hello_timeout", undefined, undefined]);
    clients[1].leave();
    const live = await new Client(platform).hello();
    expect([clients[2].closed, new Client(platform).closed, live.closed]).toEqual([null, null, null]);
  });

  test("hellos per second are capped, with a time to come back", async () => {
    const platform = setUp({ hellosPerSecondMax: 2 });
    const clients = [];
    for (let i = 0; i < 3; i++) clients.push(await new Client(platform).hello({ ticket: `ok:${i + 1}` }));
    expect(clients.map((c) => c.closed?.name)).toEqual([undefined, undefined, "overloaded"]);
    await platform.clock.advance(1_000);
    expect((await new Client(platform).hello({ ticket: "ok:9" })).closed).toBeNull();
  });

  test("under pressure newcomers wait, those who compose are let in and asked for patience", async () => {
    const platform = setUp();
    platform.store.pressure = true;
    expect((await new Client(platform).hello()).closed?.name).toBe("overloaded");
    const composing = await new Client(platform).hello({ headSeq: 5 });
    expect(composing.of("welcome").length).toBe(1);
    composing.send(anAnswer({ seq: 1 }));
    composing.send(anAnswer({ seq: 2 }));
    expect(composing.of("slow")).toEqual([{ v: 1, kind: "slow", forMs: 2_000 }]);
    await platform.clock.advance(2_000);
    composing.send(anAnswer({ seq: 3 }));
    expect(composing.of("slow").length).toBe(2);
  });

  test("under pressure nobody is told anything who sends nothing, and nobody once it is over", async () => {
    const platform = setUp();
    const [silent, composing] = [
      await new Client(platform).hello(),
      await new Client(platform).hello({ ticket: "ok:2" }),
    ];
    platform.store.pressure = true;
    await platform.clock.advance(5_000);
    expect(silent.of("slow")).toEqual([]);
    platform.store.pressure = false;
    composing.send(anAnswer({ seq: 1 }));
    expect(composing.of("slow")).toEqual([]);
  });

  test("a store that is away closes with a time to come back", async () => {
    const platform = setUp();
    platform.store.fails = true;
    expect((await new Client(platform).hello()).closed?.name).toBe("store_unavailable");
  });

  test("the same epoch connected twice keeps the newer socket", async () => {
    const platform = setUp();
    const older = await new Client(platform).hello();
    const newer = await new Client(platform).hello();
    expect([older.closed?.name, newer.closed]).toEqual(["replaced", null]);
    expect(platform.ingest.figures().connected).toBe(1);
    older.leave();
    expect(platform.ingest.figures().connected).toBe(1);
  });

  test("an entry between hello and welcome is refused: the tablet cannot know from where to send", async () => {
    const platform = setUp();
    const client = new Client(platform);
    client.send({ v: 1, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "" });
    client.send(anAnswer());
    expect(client.closed?.name).toBe("bad_frame");
    await platform.clock.advance(0);
    expect(client.heard).toEqual([]);
    expect(platform.ingest.figures().connected).toBe(0);
  });
});

describe("entries", () => {
  test("[I1] are acknowledged once stored, cumulatively, byte for byte as sent", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    platform.store.holds = true;
    const texts = [JSON.stringify(anAnswer({ seq: 1 }), null, 2), JSON.stringify(aLock({ seq: 2 }))];
    texts.forEach((text) => client.send(text));
    await platform.clock.advance(0);
    expect(client.of("received")).toEqual([]);
    platform.store.release();
    await platform.clock.advance(0);
    expect(client.of("received").map((f) => f.seq)).toEqual([2]);
    expect(platform.store.stored.map((e) => e.frame)).toEqual(texts);
  });

  test("[I1] a failed append acknowledges nothing more on that socket and closes it", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    client.send(anAnswer({ seq: 1 }));
    await platform.clock.advance(0);
    platform.store.fails = true;
    client.send(anAnswer({ seq: 2 }));
    await platform.clock.advance(LIMITS.appendSpacingMs);
    expect(client.closed?.name).toBe("store_unavailable");
    expect(client.of("received").every((f) => f.seq === 1)).toBe(true);
    platform.store.fails = false;
    client.send(anAnswer({ seq: 3 }));
    await platform.clock.advance(0);
    expect(platform.store.stored.length).toBe(1);
  });

  test("start at d2 + 1; a gap closes, a resend does not", async () => {
    const platform = setUp();
    platform.store.d2 = 4;
    const client = await new Client(platform).hello();
    client.send(anAnswer({ seq: 5 }));
    client.send(anAnswer({ seq: 3 }));
    await platform.clock.advance(0);
    expect(client.closed).toBeNull();
    expect(client.of("received").at(-1)?.seq).toBe(5);
    client.send(anAnswer({ seq: 7 }));
    await platform.clock.advance(LIMITS.appendSpacingMs);
    expect(client.closed?.name).toBe("gap");
  });

  test.each<[string, CloseName, object | string | null]>([
    ["another epoch than the ticket's", "not_yours", anAnswer({ epoch: 2 })],
    ["hello again", "bad_frame", { v: 1, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "" }],
    ["an unknown field", "bad_frame", { ...anAnswer(), mark: 20 }],
    ["too long a text", "bad_frame", anAnswer({ value: { text: "x".repeat(LIMITS.answerTextCharsMax + 1) } })],
    [
      "too many choices",
      "bad_frame",
      anAnswer({ value: { choice: Array<string>(LIMITS.answerChoicesMax + 1).fill("A") } }),
    ],
    [
      "too many points",
      "bad_frame",
      anAnswer({ value: { points: Array<{ x: number; y: number }>(LIMITS.answerPointsMax + 1).fill({ x: 1, y: 1 }) } }),
    ],
    ["a NUL character", "bad_frame", anAnswer({ value: { text: "a\0b" } })],
    ["half a surrogate pair", "bad_frame", anAnswer({ value: { text: "\ud83e" } })],
    ["a lock of too many items", "bad_frame", aLock({ itemIds: Array<string>(LIMITS.lockItemsMax + 1).fill("q1") })],
    ["too many bytes", "bad_frame", `${JSON.stringify(anAnswer())}${" ".repeat(LIMITS.frameBytesMax)}`],
    ["binary", "bad_frame", null],
  ])("%s closes with %s and stores nothing", async (_title, name, frame) => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    client.send(frame);
    await platform.clock.advance(0);
    expect(client.closed?.name).toBe(name);
    expect(platform.store.stored).toEqual([]);
  });

  test("more unacknowledged entries than allowed close the socket", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    platform.store.holds = true;
    for (let seq = 1; seq <= LIMITS.unackedEntriesMax; seq++) client.send(anAnswer({ seq }));
    expect(client.closed).toBeNull();
    client.send(anAnswer({ seq: LIMITS.unackedEntriesMax + 1 }));
    expect(client.closed?.name).toBe("too_many_unacked");
  });

  test("wait for the spacing, unless their tablet may send nothing more before it hears", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    client.send(anAnswer({ seq: 1 }));
    await platform.clock.advance(0);
    const storedAfter = async (entries: number) => {
      const from = platform.store.stored.length + 1;
      for (let n = 0; n < entries; n++) client.send(anAnswer({ seq: from + n }));
      await platform.clock.advance(0);
      const stored = platform.store.stored.length - from + 1;
      await platform.clock.advance(LIMITS.appendSpacingMs);
      return stored;
    };
    const { unackedEntriesMax } = LIMITS;
    expect(await storedAfter(unackedEntriesMax - 1)).toBe(0);
    expect(await storedAfter(unackedEntriesMax)).toBe(unackedEntriesMax);
    expect(client.of("received").at(-1)?.seq).toBe(2 * unackedEntriesMax);
  });

  test("a full queue refuses and closes, and never grows", async () => {
    const platform = setUp({ pendingEntriesMax: 3 });
    const client = await new Client(platform).hello();
    for (let seq = 1; seq <= 4; seq++) client.send(anAnswer({ seq }));
    expect(client.closed?.name).toBe("overloaded");
  });

  test("a tablet that does not read is closed", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    client.full = true;
    client.send(anAnswer());
    await platform.clock.advance(0);
    expect(client.closed?.name).toBe("slow_reader");
  });

  test("after a socket is gone its entries may settle without a word", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    platform.store.holds = true;
    client.send(anAnswer());
    await platform.clock.advance(0);
    client.leave();
    platform.store.release();
    await platform.clock.advance(0);
    expect(client.of("received")).toEqual([]);
    expect(platform.store.stored.length).toBe(1);
  });
});

describe("news", () => {
  test("D2 reaches the epoch it is about", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    platform.store.tellSecured({ sittingId: 1, candidateId: 42, epoch: 2, seq: 9 });
    platform.store.tellSecured({ sittingId: 1, candidateId: 42, epoch: 1, seq: 5 });
    expect(client.of("secured").map((f) => f.seq)).toEqual([5]);
  });

  test("[I8] a replaced device is sent to say hello again, where it learns the new fence", async () => {
    const platform = setUp();
    const old = await new Client(platform).hello();
    const other = await new Client(platform).hello({ ticket: "ok:43" });
    platform.store.tellFenced({ sittingId: 1, candidateId: 42, epoch: 2 });
    expect([old.closed?.name, other.closed]).toEqual(["fenced", null]);
  });

  test("acts reach the sockets of their sitting", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    const act = anAct("start", 1, { id: "a1" });
    platform.actListeners.forEach((listener) => listener(1, act));
    platform.actListeners.forEach((listener) => listener(2, { ...act, id: "a2" }));
    expect(client.of("act").map((f) => f.act.id)).toEqual(["a1"]);
  });

  test("acts of other centres, rooms and candidates are not told, at hello or later", async () => {
    const platform = setUp();
    const at = (scope: Act["scope"], id: string) => anAct("ready", 1, { scope, id });
    const mine = [
      at({ kind: "nation" }, "n"),
      at({ kind: "centre", id: 1 }, "c"),
      at({ kind: "room", id: 1 }, "r"),
      at({ kind: "candidate", id: 42 }, "me"),
    ];
    const others = [
      at({ kind: "centre", id: 2 }, "c2"),
      at({ kind: "room", id: 2 }, "r2"),
      at({ kind: "candidate", id: 1 }, "you"),
    ];
    platform.acts.push(...others, ...mine);
    const client = await new Client(platform).hello();
    expect(client.of("act").map((f) => f.act.id)).toEqual(["n", "c", "r", "me"]);
    expect(client.of("welcome")[0]?.lastActId).toBe("me");
    for (const act of others) platform.actListeners.forEach((listener) => listener(1, act));
    expect(client.of("act").length).toBe(4);
  });

  test("a retiring node is done although tablets go on sending", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    platform.store.holds = true;
    client.send(anAnswer({ seq: 1 }));
    await platform.clock.advance(0);
    let done = false;
    const retired = platform.ingest.retire().then(() => (done = true));
    client.send(anAnswer({ seq: 2 }));
    platform.store.release();
    await platform.clock.advance(0);
    await retired;
    expect(done).toBe(true);
    expect(platform.store.stored.map((e) => e.seq)).toEqual([1]);
    expect(client.of("received").map((f) => f.seq)).toEqual([1]);
  });

  test("a socket that does not take the welcome is not counted as here", async () => {
    const platform = setUp();
    const client = new Client(platform);
    client.full = true;
    await client.hello();
    expect([client.closed?.name, platform.ingest.figures().connected]).toEqual(["slow_reader", 0]);
  });

  test("a retiring node settles what it has taken, then sends everybody elsewhere", async () => {
    const platform = setUp();
    const client = await new Client(platform).hello();
    client.send(anAnswer());
    const retired = platform.ingest.retire();
    await platform.clock.advance(0);
    await retired;
    expect(client.of("received").length).toBe(1);
    expect(client.closed).toMatchObject({ name: "restarting" });
    expect(new Client(platform).closed?.name).toBe("restarting");
  });
});

test("acts that are noted about people do not reach tablets, at hello or later", async () => {
  const platform = setUp();
  const noted = anAct("attendance", 1, { id: "noted", scope: { kind: "candidate", id: 42 } });
  const forProctors = anAct("instruction", 2, { id: "staff", audience: "proctors", text: "Count the tablets" });
  platform.acts.push(anAct("check_in", 0, { id: "told" }), noted);
  const client = await new Client(platform).hello();
  for (const act of [forProctors, noted]) platform.actListeners.forEach((listener) => listener(1, act));
  expect(client.of("act").map((f) => f.act.id)).toEqual(["told"]);
  expect(client.of("welcome")[0]?.lastActId).toBe("told");
});
