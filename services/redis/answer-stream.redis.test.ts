import { expect, inject, test } from "vitest";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { describeAnswerStream } from "#domain/testing/answer-stream-contract";
import { createAnswerFeed } from "#redis/answer-feed";
import { createAnswerIntake } from "#redis/answer-intake";
import { openBlockingConnection, openConnection, openIntakeConnection, whenReady } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";

describeAnswerStream("Redis", async () => {
  const url = inject("redisAnswersUrl");
  const append = openIntakeConnection(url, 3_000);
  const news = openConnection(url);
  const reader = openBlockingConnection(url, 100);
  const redis = openConnection(url);
  await whenReady(append, 5_000);
  await redis.flushall();
  const intake = createAnswerIntake(append, news, "n1");
  await intake.start();
  return {
    intake,
    issuer: createEpochIssuer(redis),
    feed: createAnswerFeed(redis, reader),
    nodeId: "n1",
    partitionOf,
    empty: async () => void (await redis.flushall()),
    stop: async () => {
      await intake.stop();
      for (const connection of [append, news, reader, redis]) connection.disconnect();
    },
  };
});

test("a full store can still be drained: leases, reading, trimming and D2 need no memory", async () => {
  const redis = openConnection(inject("redisAnswersUrl"));
  const reader = openBlockingConnection(inject("redisAnswersUrl"), 100);
  await redis.flushall();
  const feed = createAnswerFeed(redis, reader);
  await redis.xadd(KEYS.log(0), "5-1", "e1", "1:16:1:1:n1", "f", "{}");
  const [, max = "0"] = await redis.config("GET", "maxmemory");
  await redis.config("SET", "maxmemory", "1");
  try {
    await expect(redis.set("anything", "x")).rejects.toThrow(/OOM/);
    expect(await feed.adopt(0, 1)).toBe(true);
    expect(await feed.lease(0, "a", 1_000)).toBe(true);
    expect((await feed.read(new Map([[0, "0-0"]]), 10, 10)).get(0)?.length).toBe(1);
    await feed.publishSecured([{ sittingId: 1, candidateId: 16, epoch: 1, seq: 1, nodeId: "n1" }]);
    await feed.trim(0, "5-1");
    await feed.release(0, "a");
    expect(await redis.hget(KEYS.d2(0), "1:16:1")).toBe("1");
  } finally {
    await redis.config("SET", "maxmemory", max);
    redis.disconnect();
    reader.disconnect();
  }
});
