/** The chat from the control Redis to PostgreSQL, as the drain's own role. */
import { randomUUID } from "node:crypto";
import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createChatCopy } from "#drain/chat-copy";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { createChatArchive } from "#postgres/chat-archive";
import { openPool } from "#postgres/connection";
import { insertSitting } from "#postgres/testing/a-sitting";
import { createChat } from "#redis/chat";
import { openConnection } from "#redis/connection";
import type { Clock } from "#domain/ports/clock";

beforeEach(() => emptyRedis());

async function setUp() {
  const database = await freshDatabase();
  const [owner, pool] = [openPool(database.ownerUrl), openPool(database.urlFor("amphi_drain"))];
  const [redis, subscriber] = [openConnection(inject("redisControlUrl")), openConnection(inject("redisControlUrl"))];
  onTestFinished(async () => {
    redis.disconnect();
    subscriber.disconnect();
    await Promise.all([owner.end(), pool.end()]);
  });
  const sittingId = await insertSitting(owner);
  const chat = createChat(redis, subscriber);
  const now = { ms: 1_000_000 };
  const clock: Clock = { nowMs: () => now.ms, after: () => () => undefined, soon: () => undefined };
  const author = { accountId: 1, name: "Doyen", role: "lead_proctor" as const, centreId: 1 };
  const say = (text: string) =>
    chat.append(sittingId, { id: randomUUID(), thread: "common", text, answers: null, author });
  const stored = async () => {
    const { rows } = await owner.query<{ text: string }>(
      "SELECT message->>'text' AS text FROM chat_message ORDER BY message->>'atMs', position",
    );
    return rows.map(({ text }) => text);
  };
  const troubles: unknown[] = [];
  const newCopy = (archive = createChatArchive(pool)) =>
    createChatCopy({ chat, archive, clock, onTrouble: (error) => troubles.push(error) });
  return { owner, pool, redis, chat, sittingId, now, say, stored, troubles, newCopy };
}

test("messages are stored once and in order, also by a drain that starts anew", async () => {
  const { say, stored, newCopy, now, troubles } = await setUp();
  await say("two centres are not connected");
  const copy = newCopy();
  await copy.copy();
  expect(await stored()).toEqual(["two centres are not connected"]);
  await say("what do we do?");
  now.ms += 30_000; // nobody heard of it: the next look finds it
  await copy.copy();
  await say("resume at 15:45");
  await newCopy().copy();
  expect(await stored()).toEqual(["two centres are not connected", "what do we do?", "resume at 15:45"]);
  expect(troubles).toEqual([]);
});

test("a chat that grows is copied when it is heard of", async () => {
  const { chat, say, stored, newCopy } = await setUp();
  const heard = new Promise<void>((resolve) => chat.onChat(() => resolve()));
  const copy = newCopy();
  await copy.copy();
  await chat.start();
  await say("hello");
  await heard;
  await copy.copy();
  expect(await stored()).toEqual(["hello"]);
});

test("while PostgreSQL is away the chat waits, and nothing is lost", async () => {
  const { pool, say, stored, newCopy, troubles } = await setUp();
  const archive = createChatArchive(pool);
  let isAway = true;
  const store: typeof archive.store = (...args) =>
    isAway ? Promise.reject(new StoreTrouble("away", "now")) : archive.store(...args);
  const copy = newCopy({ ...archive, store });
  await say("one");
  await copy.copy();
  await say("two");
  await copy.copy();
  expect([troubles.length, await stored()]).toEqual([2, []]);
  isAway = false;
  await copy.copy();
  expect(await stored()).toEqual(["one", "two"]);
});

test("a sitting that was made after the last look is copied with the next one; other chats are no obstacle", async () => {
  const { redis, owner, say, stored, newCopy, now, troubles } = await setUp();
  const copy = newCopy();
  await copy.copy();
  await owner.query(
    "INSERT INTO sitting (paper_id, title, planned_start_ms) SELECT paper_id, 'Second', 0 FROM sitting",
  );
  await redis.xadd("chat:99999", "*", "t1", "{}"); // of a sitting that PostgreSQL does not know
  await say("still here");
  now.ms += 30_000;
  await copy.copy();
  expect([troubles, await stored()]).toEqual([[], ["still here"]]);
});
