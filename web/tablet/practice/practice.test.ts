import { webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import { ServerFrame } from "#contracts/frames/server";
import { SignInResponse } from "#contracts/http/sign-in";
import { ViewPaper } from "#contracts/paper/view";
import { firstPath } from "#client-core/seal";
import { VirtualClock } from "#client-core/testing/virtual-clock";
import { Loopback } from "./loopback.ts";
import { sealPractice, sha256Hex } from "./practice-package.ts";
import { practicePaper } from "./practice-paper.ts";
import { PracticeSession } from "./practice-session.ts";
import { PRACTICE_TEXTS } from "./practice-texts.ts";

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await webcrypto.subtle.digest("SHA-256", bytes));
const ids = ({ sections }: ViewPaper) => sections.flatMap(({ id, items }) => [id, ...items.map((item) => item.id)]);

async function loopback(clock = new VirtualClock()) {
  const paper = await sealPractice(await practicePaper("fr", sha256Hex), 0);
  return { clock, paper, servers: new Loopback({ clock, sha256, paper, title: "Exercice" }) };
}

test("the paper has every type of question, a case, an article, and the same form in both languages", async () => {
  const [fr, en] = await Promise.all([practicePaper("fr", sha256Hex), practicePaper("en", sha256Hex)]);
  for (const { view } of [fr, en]) expect(ViewPaper.parse(view)).toEqual(view);
  const types = fr.view.sections.flatMap(({ items }) => items.map(({ type }) => type));
  expect([...new Set(types)].sort()).toEqual(["QRM", "QROC", "QRP", "QRPL", "QRU", "QZP", "TCS"]);
  expect(fr.view.sections.map(({ kind, navigation }) => `${kind} ${navigation}`)).toEqual([
    "progressive_case locked",
    "isolated_questions free",
    "article_reading free",
  ]);
  expect(ids(en.view)).toEqual(ids(fr.view));
  expect(Object.keys(PRACTICE_TEXTS.en)).toEqual(Object.keys(PRACTICE_TEXTS.fr));
});

test("the loopback keeps to the contracts: sign-in, welcome, acts, opening; an entry is received and secured, a lock answered", async () => {
  const { clock, servers } = await loopback();
  const answer = await servers.http({ method: "POST", url: "/api/sign-in", headers: {}, body: "{}" });
  const signedIn = SignInResponse.parse(JSON.parse(new TextDecoder().decode(answer.bytes)));
  expect(signedIn.sitting).toMatchObject({ id: 0, durationMs: 20 * 60_000 });
  expect((await servers.http({ method: "GET", url: "practice:/chunks/0", headers: {}, body: null })).status).toBe(404);

  const frames: ServerFrame[] = [];
  const heard = (text: string) => frames.push(ServerFrame.parse(JSON.parse(text)));
  const socket = servers.connect("", { open: () => undefined, message: heard, close: () => undefined });
  expect(frames).toEqual([]);
  const say = async (frame: object) => {
    socket.send(JSON.stringify({ v: 1, ...frame }));
    await clock.advance(1);
    await expect.poll(() => clock.pending).toBe(0);
  };
  await say({ kind: "hello", ticket: "practice", headSeq: 0, lastActId: null, build: "practice" });
  expect(frames.map(({ kind }) => kind)).toEqual(["welcome", "act", "act", "opening"]);
  const entry = { epoch: 1, claimedAtMs: 0 };
  await say({ ...entry, kind: "answer", seq: 1, itemId: "case-1", value: { choice: ["a"] } });
  const path = await firstPath("case");
  await say({
    ...entry,
    kind: "lock",
    seq: 2,
    stepId: "case-1",
    itemIds: ["case-1"],
    seal: { sectionId: "case", path, token: null },
  });
  await expect
    .poll(async () => {
      await clock.advance(1);
      return frames.slice(4).map(({ kind }) => kind);
    })
    .toEqual(["received", "secured", "received", "secured", "step"]);

  socket.close();
  await say({ ...entry, kind: "answer", seq: 3, itemId: "case-2", value: { choice: ["a"] } });
  expect(frames).toHaveLength(9);
});

test("two goes share nothing", async () => {
  const clock = new VirtualClock();
  const ports = { clock, random: { next: () => 0.5 }, sha256 };
  const settings = { language: "fr", theme: "light", size: "100", spacing: "normal" } as const;
  const [one, other] = await Promise.all([1, 2].map(() => PracticeSession.open(ports, settings)));
  if (!one || !other) throw new Error("two");
  await one.begin();
  await expect
    .poll(async () => {
      await clock.advance(100);
      return one.model.path?.total;
    })
    .toBe(9);
  one.model.answer("isolated-3", { text: "électrocardiogramme" });
  await other.begin();
  await expect
    .poll(async () => {
      await clock.advance(100);
      return other.model.path?.total;
    })
    .toBe(9);
  expect([one, other].map(({ model }) => model.snapshot?.answers.size)).toEqual([1, 0]);
  await Promise.all([one.close(), other.close()]);
});
