import { expect, test } from "vitest";
import { CLOSE, type CloseName } from "#contracts/close-codes";
import { LIMITS } from "#contracts/limits";
import { ATablet } from "#client-core/testing/a-tablet";
import { settle } from "#client-core/testing/virtual-clock";

async function connected(): Promise<ATablet> {
  const tablet = await ATablet.make();
  tablet.servers.flush();
  return tablet;
}

test("an answer goes out once it is durable, and comes back as D1, then D2", async () => {
  const tablet = await connected();
  tablet.answer("q1", "a");
  tablet.servers.flush();
  expect(tablet.servers.seen).toHaveLength(0);
  await settle();
  tablet.servers.flush();
  expect(tablet.outbox).toMatchObject({ headSeq: 1, d0: 1, d1: 1, d2: 0 });
  tablet.servers.drain();
  tablet.servers.flush();
  expect(tablet.outbox.d2).toBe(1);
});

test("at most the allowed number of entries is under way", async () => {
  const tablet = await connected();
  for (let i = 0; i < LIMITS.unackedEntriesMax + 10; i++) tablet.answer("q1", `a${i}`);
  await settle();
  const sent = () => tablet.servers.seen.length;
  expect(tablet.outbox.d0).toBe(LIMITS.unackedEntriesMax + 10);
  tablet.servers.swallow();
  tablet.servers.flush();
  expect(sent()).toBe(0);
  await tablet.clock.advance(LIMITS.acknowledgeTimeoutMs + LIMITS.reconnectFirstMs);
  tablet.servers.flush();
  expect(tablet.servers.problems).toEqual([]);
  expect(tablet.outbox.d1).toBe(LIMITS.unackedEntriesMax + 10);
});

test("a silent socket is given up and everything above D2 goes out again", async () => {
  const tablet = await connected();
  tablet.answer("q1", "a");
  await settle();
  tablet.servers.swallow();
  await tablet.clock.advance(LIMITS.acknowledgeTimeoutMs - 1);
  expect(tablet.servers.hellos).toHaveLength(1);
  await tablet.clock.advance(LIMITS.reconnectFirstMs + 1);
  tablet.servers.flush();
  expect(tablet.servers.hellos).toHaveLength(2);
  expect(tablet.outbox.d1).toBe(1);
});

test("received but not secured for long: sent again, later and later", async () => {
  const tablet = await connected();
  tablet.answer("q1", "a");
  await settle();
  tablet.servers.flush();
  const times = () => tablet.servers.seen.length;
  expect(times()).toBe(1);
  await tablet.clock.advance(LIMITS.resendUnsecuredAfterMs);
  tablet.servers.flush();
  expect(times()).toBe(2);
  await tablet.clock.advance(LIMITS.resendUnsecuredAfterMs);
  tablet.servers.flush();
  expect(times()).toBe(2);
  await tablet.clock.advance(LIMITS.resendUnsecuredAfterMs);
  tablet.servers.flush();
  expect(times()).toBe(3);
  expect(tablet.servers.hellos).toHaveLength(1);
});

test("D2 that went backwards: everything above it goes out again", async () => {
  const tablet = await connected();
  for (const text of ["a", "b", "c"]) tablet.answer("q1", text);
  await settle();
  tablet.servers.flush();
  tablet.servers.drain();
  tablet.servers.flush();
  expect(tablet.outbox.d2).toBe(3);
  tablet.servers.secured.delete(2);
  tablet.servers.secured.delete(3);
  tablet.servers.cut();
  await tablet.quiesce();
  expect(tablet.outbox).toMatchObject({ d1: 3, d2: 3 });
  expect([...tablet.servers.secured.keys()]).toEqual([1, 3, 2].sort());
});

test("slow: nothing new for as long as asked", async () => {
  const tablet = await connected();
  tablet.servers.push({ v: 1, kind: "slow", forMs: 4_000 });
  tablet.servers.flush();
  tablet.answer("q1", "a");
  await settle();
  tablet.servers.flush();
  expect(tablet.servers.seen).toHaveLength(0);
  await tablet.clock.advance(4_000);
  tablet.servers.flush();
  expect(tablet.servers.seen).toHaveLength(1);
});

test.each(Object.keys(CLOSE) as CloseName[])("close code %s is followed", async (name) => {
  const tablet = await connected();
  tablet.servers.close(name, 20_000);
  const { retry } = CLOSE[name];
  if (retry === "never") return expect(tablet.last).toEqual({ kind: "stopped", reason: name });
  expect(tablet.last).toEqual({ kind: "waiting" });
  await tablet.clock.advance(LIMITS.reconnectFirstMs);
  tablet.servers.flush();
  expect(tablet.servers.hellos).toHaveLength(retry === "now" ? 2 : 1);
  await tablet.clock.advance(20_000);
  tablet.servers.flush();
  expect(tablet.servers.hellos).toHaveLength(2);
});

test("reconnects at other addresses, further and further apart, and at once when woken", async () => {
  const tablet = await ATablet.make();
  tablet.servers.refuse = true;
  for (let i = 0; i < 200; i++) {
    tablet.servers.flush();
    await tablet.clock.advance(1_000);
  }
  const tries = tablet.servers.urls.length;
  expect(new Set(tablet.servers.urls)).toEqual(new Set(["ws://a", "ws://b"]));
  // Full jitter up to 15 s: about one try every 7.5 s once the ceiling is reached.
  expect(tries).toBeGreaterThan(15);
  expect(tries).toBeLessThan(60);
  tablet.servers.refuse = false;
  tablet.servers.flush();
  if (tablet.last?.kind === "waiting") tablet.link.wake();
  tablet.servers.flush();
  expect(tablet.last).toEqual({ kind: "open" });
});

test("no welcome in time: another address", async () => {
  const tablet = await ATablet.make();
  await tablet.clock.advance(LIMITS.welcomeTimeoutMs + LIMITS.reconnectFirstMs);
  expect(tablet.servers.urls.length).toBe(2);
  expect(tablet.servers.urls[0]).not.toBe(tablet.servers.urls[1]);
});

test("a server that holds more than the device: the log was lost, nothing more is sent", async () => {
  const tablet = await ATablet.make();
  tablet.servers.secured.set(1, "{}");
  tablet.servers.flush();
  expect(tablet.last).toEqual({ kind: "stopped", reason: "log_lost" });
});

test("a frame that is not understood is passed over: answers go on", async () => {
  const tablet = await connected();
  tablet.servers.push({ v: 1, kind: "secured", seq: -1 });
  tablet.answer("q1", "a");
  await settle();
  tablet.servers.flush();
  expect(tablet.last).toEqual({ kind: "open" });
  expect(tablet.outbox.d1).toBe(1);
});

test("a fenced device still delivers what it holds", async () => {
  const tablet = await ATablet.make();
  tablet.answer("q1", "a");
  await settle();
  tablet.servers.fence = 2;
  tablet.servers.flush();
  expect(tablet.outbox.d1).toBe(1);
});
