import type { Redis } from "ioredis";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { KEYS } from "#contracts/stream/answer-stream";
import { anAnswer } from "#domain/testing/builders";
import { createWatchQueue } from "#jobs/queue/watch-queue";
import { createWatchedStores } from "#jobs/watch/stores";
import { databaseOf } from "#postgres/queries/reading";
import { storeChain, storeSitting } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const open = (url: string, forQueue = false): Redis => {
  const redis = openConnection(url, forQueue ? { maxRetriesPerRequest: null, commandTimeout: undefined } : {});
  closing.push(() => redis.quit());
  return redis;
};

test("the scheduler runs the watch again and again, also for the process that follows", async () => {
  const { controlUrl } = await emptyRedis();
  for (let process = 0; process < 2; process++) {
    let runs = 0;
    let twice = () => {};
    const ranTwice = new Promise<void>((resolve) => {
      twice = resolve;
    });
    const queue = createWatchQueue({
      connection: open(controlUrl, true),
      everyMs: 100,
      silenceMaxMs: 60_000,
      run: () => Promise.resolve(void (++runs === 2 && twice())),
      onReplaced: () => {},
      onTrouble: (error) => {
        throw error;
      },
    });
    await queue.start();
    await ranTwice;
    await queue.stop();
    expect(queue.isSilent()).toBe(false);
  }
});

test("lag, quarantine and gaps are seen with the rights of the jobs' role", async () => {
  const { answersUrl } = await emptyRedis();
  const fresh = await freshDatabase();
  const owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  closing.push(() => owner.end());
  const pool = new pg.Pool({ connectionString: fresh.urlFor("amphi_jobs") });
  closing.push(() => pool.end());
  const answers = open(answersUrl);
  const stores = createWatchedStores(answers, databaseOf(pool));
  const look = () =>
    Promise.all([stores.partitionLagsMs(10_000), stores.quarantineNotRuled(), stores.gapsOlderThan(9_000)]);
  expect(await look()).toEqual([Array<number>(16).fill(0), 0, 0]);

  await answers.xadd(KEYS.log(3), "4000-0", "e1", "committed");
  await answers.xadd(KEYS.log(3), "6000-0", "e1", "waiting");
  await answers.xadd(KEYS.log(3), "8000-0", "e1", "waiting");
  await owner.query("UPDATE partition_offset SET last_id = '4000-0' WHERE partition = 3");
  const of = await storeSitting(owner);
  const frames = [1, 2, 3].map((seq) => anAnswer({ seq, claimedAtMs: seq === 1 ? 1_000 : 8_000 }));
  await storeChain(owner, of, { frames, without: [2] });
  await owner.query(
    "INSERT INTO quarantine (partition, generation, stream_id, reason, detail, raw) VALUES (0, 1, '1-1', 'r', 'd', '{}')",
  );
  const [lags, quarantined, gaps] = await look();
  expect([lags[3], quarantined, gaps]).toEqual([4_000, 1, 1]);
  expect(await stores.gapsOlderThan(8_000)).toBe(0);
});
