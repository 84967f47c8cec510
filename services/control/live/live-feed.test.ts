import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { LiveMessage } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import {
  aCandidate,
  aConsole,
  aHall,
  anAccount,
  aPresenceRow,
  aSession,
  aStatus,
  NOW_MS,
  SITTING,
} from "#control/live/testing/a-hall";
import { createLiveFeed } from "#control/live/live-feed";
import { createOtherTablets } from "#control/sign-in/other-tablets";
import { createProgressReader } from "#control/live/progress-reader";
import type { PlatformWatch } from "#control/platform/platform-watch";
import { anAct } from "#domain/testing/builders";
import type { StaffAccount } from "#domain/staff/account";

const TICK_MS = 1_000 / LIMITS.consoleUpdatesPerSecond;

/** A feed in a time that the test moves. */
async function aFeed(hall = aHall(), over: { progressOf?: () => Promise<never> } = {}) {
  vi.useFakeTimers({ now: NOW_MS });
  onTestFinished(() => void vi.useRealTimers());
  const now = () => Date.now();
  const platform: PlatformWatch = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    current: () => null,
    missing: () => ["postgres"],
    conditions: () => [],
    onLook: () => undefined,
    onMissing: () => undefined,
  };
  const trouble: unknown[] = [];
  const progress = createProgressReader(
    { progressOf: over.progressOf ?? (() => Promise.resolve(hall.world.progress)) },
    now,
    (error) => trouble.push(error),
  );
  const kept: number[] = [];
  const otherTablets = createOtherTablets();
  const feed = createLiveFeed({
    ...hall.parts,
    progress,
    platform,
    alerts: { restore: () => Promise.resolve(), keep: (sittingId) => kept.push(sittingId) },
    otherTablets,
    served: () => ({ build: "b1", paperSha256: "a".repeat(64), backupSha256: null }),
    build: "c1",
    onTrouble: (error) => trouble.push(error),
    now,
  });
  await feed.start();
  await progress.start();
  onTestFinished(() => feed.stop());
  onTestFinished(() => progress.stop());
  const join = (account: StaffAccount, roomIds: number[], chatAfter: string | null = null) => {
    const console = aConsole();
    const open = feed.open(aSession(account), console.link);
    const watch = () => open.receive(JSON.stringify({ kind: "watch", sittingId: SITTING, roomIds, chatAfter }));
    watch();
    return { ...console, open, watch };
  };
  return { hall, feed, otherTablets, trouble, kept, join, tick: (n = 1) => vi.advanceTimersByTimeAsync(n * TICK_MS) };
}
const kinds = (messages: readonly LiveMessage[]) => messages.map((m) => m.kind);
const organiser = anAccount("organiser");
const proctor = anAccount("proctor");

describe("what a console is told first", () => {
  test("the whole state, in the order of the protocol", async () => {
    const { hall, join } = await aFeed();
    hall.hear(111);
    hall.act(anAct("check_in", NOW_MS));
    const { messages, last } = join(proctor, [11]);
    expect(kinds(messages).slice(0, 6)).toEqual(["hello", "places", "acts", "roster", "rows", "counts"]);
    expect(last("places")?.centres.map((c) => c.code)).toEqual(["REN"]);
    expect(last("acts")).toMatchObject({ from: 0, acts: [{ kind: "check_in" }] });
    expect(last("roster")?.candidates.map((c) => c.id)).toEqual([111, 112]);
    expect(last("rows")?.rows.map((r) => [r.id, r.connected])).toEqual([[111, true]]);
    expect(last("counts")?.rooms).toMatchObject([{ roomId: 11, expected: 2, arrived: 1, connected: 1 }]);
    expect(last("missing")?.stores).toEqual(["postgres"]);
  });

  test("a console that asks again and again is shown the last of it, once per look", async () => {
    const { join, tick } = await aFeed();
    const { messages, watch } = join(proctor, [11]);
    const states = () => kinds(messages).filter((kind) => kind === "places").length;
    for (let n = 0; n < 100; n++) watch();
    expect(states()).toBe(1);
    await tick();
    expect(states()).toBe(2);
    await tick(4);
    expect(states()).toBe(2);
    watch();
    expect(states()).toBe(3);
  });

  test("a tablet that asks to take over is shown with the candidate until somebody has signed in", async () => {
    const { hall, otherTablets, join, tick } = await aFeed();
    hall.hear(111);
    const { last } = join(proctor, [11]);
    const row = (id: number) => last("rows")?.rows.find((one) => one.id === id);
    otherTablets.asked({ sittingId: SITTING, candidateId: 111 }, NOW_MS + 5);
    await tick();
    expect(row(111)).toMatchObject({ connected: true, otherTabletAtMs: NOW_MS + 5 });
    otherTablets.settled({ sittingId: SITTING, candidateId: 111 });
    // Signed in on a tablet that never said hello.
    otherTablets.asked({ sittingId: SITTING, candidateId: 112 }, NOW_MS + 9);
    await tick();
    expect([row(111)?.otherTabletAtMs, row(112)]).toMatchObject([
      null,
      { connected: false, sinceMs: NOW_MS + 9, otherTabletAtMs: NOW_MS + 9 },
    ]);
  });

  test("technicians and operators see devices, not people", async () => {
    const { join } = await aFeed();
    for (const [account, roomIds] of [
      [anAccount("technician"), [11, 12]],
      [anAccount("operator"), [21]],
    ] as const) {
      const roster = join(account, [...roomIds]).last("roster")?.candidates ?? [];
      expect(roster.length).toBeGreaterThan(0);
      expect(roster.every((c) => c.familyName === "" && c.givenName === "" && c.studentNumber === "")).toBe(true);
    }
  });

  test.each([
    ["a proctor, another room of the centre", proctor, [12], "not_allowed"],
    ["a lead proctor, another centre", anAccount("lead_proctor"), [11, 21], "not_allowed"],
    ["a technician, another centre", anAccount("technician"), [21], "not_allowed"],
    ["an organiser of another exam", anAccount("organiser", { examId: 2 }), [], "not_allowed"],
    ["an organiser, a room that is not there", organiser, [99], "not_found"],
  ])("%s: refused", async (_who, account, roomIds, code) => {
    const { join, tick, hall } = await aFeed();
    const { messages } = join(account, roomIds);
    hall.hear(111);
    await tick(8);
    expect(kinds(messages)).toEqual(["hello", "refused"]);
    expect(messages[1]).toMatchObject({ code });
  });

  test("a frame that is none ends the console", async () => {
    const { join } = await aFeed();
    for (const text of ["{", "{}", '{"kind":"watch","sittingId":7,"roomIds":[],"chatAfter":null,"more":1}']) {
      const console = join(proctor, [11]);
      console.open.receive(text);
      expect(console.ended()).toBe("bad_frame");
    }
  });
});

describe("what follows", () => {
  test("changes of watched rooms and of counts, put together; nothing when nothing changed, but the time each second", async () => {
    const { hall, join, tick } = await aFeed();
    const inRoom = join(proctor, [11]);
    const nation = join(organiser, []);
    await tick();
    for (const console of [inRoom, nation]) console.messages.length = 0;
    hall.hear(111);
    hall.hear(111, aPresenceRow({ seq: 9 }));
    hall.hear(211);
    await tick();
    expect(inRoom.messages.filter((m) => m.kind === "rows")).toMatchObject([{ rows: [{ id: 111 }] }]);
    expect(inRoom.last("counts")?.rooms.map((r) => r.roomId)).toEqual([11]);
    expect(kinds(nation.messages)).not.toContain("rows");
    expect(nation.last("counts")?.rooms.map((r) => [r.roomId, r.connected])).toEqual([
      [11, 1],
      [21, 1],
    ]);
    await tick(4);
    nation.messages.length = 0;
    await tick(8);
    expect(nation.messages.filter((m) => m.kind === "counts")).toMatchObject([{ rooms: [] }, { rooms: [] }]);
  });

  test("a lost tablet is offline since then, and counted", async () => {
    const { hall, join, tick } = await aFeed();
    hall.hear(111);
    const { last } = join(proctor, [11]);
    hall.lose(111);
    await tick();
    expect(last("rows")?.rows).toMatchObject([{ id: 111, connected: false, sinceMs: NOW_MS, confirmed: true }]);
    expect(last("counts")?.rooms).toMatchObject([{ connected: 0, offline: 1, arrived: 1 }]);
  });

  test("acts, with the words of other centres left out", async () => {
    const { hall, join, tick } = await aFeed();
    const here = join(proctor, [11]);
    const there = join(anAccount("lead_proctor", { centreId: 2 }), [21]);
    const scope = { kind: "candidate", id: 111 } as const;
    hall.act(anAct("check_in", NOW_MS));
    hall.act(anAct("incident", NOW_MS, { scope, category: "health" }));
    await tick();
    expect(here.last("acts")).toMatchObject({ from: 0, acts: [{ cause: "test" }, { cause: "test" }] });
    expect(there.last("acts")).toMatchObject({ from: 0, acts: [{ cause: "test" }, { kind: "incident", cause: "" }] });
  });

  test("attendance that is taken back no longer counts", async () => {
    const { hall, join, tick } = await aFeed();
    const { last } = join(proctor, [11]);
    const scope = { kind: "candidate", id: 112 } as const;
    hall.act(anAct("attendance", NOW_MS, { id: "a1", scope, attendance: "absent" }));
    await tick();
    expect(last("counts")?.rooms).toMatchObject([{ absent: 1 }]);
    hall.act(anAct("undo", NOW_MS, { scope, actId: "a1", undoes: "attendance" }));
    await tick();
    expect(last("counts")?.rooms).toMatchObject([{ absent: 0 }]);
  });

  test("progress comes from PostgreSQL; without it everything else goes on", async () => {
    const { hall, join, tick, trouble } = await aFeed(aHall(), { progressOf: () => Promise.reject(new Error("away")) });
    const { last } = join(proctor, [11]);
    hall.hear(111);
    await tick(20);
    expect(last("rows")?.rows).toMatchObject([{ id: 111, answered: 0 }]);
    expect(trouble.length).toBeGreaterThan(0);

    const again = await aFeed(hall);
    hall.world.progress = [{ candidateId: 111, answered: 12, backupAnswered: 3, submitted: true, receiptCode: null }];
    const later = again.join(proctor, [11]);
    await again.tick(20);
    expect(later.last("rows")?.rows).toMatchObject([{ id: 111, answered: 12, submitted: "stored" }]);
    hall.act(anAct("check_in", NOW_MS));
    hall.act(anAct("start", NOW_MS, { override: "test" }));
    hall.act(anAct("backup", NOW_MS, { scope: { kind: "room", id: 11 } }));
    await again.tick();
    expect(later.last("rows")?.rows).toMatchObject([{ id: 111, answered: 3 }]);
  });

  test("a moved candidate is counted where they sit now", async () => {
    const { hall, join, tick } = await aFeed();
    hall.hear(112);
    const { last, messages } = join(anAccount("lead_proctor"), [11, 12]);
    messages.length = 0;
    hall.world.candidates.set(112, aCandidate(112, 12));
    hall.reseat();
    await tick();
    expect(kinds(messages).slice(0, 5)).toEqual(["sittings", "places", "roster", "rows", "counts"]);
    const counts = messages.find((m) => m.kind === "counts");
    expect(counts?.rooms.map((r) => [r.roomId, r.expected, r.connected])).toEqual([
      [11, 1, 0],
      [12, 2, 1],
    ]);
    expect(
      last("roster")
        ?.candidates.filter((c) => c.roomId === 12)
        .map((c) => c.id),
    ).toEqual([112, 121]);
  });
});

describe("the delivery of an act", () => {
  const pause = anAct("pause", NOW_MS, { id: "p1" });
  const running = [anAct("check_in", NOW_MS), anAct("start", NOW_MS, { override: "test" })];

  test("counts those present as they apply it, and lists who has not, of the viewer's rooms", async () => {
    const { hall, join, tick } = await aFeed();
    running.forEach(hall.act);
    for (const id of [111, 112, 211]) hall.hear(id);
    const nation = join(organiser, []);
    const inRoom = join(proctor, [11]);
    hall.act(pause);
    await tick();
    expect(nation.last("deliveries")?.deliveries[0]).toEqual({
      actId: "p1",
      present: 3,
      applied: 0,
      displayed: 0,
      read: 0,
      missing: [111, 112, 211],
      missingRooms: [
        [11, 2],
        [21, 1],
      ],
    });
    expect(inRoom.last("deliveries")?.deliveries[0]?.missing).toEqual([111, 112]);
    hall.listeners.applied(SITTING, "p1", "applied", [111, 211]);
    hall.listeners.applied(SITTING, "p1", "applied", [211]);
    await tick();
    expect(nation.last("deliveries")?.deliveries[0]).toMatchObject({ present: 3, applied: 2, missing: [112] });
    hall.lose(112);
    hall.lose(211);
    await tick();
    expect(nation.last("deliveries")?.deliveries[0]).toMatchObject({ present: 1, applied: 1, missing: [] });
    expect(inRoom.last("rows")?.rows.map((r) => [r.id, r.appliedActs])).toEqual([[112, 0]]);
    expect(
      inRoom.messages.flatMap((m) => (m.kind === "rows" ? m.rows : [])).findLast((r) => r.id === 111)?.appliedActs,
    ).toBe(1);
  });

  test("an instruction is missing until it is read; proctors' instructions are not measured", async () => {
    const { hall, join, tick } = await aFeed();
    hall.hear(111);
    const nation = join(organiser, []);
    hall.act(anAct("instruction", NOW_MS, { id: "i1", text: "Read", audience: "candidates" }));
    hall.act(anAct("instruction", NOW_MS, { id: "i2", text: "Note", audience: "proctors", instructionCount: 1 }));
    hall.listeners.applied(SITTING, "i1", "applied", [111]);
    hall.listeners.applied(SITTING, "i1", "displayed", [111]);
    await tick();
    expect(nation.last("deliveries")?.deliveries).toMatchObject([
      { actId: "i1", present: 1, applied: 1, displayed: 1, read: 0, missing: [111] },
    ]);
    hall.listeners.applied(SITTING, "i1", "read", [111]);
    await tick();
    expect(nation.last("deliveries")?.deliveries).toMatchObject([{ read: 1, missing: [] }]);
  });

  test("what tablets had applied before this process started is known", async () => {
    const hall = aHall();
    hall.world.acts.push(...running, pause);
    hall.world.reached.set("p1 applied", new Set([111]));
    const { join, tick } = await aFeed(hall);
    hall.hear(111);
    hall.hear(112);
    const nation = join(organiser, []);
    await tick();
    expect(nation.last("deliveries")?.deliveries[0]).toMatchObject({ present: 2, applied: 1, missing: [112] });
  });
});

describe("the chat", () => {
  const message = (n: number, thread: "common" | number) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    thread,
    text: `message ${n}`,
    answers: null,
    position: `${1_000 + n}-0`,
    atMs: NOW_MS,
    author: { accountId: 1, name: "M", role: "organiser" as const, centreId: null },
  });
  const texts = (messages: readonly LiveMessage[]) =>
    messages.flatMap((m) => (m.kind === "chat" ? m.messages.map(({ text }) => text) : []));

  test("a centre reads its thread and the common one, each message once, also over a reconnection", async () => {
    const hall = aHall();
    hall.world.chat = [message(1, "common"), message(2, 1), message(3, 2)];
    const { join, tick } = await aFeed(hall);
    const here = join(proctor, [11]);
    const nation = join(organiser, []);
    await tick();
    hall.world.chat.push(message(4, 1), message(5, 2));
    hall.listeners.chat(SITTING);
    await tick();
    expect(texts(here.messages)).toEqual(["message 1", "message 2", "message 4"]);
    expect(texts(nation.messages)).toEqual(["message 1", "message 2", "message 3", "message 4", "message 5"]);
    expect(texts(join(proctor, [11], "1002-0").messages)).toEqual(["message 4"]);
  });

  test("what staff have read is told to the nation and to their own centre, also to who comes later", async () => {
    const { hall, join, tick } = await aFeed();
    const [here, nation] = [join(proctor, [11]), join(organiser, [])];
    const reading = (accountId: number, centreId: number) => {
      hall.world.readings.push({ actId: "a", accountId, name: "Luc", centreId, roomIds: [], atMs: NOW_MS });
      hall.listeners.readings(SITTING);
    };
    reading(1, 1);
    reading(2, 2);
    await tick(2);
    const told = (messages: readonly LiveMessage[]) =>
      messages.flatMap((m) => (m.kind === "readings" ? m.readings.map(({ accountId }) => accountId) : []));
    expect(told(here.messages)).toEqual([1]);
    expect(told(nation.messages)).toEqual([1, 2]);
    expect(told(join(organiser, []).messages)).toEqual([1, 2]);
  });

  test("a message of which nobody heard comes within seconds", async () => {
    const { hall, join, tick } = await aFeed();
    const nation = join(organiser, []);
    await tick();
    hall.world.chat.push(message(1, 1));
    await tick(24);
    expect(texts(nation.messages)).toEqual(["message 1"]);
  });
});

test("alerts of a room come to those who see it, are taken, and end by themselves", async () => {
  const { hall, feed, join, tick, kept } = await aFeed();
  for (const id of [111, 112]) hall.hear(id, aPresenceRow({ status: aStatus({ wakeLock: false }) }));
  hall.hear(211);
  const here = join(proctor, [11]);
  const there = join(anAccount("lead_proctor", { centreId: 2 }), [21]);
  await tick(6);
  const [alert] = here.last("alerts")?.alerts ?? [];
  const alertId = alert?.id ?? "";
  expect(alert).toMatchObject({ cause: "devices_not_ready", roomId: 11, centreId: 1, detail: "2", endedAtMs: null });
  expect(there.last("alerts")?.alerts).toEqual([]);
  expect(kept).toContain(SITTING);
  expect(feed.ruleAlert(SITTING, alertId, anAccount("lead_proctor", { centreId: 2 }), "take")).toBe(false);
  expect(feed.ruleAlert(SITTING, alertId, proctor, "take")).toBe(true);
  await tick();
  expect(here.last("alerts")?.alerts).toMatchObject([{ owner: "A proctor", endedAtMs: null }]);
  for (const id of [111, 112]) hall.hear(id);
  await tick(60);
  expect(here.last("alerts")?.alerts).toMatchObject([{ owner: "A proctor", endedAtMs: expect.any(Number) }]);
});

test("organisers alone are told of proposals, the nation of who of the staff was heard", async () => {
  const { hall, join, tick } = await aFeed();
  const nation = join(organiser, []);
  const operator = join(anAccount("operator"), []);
  const here = join(proctor, [11]);
  hall.world.proposals = [{ sittingId: SITTING, authorId: 2 } as never];
  hall.listeners.proposals(SITTING);
  await tick(24);
  expect(nation.last("proposals")?.proposals).toHaveLength(1);
  expect([operator.last("proposals"), here.last("proposals"), here.last("contacts")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(operator.last("contacts")?.centres).toEqual([[1, NOW_MS]]);
});
