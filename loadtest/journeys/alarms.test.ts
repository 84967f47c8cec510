import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Alarms } from "#loadtest/journeys/alarms";

beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
afterEach(() => vi.useRealTimers());

test("rings on the first beat at or after an instant, in order, whatever was asked for first", () => {
  const alarms = new Alarms(1);
  const rung: [string, number][] = [];
  const ring = (name: string) => () => rung.push([name, Date.now()]);
  alarms.at(9_000, ring("far"));
  alarms.at(1_010.5, ring("near"));
  alarms.at(500, ring("over"));
  alarms.at(1_013, ring("on the beat"));
  vi.advanceTimersByTime(10_000);
  expect(rung).toEqual([
    ["over", 1_001],
    ["near", 1_013],
    ["on the beat", 1_013],
    ["far", 9_001],
  ]);
  expect([alarms.onBeat(1_010.5), alarms.onBeat(1_013)], "as it says beforehand").toEqual([1_013, 1_013]);
});

test("a task may ask for another, and stop everything", () => {
  const alarms = new Alarms(0);
  let count = 0;
  const again = () => {
    if (++count === 5) alarms.stop();
    else alarms.at(Date.now() + 100, again);
    alarms.at(Date.now(), () => count < 5 || (count = -1));
  };
  alarms.at(1_100, again);
  vi.advanceTimersByTime(2_000);
  expect(count).toBe(-1);
  expect(vi.getTimerCount()).toBe(0);
});

test("one that comes late plays all beats that it missed", () => {
  const alarms = new Alarms(0);
  const rung: string[] = [];
  alarms.at(1_020, () => rung.push("second"));
  alarms.at(1_008, () => rung.push("first"));
  vi.setSystemTime(1_050);
  vi.advanceTimersByTime(8);
  expect(rung).toEqual(["first", "second"]);
});
