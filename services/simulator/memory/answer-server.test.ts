import { partitionOf } from "#contracts/stream/answer-stream";
import { describeAnswerStream } from "#domain/testing/answer-stream-contract";
import { MemoryAnswerServer } from "#simulator/memory/answer-server";

describeAnswerStream("memory", async () => {
  const server = new MemoryAnswerServer(() => Date.now());
  await Promise.resolve();
  return {
    intake: server.intake("n1"),
    issuer: server.issuer(),
    feed: server.feed(),
    nodeId: "n1",
    partitionOf,
    empty: async () => Promise.resolve(server.empty()),
    stop: async () => Promise.resolve(),
  };
});
