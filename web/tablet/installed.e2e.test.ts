/** The tablet as an installed application: without a network after one visit, and of one version during a sitting. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };

const installed = (c: ACandidate) =>
  c.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
const versionShown = (c: ACandidate) => c.page.evaluate(() => document.head.dataset["version"] ?? "first");
const updated = (c: ACandidate) =>
  c.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
  });
const waiting = (c: ACandidate) =>
  c.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? null);

/** Another build in the place of this one. Returns the way back. */
async function deploy(version: string): Promise<() => Promise<void>> {
  const [page, worker] = ["index.html", "sw.js"].map((name) => join(room.pages.root, "tablet", name)) as [
    string,
    string,
  ];
  const [html, code] = await Promise.all([page, worker].map((path) => readFile(path, "utf8")));
  if (html === undefined || code === undefined) throw new Error("nothing is built");
  await writeFile(page, html.replace("<head>", `<head data-version="${version}">`));
  await writeFile(worker, code.replace(/\\"version\\":\\"/, `\\"version\\":\\"${version} `));
  return async () => {
    await Promise.all([writeFile(page, html), writeFile(worker, code)]);
  };
}

test("after one visit the page opens with no network at all, and the paper goes on", async () => {
  const c = await room.composing();
  await installed(c);
  await vi.waitFor(() => expect(room.platform.statuses.at(-1)?.paperSha256).not.toBe(null), WAIT);
  await c.choose("Une matité");
  await c.badge("saved");
  await c.context.setOffline(true);
  room.platform.network(false);
  // More than once: on a machine that is very busy Chromium may ask the network after all while it starts the worker.
  await vi.waitFor(() => c.page.reload(), { timeout: 30_000, interval: 500 });
  await c.sees("Quels éléments");
  await c.choose("Un souffle");
  await c.badge("waiting");
  await c.context.setOffline(false);
  room.platform.network(true);
  await c.badge("saved");
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c", "d"] } });
});

test("a new build takes over at the sign-in screen, and never while a sitting is under way", async () => {
  const c = await room.composing();
  await installed(c);
  const undo = await deploy("second");
  try {
    await updated(c);
    await vi.waitFor(async () => expect(await waiting(c)).toBe("installed"), WAIT);
    await c.page.reload();
    await c.sees("Quels éléments");
    expect(await versionShown(c)).toBe("first");
    // Also when every page was closed in between, which lets the new worker start.
    await c.page.close();
    await c.openPage();
    await c.sees("Quels éléments");
    await c.page.reload();
    await c.sees("Quels éléments");
    expect(await versionShown(c)).toBe("first");
    room.platform.act("end");
    await c.sees(fr.end.all);
    await c.press(fr.end.another);
    await c.sees(fr.signIn.title);
    await vi.waitFor(async () => {
      await c.page.reload();
      expect(await versionShown(c)).toBe("second");
    }, WAIT);
  } finally {
    await undo();
  }
});
