import { expect, test } from "vitest";
import { PlayMeter, type Seen, spreadOf } from "./play-meter.ts";

const seen = (made: number, durable: number, received: number, connected = true): Seen => ({
  made,
  durable,
  received,
  secured: 0,
  connected,
});

test("each entry is timed from when it was made; what was there before is not", () => {
  const meter = new PlayMeter(seen(5, 5, 3));
  meter.see(1_000, seen(6, 5, 3));
  meter.see(1_010, seen(7, 6, 5));
  meter.see(1_100, seen(7, 7, 6));
  meter.see(1_400, seen(7, 7, 7));
  expect(meter.measured(2_000)).toMatchObject({
    durableMs: { count: 2, p50: 10, p95: 90, max: 90 },
    receivedMs: { count: 2, p50: 100, p95: 390, max: 390 },
  });
});

test("a gap is the longest time with something waiting and nothing acknowledged; one that is open counts", () => {
  const meter = new PlayMeter(seen(0, 0, 0));
  meter.see(1_000, seen(1, 1, 0));
  meter.see(1_500, seen(2, 2, 0));
  meter.see(4_000, seen(2, 2, 1));
  meter.see(4_100, seen(2, 2, 2));
  meter.see(60_000, seen(2, 2, 2));
  expect(meter.measured(60_000).longestGapMs).toBe(3_000);
  meter.see(61_000, seen(3, 3, 2));
  expect(meter.measured(70_000).longestGapMs).toBe(9_000);
});

test("a socket that is lost counts once; acknowledgements that go back with it are not counted twice", () => {
  const meter = new PlayMeter(seen(0, 0, 0));
  meter.see(0, seen(1, 1, 0));
  meter.see(100, seen(1, 1, 1));
  meter.see(200, seen(1, 1, 1, false));
  meter.see(300, seen(1, 1, 1, false));
  meter.see(400, seen(1, 1, 0));
  meter.see(500, seen(1, 1, 1));
  expect(meter.measured(500)).toMatchObject({ reconnects: 1, receivedMs: { count: 1, max: 100 } });
});

test("frames and long tasks", () => {
  const meter = new PlayMeter(seen(0, 0, 0));
  meter.paintedAfter(16.6);
  meter.longTask(70);
  meter.longTask(120.4);
  const { longTasks, paintedMs } = meter.measured(0);
  expect(longTasks).toEqual({ count: 2, longestMs: 120 });
  expect(paintedMs).toEqual({ count: 1, p50: 17, p95: 17, max: 17 });
  expect(spreadOf([])).toEqual({ count: 0, p50: 0, p95: 0, max: 0 });
  expect(spreadOf(Array.from({ length: 100 }, (_, n) => n + 1))).toEqual({ count: 100, p50: 50, p95: 95, max: 100 });
});
