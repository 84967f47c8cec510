import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { KEYS, PARTITIONS } from "#contracts/stream/answer-stream";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { readBacklog } from "#redis/backlog";
import { openConnection } from "#redis/connection";

beforeEach(() => emptyRedis());

test("the backlog of a partition is as old as its oldest entry", async () => {
  const redis = openConnection(inject("redisAnswersUrl"));
  onTestFinished(() => redis.disconnect());
  const nothing = Array<number | null>(PARTITIONS).fill(null);
  expect(await readBacklog(redis)).toEqual({ backlogMs: nothing, backlogEntries: 0 });
  const [seconds] = await redis.time();
  await redis.xadd(KEYS.log(3), `${(Number(seconds) - 60) * 1_000}-0`, "e1", "x");
  await redis.xadd(KEYS.log(3), "*", "e1", "x");
  await redis.xadd(KEYS.log(5), "*", "e1", "x");
  const { backlogMs, backlogEntries } = await readBacklog(redis);
  expect(backlogEntries).toBe(3);
  expect(backlogMs[3]).toBeGreaterThanOrEqual(60_000);
  expect(backlogMs[3]).toBeLessThan(120_000);
  expect(backlogMs[5]).toBeLessThan(60_000);
  expect(backlogMs.filter((age) => age === null).length).toBe(PARTITIONS - 2);
});
