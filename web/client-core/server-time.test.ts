import { expect, test } from "vitest";
import { ServerTime } from "#client-core/server-time";
import { VirtualClock } from "#client-core/testing/virtual-clock";

const AHEAD_MS = 50_000;

/** A device whose server is `AHEAD_MS` ahead; every message takes `delayMs`. */
async function exchange(clock: VirtualClock, delayMs: number, say: (stampMs: number, askedAtMs: number) => void) {
  const askedAtMs = clock.nowMs();
  await clock.advance(delayMs);
  const stampMs = clock.nowMs() + AHEAD_MS;
  await clock.advance(delayMs);
  say(stampMs, askedAtMs);
}

test("exchanges narrow the estimate; time widens it; a good one is not spoilt by a slow one", async () => {
  const clock = new VirtualClock();
  const time = new ServerTime(clock);
  expect([time.nowMs(), time.errorMs]).toEqual([0, null]);
  await exchange(clock, 400, (stamp, asked) => time.learn(stamp, asked));
  expect(time.errorMs).toBe(401);
  await exchange(clock, 10, (stamp, sent) => expect(time.confirm(stamp, sent)).toBe(true));
  expect(time.errorMs).toBeLessThanOrEqual(11);
  expect(Math.abs(time.nowMs() - clock.nowMs() - AHEAD_MS)).toBeLessThanOrEqual(11);
  await exchange(clock, 400, (stamp, asked) => time.learn(stamp, asked));
  expect(time.errorMs).toBeLessThanOrEqual(12);
  await clock.advance(3_600_000);
  expect(time.errorMs).toBeGreaterThanOrEqual(360);
});

test("a store whose clock is off moves nothing; it is worth a question when it is far off", async () => {
  const clock = new VirtualClock();
  const time = new ServerTime(clock);
  await exchange(clock, 5, (stamp, asked) => time.learn(stamp, asked));
  const before = time.offset;
  await exchange(clock, 5, (stamp, sent) => expect(time.confirm(stamp - 60, sent)).toBe(true));
  await exchange(clock, 5, (stamp, sent) => expect(time.confirm(stamp - 60_000, sent)).toBe(false));
  expect(time.offset).toBe(before);
});

test("after a sleep nothing bounds the estimate until the server speaks, and then it speaks alone", async () => {
  const clock = new VirtualClock();
  const time = new ServerTime(clock);
  await exchange(clock, 5, (stamp, asked) => time.learn(stamp, asked));
  time.doubt();
  expect(time.errorMs).toBeNull();
  expect(time.offset).not.toBeNull();
  await exchange(clock, 5, (stamp, asked) => time.learn(stamp + 90_000, asked));
  expect(Math.abs((time.offset ?? 0) - AHEAD_MS - 90_000)).toBeLessThanOrEqual(6);
});
