import { inject } from "vitest";
import { partitionOf } from "#contracts/stream/answer-stream";
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
