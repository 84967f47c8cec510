import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { ChatFound, ChatMessage } from "#contracts/console/chat";
import { LIMITS } from "#contracts/limits";
import { aDesk } from "#control/testing/a-desk";
import { SITTING } from "#control/testing/a-staff";

const AT = `/api/console/sittings/${SITTING}`;
type Desk = ReturnType<typeof aDesk>;
const asked = (thread: "common" | number, text = "what do we do?", over: object = {}) => ({
  id: randomUUID(),
  thread,
  text,
  answers: null,
  ...over,
});
const write = async (desk: Desk, login: string, body: object) =>
  desk.post(`${AT}/chat`, body, await desk.cookieOf(login));
const wrote = async (desk: Desk, login: string, body: object) => desk.told(await write(desk, login, body));
const found = async (desk: Desk, login: string, words: string) =>
  ChatFound.parse(
    await (await desk.get(`${AT}/chat/search?q=${encodeURIComponent(words)}`, await desk.cookieOf(login))).json(),
  ).messages.map((message) => message.text);

test("a centre writes to its own thread and to the common channel, organisers and operators to all", async () => {
  const desk = aDesk();
  for (const login of ["proctor", "lead", "tech"]) {
    expect(await wrote(desk, login, asked(1))).toBe("200 ok");
    expect(await wrote(desk, login, asked("common"))).toBe("200 ok");
    expect(await wrote(desk, login, asked(2))).toBe("403 not_allowed");
  }
  for (const login of ["marie", "ops"]) expect(await wrote(desk, login, asked(2))).toBe("200 ok");
  expect(await wrote(desk, "marie", asked(9))).toBe("404 not_found");
  expect(await desk.told(await desk.post(`${AT}/chat`, asked(1)))).toBe("401 session_ended");
});

test("a message says who wrote it, and is stored once however often it is sent", async () => {
  const desk = aDesk();
  const body = asked(1, "  nobody can sign in  ");
  const first = ChatMessage.parse(await (await write(desk, "proctor", body)).json());
  expect(first).toMatchObject({
    text: "nobody can sign in",
    author: { accountId: 5, name: "Pia Noir", role: "proctor", centreId: 1 },
  });
  expect(ChatMessage.parse(await (await write(desk, "proctor", body)).json())).toEqual(first);
  expect(desk.world.chat.length).toBe(1);
  for (const text of ["", "   ", "x".repeat(LIMITS.chatCharsMax + 1)])
    expect(await wrote(desk, "proctor", asked(1, text))).toBe("400 bad_request");
});

test("an organiser publishes the answer to a centre's question; then all read both", async () => {
  const desk = aDesk();
  const question = asked(2, "which page?");
  await write(desk, "marie", question);
  expect(await found(desk, "proctor", "page")).toEqual([]);
  const reply = { answers: question.id };
  expect(await wrote(desk, "lead", asked("common", "page 3", reply))).toBe("403 not_allowed");
  expect(await wrote(desk, "marie", asked(1, "page 3", reply))).toBe("400 bad_request");
  expect(await wrote(desk, "marie", asked("common", "page 3", { answers: randomUUID() }))).toBe("404 not_found");
  expect(await wrote(desk, "marie", asked("common", "page 3", reply))).toBe("200 ok");
  expect(await found(desk, "proctor", "page")).toEqual(["page 3", "which page?"]);
});

test("searching needs every word, knows neither case nor accents, and stays in one's own threads", async () => {
  const desk = aDesk();
  for (const text of ["Écran noir", "écran cassé", "réseau"]) await write(desk, "proctor", asked(1, text));
  await write(desk, "marie", asked(2, "écran d'ailleurs"));
  expect(await found(desk, "proctor", "ECRAN")).toEqual(["écran cassé", "Écran noir"]);
  expect(await found(desk, "proctor", "ecran noir")).toEqual(["écran cassé", "Écran noir"]);
  expect(await found(desk, "proctor", "casse ecran")).toEqual(["écran cassé"]);
  expect(await found(desk, "proctor", " ")).toEqual([]);
  expect((await found(desk, "marie", "ecran")).length).toBe(3);
  for (let n = 0; n < 120; n++) await write(desk, "proctor", asked(1, `note ${n}`));
  const many = await found(desk, "proctor", "note");
  expect([many.length, many[0]]).toEqual([100, "note 119"]);
});

test("the file for the minutes opens in a spreadsheet, where no message becomes a formula", async () => {
  const desk = aDesk();
  await write(desk, "proctor", asked(1, '=HYPERLINK("x"); ok'));
  await write(desk, "marie", asked(2, "elsewhere"));
  const response = await desk.get(`${AT}/chat.csv`, await desk.cookieOf("proctor"));
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  expect(text.startsWith("\uFEFFposition;at;thread;author;")).toBe(true);
  expect(text).toContain(`;REN;Pia Noir;proctor;REN;"'=HYPERLINK(""x""); ok";`);
  expect(text).not.toContain("elsewhere");
});

test("one session may say far more than hands can write, but not without end", async () => {
  const desk = aDesk();
  const cookie = await desk.cookieOf("lead");
  const search = async () => (await desk.get(`/api/console/sittings/${SITTING}/chat/search?q=a`, cookie)).status;
  for (let n = 0; n < 300; n++) expect(await search()).toBe(200);
  expect(await search()).toBe(429);
  desk.world.nowMs += 1_000;
  expect(await search()).toBe(200);
});
