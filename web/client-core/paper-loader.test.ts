import { expect, test } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import { toHex } from "#domain/answer/chain";
import type { Http, HttpResponse } from "#client-core/ports";
import { MemoryShelf } from "#client-core/memory-shelf";
import { PaperLoader, type PaperState } from "#client-core/paper-loader";
import { seeded, sha256 } from "#client-core/testing/a-tablet";
import { settle, VirtualClock } from "#client-core/testing/virtual-clock";

const bytes = (text: string) => new TextEncoder().encode(text);
const refusal = (code: string): HttpResponse => ({
  status: 409,
  bytes: bytes(JSON.stringify({ error: { code, message: "" } })),
});

const file = bytes("an image");
const fileHash = toHex(sha256(file));
const image = { url: "/image", sha256: fileHash, alt: "An image", width: 2, height: 1 };
const view: ViewPaper = {
  format: "amphi-paper-view",
  version: 1,
  id: "paper",
  title: "Paper",
  language: "en",
  durationMinutes: 60,
  sections: [
    {
      id: "section",
      title: "Section",
      kind: "isolated_questions",
      navigation: "free",
      introductionHtml: null,
      article: null,
      items: [{ id: "q", type: "QROC", stemHtml: "Which?", images: [image], wordsMax: 5, unit: null }],
    },
  ],
};
const text = JSON.stringify(view);

function aLoader(answers: (url: string) => HttpResponse | null) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const http: Http = async ({ url, headers }) => {
    asked.push(`${url} ${headers["authorization"]}`);
    const answer = answers(url);
    if (!answer) throw new Error("offline");
    return answer;
  };
  const states: PaperState[] = [];
  const shelf = new MemoryShelf();
  const source = { url: "/paper", sha256: toHex(sha256(bytes(text))) };
  const options = { http, shelf, sha256, clock, random: seeded(1), ticket: "t", source };
  const make = () => new PaperLoader({ ...options, changed: (state) => states.push(state) });
  return { clock, asked, states, make, last: () => states.at(-1) };
}
const paper = (): HttpResponse => ({ status: 200, bytes: bytes(text) });

test("a sealed paper is asked for again, at once when the sitting starts", async () => {
  let open = false;
  const desk = aLoader((url) => {
    if (!open) return refusal("sitting_not_open");
    return url === "/paper" ? paper() : { status: 200, bytes: file };
  });
  const loader = desk.make();
  loader.start();
  await settle();
  expect(desk.last()).toEqual({ kind: "sealed" });
  open = true;
  loader.opened();
  await settle();
  await settle();
  expect(desk.last()).toMatchObject({ kind: "ready", missing: 0 });
  expect(desk.asked[0]).toBe("/paper Bearer t");
});

test("the paper opens without an image that does not come, and gets it later", async () => {
  let broken = true;
  const desk = aLoader((url) => (url === "/paper" ? paper() : broken ? null : { status: 200, bytes: file }));
  desk.make().start();
  await settle();
  await settle();
  expect(desk.last()).toMatchObject({ kind: "ready", missing: 1 });
  broken = false;
  await desk.clock.advance(20_000);
  expect(desk.last()).toMatchObject({ kind: "ready", missing: 0 });
});

test("bytes that are not what was announced are never shown", async () => {
  const desk = aLoader((url) => ({ status: 200, bytes: url === "/paper" ? bytes(text + " ") : file }));
  desk.make().start();
  await settle();
  expect(desk.last()).toEqual({ kind: "trouble", why: "damaged" });
});

test("what is on the device is not asked for again", async () => {
  const desk = aLoader((url) => (url === "/paper" ? paper() : { status: 200, bytes: file }));
  desk.make().start();
  await settle();
  await settle();
  const before = desk.asked.length;
  desk.make().start();
  await settle();
  await settle();
  expect(desk.asked).toHaveLength(before);
  const ready = desk.last();
  expect(ready?.kind === "ready" && ready.files.has(fileHash)).toBe(true);
});
