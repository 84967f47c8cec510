import { expect, test } from "vitest";
import type { SessionRecord } from "#client-core/records";
import { REF } from "#client-core/testing/a-tablet";
import { aRecord, Desk, EPOCH_MS, MINUTE } from "#client-core/testing/a-desk";
import { settle } from "#client-core/testing/virtual-clock";

test("nothing can be answered before the start, after the end or under a lock", async () => {
  const desk = await Desk.make();
  expect(desk.session.answer("q", { text: "early" })).toBe(false);
  await desk.start();
  expect(desk.session.snapshot()).toMatchObject({ open: true, time: { stage: "running" } });
  expect(desk.session.answer("q", { text: "in time" })).toBe(true);
  expect(desk.session.lock("q", ["q"])).toBe(true);
  expect(desk.session.answer("q", { text: "after the lock" })).toBe(false);
  expect(desk.session.write("q", "after the lock")).toBe(false);
  await desk.clock.advance(41 * MINUTE);
  expect(desk.session.answer("other", { text: "late" })).toBe(false);
  await desk.flow();
  expect(desk.answersOf("q").map((frame) => frame.value)).toEqual([{ text: "in time" }]);
});

test("extra time moves the end; the end hands in once, with what was being typed, claimed when it was typed", async () => {
  const desk = await Desk.make();
  await desk.start();
  const startedAtMs = desk.clock.nowMs();
  await desk.clock.advance(40 * MINUTE - 300);
  desk.session.write("q", "last words");
  const typedAtMs = EPOCH_MS + desk.clock.nowMs();
  await desk.clock.advance(5_000);
  await desk.flow();
  expect(desk.session.snapshot()).toMatchObject({ submitted: true, open: false, time: { stage: "over" } });
  expect(desk.answersOf("q")[0]?.claimedAtMs).toBeLessThan(EPOCH_MS + startedAtMs + 40 * MINUTE);
  expect(Math.abs((desk.answersOf("q")[0]?.claimedAtMs ?? 0) - typedAtMs)).toBeLessThan(5);
  expect(desk.stored.filter((frame) => frame.kind === "submit")).toHaveLength(1);
  expect(desk.session.snapshot().counts).toMatchObject({ made: desk.stored.length, secured: desk.stored.length });
});

test("typing becomes one entry when it rests, at the latest after a while, and before a lock", async () => {
  const desk = await Desk.make();
  await desk.start();
  for (let n = 1; n <= 10; n++) {
    desk.session.write("q", "x".repeat(n));
    await desk.clock.advance(100);
  }
  await desk.clock.advance(1_000);
  await desk.flow();
  expect(desk.answersOf("q").map((frame) => frame.value)).toEqual([{ text: "x".repeat(10) }]);
  for (let n = 0; n < 30; n++) {
    desk.session.write("r", "y".repeat(n + 1));
    await desk.clock.advance(100);
  }
  await desk.flow();
  expect(desk.answersOf("r").length).toBeGreaterThanOrEqual(1);
  desk.session.write("s", "z");
  desk.session.lock("s", ["s"]);
  await desk.flow();
  const [answer, lock] = desk.stored.slice(-2);
  expect([answer?.kind, lock?.kind]).toEqual(["answer", "lock"]);
});

test("an answer that changes nothing makes no entry; an erased one does", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.session.answer("q", { choice: ["a"] });
  desk.session.answer("q", { choice: ["a"] });
  desk.session.answer("q", { empty: true });
  desk.session.answer("q", { empty: true });
  await desk.flow();
  expect(desk.answersOf("q").map((frame) => frame.value)).toEqual([{ choice: ["a"] }, { empty: true }]);
  expect(desk.session.snapshot().answers.has("q")).toBe(false);
});

test("a run that ends without warning is found again: answers, locks, acts, half-typed text", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.session.answer("q", { choice: ["a"] });
  desk.session.lock("q", ["q"]);
  desk.session.write("r", "half typ");
  await settle();
  // No stop(): the tab is gone. Its sockets die with it.
  desk.servers.cut();
  await desk.open();
  await desk.flow();
  const { answers, lockedItems, open } = desk.session.snapshot();
  expect([answers.get("q"), answers.get("r")]).toEqual([{ choice: ["a"] }, { text: "half typ" }]);
  expect(lockedItems.has("q")).toBe(true);
  expect(open).toBe(true);
  expect(desk.answersOf("r")).toHaveLength(1);
  expect(desk.stored.filter((frame) => frame.kind === "applied").map((frame) => frame.actId)).toEqual([
    "check-in",
    "start",
  ]);
});

test("the badge says what is true: saved at, waiting, call", async () => {
  const desk = await Desk.make();
  await desk.start();
  expect(desk.session.snapshot().badge).toEqual({ kind: "saved", atMs: EPOCH_MS + desk.clock.nowMs() });
  desk.servers.refuse = true;
  desk.servers.cut();
  desk.session.answer("q", { choice: ["a"] });
  desk.session.write("r", "b");
  expect(desk.session.snapshot().badge).toEqual({ kind: "waiting", n: 2 });
  desk.servers.refuse = false;
  await desk.clock.advance(1_000);
  await desk.flow();
  expect(desk.session.snapshot().badge.kind).toBe("saved");
  desk.servers.close("bad_ticket");
  expect(desk.session.snapshot().badge).toEqual({ kind: "call_proctor", why: "sign_in_again" });
  desk.session.answer("q", { choice: ["b"] });
  expect(desk.session.snapshot().answers.get("q")).toEqual({ choice: ["b"] });
});

test("a fenced tablet delivers and takes nothing more", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.servers.cut();
  desk.session.answer("q", { choice: ["a"] });
  desk.servers.fence = 2;
  await desk.clock.advance(1_000);
  await desk.flow();
  expect(desk.answersOf("q")).toHaveLength(1);
  expect(desk.session.answer("q", { choice: ["b"] })).toBe(false);
  expect(desk.session.snapshot().badge).toEqual({ kind: "call_proctor", why: "other_device" });
});

test("what an earlier epoch left is shown, counted, and delivered with its own ticket", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.servers.refuse = true;
  desk.servers.cut();
  desk.session.answer("q", { choice: ["a"] });
  await settle();
  desk.session.stop();
  const before = desk.record;
  desk.record = { ...aRecord(2, "ticket-2"), acts: desk.servers.acts };
  desk.servers.refuse = false;
  desk.servers.hellos = [];
  await desk.open([{ ref: REF, epoch: 1, ticket: before.signedIn.ticket, urls: ["ws://a"] }]);
  expect(desk.session.snapshot().answers.get("q")).toEqual({ choice: ["a"] });
  expect(desk.servers.hellos.map((hello) => hello.ticket).sort()).toEqual(["ticket-1", "ticket-2"]);
  expect(desk.servers.seen.some((frame) => frame.epoch === 1 && frame.kind === "answer")).toBe(true);
  expect(desk.session.snapshot().counts.made).toBeGreaterThan(2);
});

test("an announced pause and resume take effect at their instant, with the time left unchanged between them", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.clock.advance(10_000);
  const fromMs = EPOCH_MS + desk.clock.nowMs() + 2_345;
  await desk.act("pause", 2_345);
  expect(desk.session.snapshot()).toMatchObject({ open: true, time: { stage: "running", pausesAtMs: fromMs } });
  await desk.clock.advance(2_344);
  expect(desk.session.snapshot()).toMatchObject({ open: true });
  await desk.clock.advance(1);
  const leftMs = 40 * MINUTE - 12_345;
  expect(desk.session.snapshot()).toMatchObject({ open: false, time: { stage: "paused", leftMs, sinceMs: fromMs } });
  expect(desk.session.answer("q", { choice: ["a"] })).toBe(false);
  expect(desk.session.write("q", "a")).toBe(false);
  expect(desk.session.lock("q", ["q"])).toBe(false);
  await desk.act("resume", 7_777);
  await desk.clock.advance(7_776);
  expect(desk.session.snapshot()).toMatchObject({
    // As of the last whole second of the server.
    givenBackMs: 7_655,
    time: { stage: "paused", leftMs, resumesAtMs: fromMs + 7_777 },
  });
  await desk.clock.advance(1);
  expect(desk.session.snapshot()).toMatchObject({ open: true, givenBackMs: 0, time: { stage: "running", leftMs } });
  await desk.flow();
  const applied = desk.stored.filter((frame) => frame.kind === "applied").map((frame) => frame.actId);
  expect(applied).toEqual(["check-in", "start", "pause", "resume"]);
});

test("what is being typed when a pause begins becomes an entry, claimed before it", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.act("pause", 1_250);
  const fromMs = EPOCH_MS + desk.clock.nowMs() + 1_250;
  await desk.clock.advance(1_150);
  desk.session.write("q", "announced");
  await desk.clock.advance(100);
  await desk.flow();
  expect(desk.answersOf("q")).toMatchObject([{ value: { text: "announced" }, claimedAtMs: fromMs - 100 }]);
  await desk.act("resume");
  desk.session.write("q", "at once");
  await desk.act("pause");
  const [answer, applied] = desk.stored.slice(-2);
  expect(answer).toMatchObject({ kind: "answer", value: { text: "at once" } });
  expect(applied).toMatchObject({ kind: "applied", actId: "pause-2" });
});

test("a credit moves the end at once; a cancellation closes everything and hands nothing in", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.act("credit", 0, { creditMs: 5 * MINUTE, scope: { kind: "room", id: 31 } });
  const { creditMs, time } = desk.session.snapshot();
  expect([creditMs, time]).toMatchObject([5 * MINUTE, { leftMs: 45 * MINUTE }]);
  desk.session.write("q", "kept");
  await desk.act("cancel", 0, { scope: { kind: "centre", id: 3 } });
  expect(desk.session.snapshot()).toMatchObject({ open: false, time: { stage: "cancelled" } });
  await desk.clock.advance(60 * MINUTE);
  await desk.flow();
  expect(desk.answersOf("q")).toHaveLength(1);
  expect(desk.stored.some((frame) => frame.kind === "submit")).toBe(false);
});

test("a reload during a pause knows it before any server answers", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.act("pause");
  await settle();
  desk.servers.cut();
  desk.servers.refuse = true;
  const kept = (await desk.shelf.get((await desk.shelf.names("session:"))[0] ?? "")) as SessionRecord;
  desk.record = kept;
  await desk.open();
  expect(desk.session.snapshot()).toMatchObject({ open: false, time: { stage: "paused" } });
});

test("a crash between the typing and a disk that is slow to save the entry costs no word", async () => {
  const desk = await Desk.make();
  await desk.start();
  const put = desk.store.put.bind(desk.store);
  desk.store.put = () => new Promise(() => undefined); // the transaction has not ended when the tab dies
  desk.session.write("q", "mot à mot");
  desk.session.flush();
  await desk.flow();
  desk.store.put = put;
  await desk.open(); // the same device, without a word from the run before
  await desk.flow();
  expect(desk.answersOf("q").map((frame) => frame.value)).toEqual([{ text: "mot à mot" }]);
  await desk.open();
  await desk.flow();
  expect(desk.answersOf("q").length).toBe(1);
});

test("an announced instant that passes while the tablet looks at the clock is not missed for a second", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.act("pause", 10_300);
  desk.clock.earlyMs = 0.9;
  desk.clock.readingTakesMs = 0.2;
  let pausedAtMs = 0;
  desk.session.subscribe(() => {
    if (desk.session.snapshot().time.stage === "paused") pausedAtMs ||= desk.session.snapshot().atMs;
  });
  const announced = desk.servers.acts.at(-1)?.effectiveAtMs ?? 0;
  await desk.clock.advance(12_000);
  expect(pausedAtMs - announced).toBeLessThan(50);
});

test("a frame that is no frame is passed over, counted, and told; answers go on", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.clock.advance(1_000);
  await desk.flow();
  expect(desk.servers.statuses.at(-1)?.ignoredFrames).toBeUndefined();
  for (const text of ["", "{", "null", '{"v":1,"kind":"received","seq":"1"}', '{"v":1,"kind":"later"}'])
    desk.servers.say(text);
  desk.session.answer("q", { choice: ["a"] });
  await desk.clock.advance(1_000);
  await desk.flow();
  expect(desk.answersOf("q")).toHaveLength(1);
  expect(desk.servers.statuses.at(-1)).toMatchObject({ ignoredFrames: 5 });
  expect(desk.servers.hellos).toHaveLength(1);
});

test("what the server refuses is kept and said, over a reload too; what follows it is kept with it", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.servers.refuses = (frame) => frame.kind === "answer" && frame.itemId === "q";
  desk.session.answer("q", { choice: ["a"] });
  desk.session.answer("r", { choice: ["b"] });
  await desk.flow();
  for (let run = 0; run < 2; run++) {
    const { answers, badge } = desk.session.snapshot();
    expect(badge).toEqual({ kind: "call_proctor", why: "protocol" });
    expect([answers.get("q"), answers.get("r")]).toEqual([{ choice: ["a"] }, { choice: ["b"] }]);
    await desk.open();
    await desk.flow();
  }
  expect((await desk.store.load(REF)).entries).toHaveLength(4);
  desk.servers.refuses = () => false;
  await desk.open();
  await desk.flow();
  expect([desk.answersOf("q").length, desk.answersOf("r").length]).toEqual([1, 1]);
});

test("a disk that refuses is said on the screen and to the proctor, and answers go on to the server", async () => {
  const desk = await Desk.make();
  await desk.start();
  const put = desk.store.put.bind(desk.store);
  desk.store.put = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
  expect(desk.session.answer("q", { choice: ["a"] })).toBe(true);
  await desk.live(3_000);
  expect(desk.session.snapshot()).toMatchObject({ badge: { kind: "call_proctor", why: "storage" }, open: true });
  expect(desk.answersOf("q")).toHaveLength(1);
  expect(desk.servers.statuses.at(-1)?.storageFreeBytes).toBe(0);
  desk.session.answer("q", { choice: ["b"] });
  await desk.live(200);
  expect(desk.answersOf("q")).toHaveLength(2);
  desk.store.put = put;
  await desk.live(10_000);
  expect(desk.session.snapshot().badge.kind).toBe("saved");
  expect(desk.servers.statuses.at(-1)?.storageFreeBytes).toBe(desk.device.storageFreeBytes);
});
