import { expect, test } from "vitest";
import { createSupervisedWorker } from "#runtime/supervised-worker";

function aSupervision() {
  const world = { elapsedMs: 0, made: 0, closed: 0, replaced: [] as number[], complete: () => {} };
  const supervised = createSupervisedWorker({
    makeWorker: (onCompleted) => {
      world.made++;
      world.complete = onCompleted;
      return { close: () => Promise.resolve(void world.closed++) };
    },
    silenceMaxMs: 30_000,
    elapsedMs: () => world.elapsedMs,
    onReplaced: (silentMs) => world.replaced.push(silentMs),
    onTrouble: (error) => {
      throw error;
    },
  });
  supervised.start();
  return { world, supervised };
}

test("a worker that completes jobs stays", async () => {
  const { world, supervised } = aSupervision();
  for (const at of [10_000, 39_999, 69_998]) {
    world.elapsedMs = at;
    await supervised.check();
    world.complete();
  }
  expect([world.made, supervised.isSilent()]).toEqual([1, false]);
});

test("a silent worker is replaced, and its successor gets its own time", async () => {
  const { world, supervised } = aSupervision();
  world.elapsedMs = 30_000;
  await supervised.check();
  expect(world).toMatchObject({ made: 2, closed: 1, replaced: [30_000] });
  world.elapsedMs = 59_999;
  await supervised.check();
  expect(world.made).toBe(2);
  expect(supervised.isSilent()).toBe(true);
  world.complete();
  expect(supervised.isSilent()).toBe(false);
  world.elapsedMs = 89_999;
  await supervised.check();
  expect(world.made).toBe(3);
});

test("nothing is replaced after the end", async () => {
  const { world, supervised } = aSupervision();
  await supervised.stop();
  world.elapsedMs = 90_000;
  await supervised.check();
  expect(world).toMatchObject({ made: 1, closed: 1 });
});
