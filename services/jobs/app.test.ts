import { expect, test } from "vitest";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createJobs } from "#jobs/app";
import type { WatchedStores } from "#jobs/watch/findings";
import type { Log } from "#runtime/log";

const NOW_MS = 1_000_000;

function aWatch() {
  const world = { lagsMs: [0, 0, 0], quarantined: 0, gaps: 0, trouble: null as Error | null, askedBefore: 0 };
  const answer = <T>(value: T): Promise<T> => (world.trouble ? Promise.reject(world.trouble) : Promise.resolve(value));
  const stores: WatchedStores = {
    partitionLagsMs: () => answer(world.lagsMs),
    quarantineNotRuled: () => answer(world.quarantined),
    gapsOlderThan: (beforeMs) => {
      world.askedBefore = beforeMs;
      return answer(world.gaps);
    },
  };
  const lines: string[] = [];
  const write = (level: string) => (_fields: object, text: string) => lines.push(`${level} ${text}`);
  const log = { error: write("error"), info: write("info") } as unknown as Log;
  return { world, lines, jobs: createJobs({ stores, log, now: () => NOW_MS }) };
}

test("nothing is said while all is well", async () => {
  const { jobs, lines, world } = aWatch();
  world.lagsMs = [9_999, 0, 50];
  await jobs.watch();
  expect([lines, jobs.summary(), world.askedBefore]).toEqual([[], "nothing to report", NOW_MS - 60_000]);
});

test("each cause is said once when it comes, stays in the summary, and once when it goes", async () => {
  const { jobs, lines, world } = aWatch();
  Object.assign(world, { lagsMs: [0, 10_000, 61_500], quarantined: 2, gaps: 1 });
  await jobs.watch();
  world.lagsMs = [0, 20_000, 71_500];
  await jobs.watch();
  const said = [
    "error alert: partitions 1, 2 are up to 61 s behind",
    "error alert: 2 records wait in quarantine for a ruling",
    "error alert: 1 devices have a gap older than a minute",
  ];
  expect(lines).toEqual(said);
  expect(jobs.summary()).toContain("up to 71 s behind; 2 records");
  Object.assign(world, { lagsMs: [0, 0, 0], gaps: 0 });
  await jobs.watch();
  expect(lines.slice(3)).toEqual([
    "info over: partitions 1, 2 are up to 71 s behind",
    "info over: 1 devices have a gap older than a minute",
  ]);
  expect(jobs.summary()).toBe("2 records wait in quarantine for a ruling");
});

test("a store that is away is an alert, a defect is a failed job", async () => {
  const { jobs, lines, world } = aWatch();
  world.trouble = new StoreTrouble("PostgreSQL is away", "later");
  await jobs.watch();
  expect(lines).toEqual(["error alert: the watch sees nothing: PostgreSQL is away"]);
  world.trouble = new TypeError("defect");
  await expect(jobs.watch()).rejects.toThrow("defect");
});
