import { randomUUID } from "node:crypto";
import { beforeEach, expect, inject, onTestFinished, test, vi } from "vitest";
import { CHAT_KEYS } from "#contracts/console/chat";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { createChat } from "#redis/chat";
import { openConnection } from "#redis/connection";

const SITTING = 7;
const author = { accountId: 1, name: "Léa", role: "proctor" as const, centreId: 3 };
const message = (text: string, id = randomUUID()) => ({ id, thread: 3, text, answers: null, author });

function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
const chat = () => createChat(connect(), connect());
beforeEach(async () => {
  await emptyRedis();
});

test("a message sent twice, at once or later, is stored once and told alike", async () => {
  const one = message("what do we do?");
  const said = await Promise.all([chat(), chat(), chat()].map((node) => node.append(SITTING, one)));
  const again = await chat().append(SITTING, { ...one, text: "other words" });
  for (const stored of said) expect(stored).toEqual(again);
  expect(again).toMatchObject({ ...one, text: "what do we do?" });
  expect(await chat().after(SITTING, null)).toEqual([again]);
  expect(await chat().find(SITTING, one.id)).toEqual(again);
  expect(await chat().find(SITTING, randomUUID())).toBe(null);
});

test("many at once have one order; resuming behind any position loses and repeats nothing", async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => chat().append(SITTING, message(`n ${n}`))));
  const node = chat();
  const all = await node.after(SITTING, null);
  expect(new Set(all.map((one) => one.position)).size).toBe(40);
  for (const cut of [0, 7, 38, 39])
    expect(await node.after(SITTING, all[cut]?.position ?? "")).toEqual(all.slice(cut + 1));
  expect(await node.after(SITTING, "not a position")).toEqual(all);
  expect(await node.after(8, null)).toEqual([]);
});

test("every node is told of each new message; the record is the one that the archive copies", async () => {
  const told: number[] = [];
  const elsewhere = chat();
  elsewhere.onChat((sittingId) => told.push(sittingId));
  await elsewhere.start();
  const stored = await chat().append(SITTING, message("é"));
  await vi.waitFor(() => expect(told).toEqual([SITTING]));
  const { position, ...record } = stored;
  const [[id, fields] = ["", []]] = await connect().xrange(CHAT_KEYS.stream(SITTING), "-", "+");
  expect([id, fields[0], JSON.parse(fields[1] ?? "")]).toEqual([position, "t1", record]);
});
