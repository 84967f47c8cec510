import { expect, test } from "vitest";
import { gatherer } from "#loadtest/timeline/gather";
import { Timeline } from "#loadtest/timeline/timeline";

const who = { candidateId: 7, epoch: 1 };
const made = (seq: number, atMs: number, lateMs = 0) =>
  ({ line: "made", ...who, atMs, lateMs, frame: JSON.stringify({ seq }) }) as const;

test("latencies count from the moment an entry was due, in the second in which it was", () => {
  const timeline = new Timeline();
  const gather = gatherer(timeline);
  gather({ line: "begun", ...who, atMs: 10, sittingId: 1, genesis: "" });
  gather(made(1, 500, 3));
  gather(made(2, 900));
  gather({ line: "received", ...who, atMs: 1_500, seq: 2 });
  gather({ line: "received", ...who, atMs: 1_600, seq: 2 });
  gather({ line: "secured", ...who, atMs: 2_900, seq: 1 });
  gather({ line: "step", ...who, atMs: 2_500, tookMs: 700 });
  const [first, second, third] = timeline.seconds;
  expect(first?.counts).toMatchObject({ signedIn: 1, made: 2, received: 0 });
  expect(second?.counts).toMatchObject({ received: 2, secured: 0 });
  expect(third?.counts.secured).toBe(1);
  expect(first?.latencies.d1.max).toBe(1_000);
  expect(first?.latencies.d1.total, "a second word about the same entries says nothing").toBe(2);
  expect(first?.latencies.d2.max).toBe(2_400);
  expect(second?.latencies.step.max).toBe(700);
  expect(timeline.total("late").max).toBe(3);
  expect(timeline.total("d1", (at) => at > 0).total).toBe(0);
});

test("a tablet that breaks with its socket is gone once", () => {
  const timeline = new Timeline();
  const gather = gatherer(timeline);
  gather({ line: "open", ...who, atMs: 10 });
  gather({ line: "lost", ...who, atMs: 20, why: "1006" });
  gather({ line: "broken", ...who, atMs: 20 });
  gather({ line: "open", ...who, candidateId: 8, atMs: 30 });
  gather({ line: "left", ...who, candidateId: 8, atMs: 40, endMs: null });
  expect(timeline.seconds[0]?.counts).toMatchObject({ opened: 2, lost: 1, broken: 1, left: 1 });
});
