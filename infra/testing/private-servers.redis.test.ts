import { afterEach, expect, test } from "vitest";
import { askRedis } from "#infra/launcher/redis-client.mjs";
import { type PrivateRedis, startPrivateRedis } from "#infra/testing/private-redis.ts";

let redis: PrivateRedis | undefined;
afterEach(async () => redis?.stop());

test("a private Redis keeps what it acknowledged over kill -9, and forgets it when its disk is lost", async () => {
  redis = await startPrivateRedis();
  const { url, pid } = redis;
  expect(await askRedis(url, [["SET", "k", "v"]])).toEqual(["OK"]);
  await redis.kill9();
  await expect(askRedis(url, [["PING"]])).rejects.toThrow();
  await redis.restart();
  expect(redis.pid).not.toBe(pid);
  expect(await askRedis(url, [["GET", "k"]])).toEqual(["v"]);
  await redis.restart({ empty: true });
  expect(await askRedis(url, [["GET", "k"]])).toEqual([null]);
});

test("a private Redis has the settings that the services demand", async () => {
  redis = await startPrivateRedis({ maxMemoryBytes: 50_000_000 });
  const keys = ["appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory", "maxmemory-policy", "save"];
  const replies = await askRedis(
    redis.url,
    keys.map((key) => ["CONFIG", "GET", key]),
  );
  expect(Object.fromEntries(replies as [string, string][])).toEqual({
    appendonly: "yes",
    appendfsync: "always",
    "no-appendfsync-on-rewrite": "no",
    maxmemory: "50000000",
    "maxmemory-policy": "noeviction",
    save: "",
  });
});
