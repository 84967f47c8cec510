import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openConnection } from "#redis/connection";
import { createWorkspaces } from "#redis/workspaces";

beforeEach(async () => {
  await emptyRedis();
});

test("the last snapshot of each candidate and sitting is there for some days", async () => {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  const workspaces = createWorkspaces(redis);
  const of = { sittingId: 7, candidateId: 42 };
  expect(await workspaces.read(of)).toBeNull();
  await workspaces.write(of, "first");
  await workspaces.write(of, "é 2");
  await workspaces.write({ ...of, candidateId: 43 }, "other");
  expect(await workspaces.read(of)).toBe("é 2");
  expect(await workspaces.read({ ...of, sittingId: 8 })).toBeNull();
  expect(await redis.ttl("workspace:7:42")).toBeGreaterThan(24 * 3_600);
});
