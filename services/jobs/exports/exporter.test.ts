import { expect, test } from "vitest";
import { createExporter } from "#jobs/exports/exporter";

function aWorld() {
  const world = { lagsMs: [0, 0], made: [] as number[], there: new Set<number>(), broken: false, troubles: 0 };
  const exporter = createExporter({
    closed: async () => [{ sittingId: 7, closedAtMs: 1_000 }],
    lagsMs: async () => world.lagsMs,
    exists: async (sittingId) => world.there.has(sittingId),
    make: async (sittingId) => {
      if (world.broken) throw new Error("disk full");
      world.made.push(sittingId);
      world.there.add(sittingId);
    },
    onMade: () => undefined,
    onTrouble: () => void world.troubles++,
    now: () => 6_000,
  });
  return { world, exporter };
}

test("a closed sitting is exported once", async () => {
  const { world, exporter } = aWorld();
  for (let n = 0; n < 3; n++) await exporter.round();
  expect(world.made).toEqual([7]);
});

test("not before everything that was received until the close is stored; what came later holds up nothing", async () => {
  const { world, exporter } = aWorld();
  world.lagsMs = [0, 5_000];
  await exporter.round();
  expect(world.made).toEqual([]);
  world.lagsMs = [0, 4_999];
  await exporter.round();
  expect(world.made).toEqual([7]);
});

test("a failure is told, and tried again", async () => {
  const { world, exporter } = aWorld();
  world.broken = true;
  await exporter.round();
  expect([world.troubles, exporter.problem()]).toEqual([1, "!no export of sitting 7: see the log"]);
  world.broken = false;
  await exporter.round();
  expect([world.made, exporter.problem()]).toEqual([[7], null]);
});
