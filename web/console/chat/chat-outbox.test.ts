import { expect, test } from "vitest";
import { settle, VirtualClock } from "#client-core/testing/virtual-clock";
import { ConsoleApi } from "../http/console-api.ts";
import { FakeHttp, refused } from "../testing/fake-live.ts";
import { ChatOutbox, type Unsent } from "./chat-outbox.ts";
import { comparePositions, searchChat, seenFrom, unreadOf } from "./unread.ts";

const ids = ["6f2b1c52-95f5-4b1d-9d0c-0a3b2f7a1c01", "6f2b1c52-95f5-4b1d-9d0c-0a3b2f7a1c02"] as const;
const asked = (id: string, text = "bonjour") => ({ id, thread: "common" as const, text, answers: null });
const author = { accountId: 7, name: "Anne Roussel", role: "lead_proctor" as const, centreId: 1 };
const stored = (id: string, position = "1-0", text = "bonjour") => ({ ...asked(id, text), position, atMs: 1, author });

function anOutbox(http: FakeHttp) {
  const clock = new VirtualClock();
  const states: (readonly Unsent[])[] = [];
  const outbox = new ChatOutbox({
    api: new ConsoleApi(http.http),
    clock,
    random: { next: () => 0.5 },
    changed: (unsent) => states.push(unsent),
  });
  return { outbox, clock, left: () => states.at(-1) ?? [] };
}
const sentIds = (http: FakeHttp) => http.asked.map(({ body }) => JSON.parse(body ?? "{}").id as string);

test("a message is sent with the same id until it has arrived, in the order of writing", async () => {
  const http = new FakeHttp().lose().lose().reply(200, stored(ids[0])).reply(200, stored(ids[1], "2-0"));
  const { outbox, clock, left } = anOutbox(http);
  outbox.send(1, asked(ids[0]));
  outbox.send(1, asked(ids[1]));
  await clock.advance(60_000);
  expect(sentIds(http)).toEqual([ids[0], ids[0], ids[0], ids[1]]);
  expect(left()).toEqual([]);
});

test("what the feed has shown is not sent again", async () => {
  const http = new FakeHttp().lose();
  const { outbox, clock, left } = anOutbox(http);
  outbox.send(1, asked(ids[0]));
  await settle();
  outbox.seen([stored(ids[0])]);
  await clock.advance(60_000);
  expect(left()).toEqual([]);
  expect(http.asked).toHaveLength(1);
});

test("a refusal stays visible and keeps nothing else waiting", async () => {
  const http = new FakeHttp().reply(403, refused("not_allowed")).reply(200, stored(ids[1]));
  const { outbox, clock, left } = anOutbox(http);
  outbox.send(1, asked(ids[0]));
  outbox.send(1, asked(ids[1]));
  await clock.advance(1_000);
  expect(left()).toMatchObject([{ asked: { id: ids[0] }, refusal: { code: "not_allowed" } }]);
});

test("unread: of others, after what was seen; positions go by number", () => {
  expect(comparePositions("900-10", "1000-2")).toBeLessThan(0);
  expect(comparePositions("900-10", "900-9")).toBeGreaterThan(0);
  const chat = [stored(ids[0], "900-0"), stored(ids[1], "1000-0")];
  expect(unreadOf(chat, "common", {}, 1)).toBe(2);
  expect(unreadOf(chat, "common", { common: "900-0" }, 1)).toBe(1);
  expect(unreadOf(chat, "common", {}, 7)).toBe(0);
  expect(unreadOf(chat, 3, {}, 1)).toBe(0);
});

test("search goes by words, without accents or case; what a browser kept may be anything", () => {
  const chat = [stored(ids[0], "1-0", "Réseau coupé"), stored(ids[1], "2-0", "Tout va bien")];
  expect(searchChat(chat, "RESEAU anne")).toHaveLength(1);
  expect(searchChat(chat, "rien")).toEqual([]);
  expect(seenFrom('{"common":"1-0","x":3}')).toEqual({ common: "1-0" });
  expect(seenFrom("nonsense")).toEqual({});
});
