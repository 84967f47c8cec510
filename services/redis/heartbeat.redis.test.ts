import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { PART_KEYS } from "#contracts/stream/part-report";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openConnection } from "#redis/connection";
import { createHeartbeat, type PartStatus, readPartReports, reporterOf, requestRestart } from "#redis/heartbeat";

beforeEach(() => emptyRedis());

function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
async function aPart(nodeId: string, status: PartStatus, restart: () => void = () => undefined) {
  const part = createHeartbeat(connect(), reporterOf("drain", { NODE_ID: nodeId }), () => status, restart);
  onTestFinished(() => part.stop());
  await part.start();
  return part;
}

test("a process is reported with its figures while it beats, and unknown once it has stopped", async () => {
  const redis = connect();
  const part = await aPart("drain-1", { detail: "16 partitions", d2P99Ms: 12, backlogEntries: 3 });
  const [report, missing] = await readPartReports(redis, ["drain-1", "drain-2"]);
  expect(report).toMatchObject({ detail: "16 partitions", kind: "drain", build: "source", d2P99Ms: 12 });
  expect(report?.memoryBytes).toBeGreaterThan(1_000_000);
  expect(report?.diskFreeBytes).toBeGreaterThan(0);
  expect(missing).toBeNull();
  expect(await redis.pttl(PART_KEYS.report("drain-1"))).toBeGreaterThan(0);
  await part.stop();
  expect(await readPartReports(redis, ["drain-1"])).toEqual([null]);
});

test("a request restarts the named process once, and none that starts later", async () => {
  const redis = connect();
  await requestRestart(redis, "drain-1");
  const asked: string[] = [];
  let heard: () => void = () => undefined;
  const restarted = new Promise<void>((resolve) => (heard = resolve));
  await aPart("drain-1", { detail: "" }, () => {
    asked.push("drain-1");
    heard();
  });
  await aPart("drain-2", { detail: "" }, () => void asked.push("drain-2"));
  expect(asked).toEqual([]);
  await requestRestart(redis, "drain-1");
  await restarted;
  expect(asked).toEqual(["drain-1"]);
  expect(await redis.exists(PART_KEYS.restart("drain-1"))).toBe(0);
});
