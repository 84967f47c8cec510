import type { Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import { type ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 20_000 };
const MINUTE = 60_000;

const goTo = (c: ACandidate, number: string) =>
  c.page
    .getByRole("navigation")
    .getByRole("button", { name: new RegExp(`^Question ${number},`) })
    .click();
const isChosen = (c: ACandidate, name: string) => c.page.getByRole("radio", { name }).isChecked();
const inOrder = (epoch = 1) => {
  const numbers = room.platform.frames.filter((frame) => frame.epoch === epoch).map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
};

/** Texts of the entries that a database of the device holds. Runs in the page. */
function entriesOf(name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(new Error(opening.error?.message));
    opening.onsuccess = () => {
      const reading = opening.result.transaction("entries").objectStore("entries").getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve((reading.result as { text: string }[]).map(({ text }) => text));
      };
    };
  });
}
const held = async (page: Page, name = "amphi") => (await page.evaluate(entriesOf, name)).join("\n");

/** Somebody, or the browser itself, deletes databases under the hands of the page. Runs in the page. */
function deleteAll(names: readonly string[]): Promise<void> {
  const deleting = names.map(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const one = indexedDB.deleteDatabase(name);
        one.onsuccess = () => resolve();
        one.onerror = () => reject(new Error(one.error?.message));
      }),
  );
  return Promise.all(deleting).then(() => undefined);
}
const BOTH = ["amphi", "amphi-mirror"];

async function quota(c: ACandidate, quotaSize?: number): Promise<void> {
  const session = await c.context.newCDPSession(c.page);
  await session.send("Storage.overrideQuotaForOrigin", {
    origin: room.platform.url,
    ...(quotaSize !== undefined && { quotaSize }),
  });
}
async function killRenderer(c: ACandidate): Promise<void> {
  const session = await c.context.newCDPSession(c.page);
  const crashed = new Promise((resolve) => c.page.once("crash", resolve));
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  await c.page.close();
}

test("the renderer is killed in the middle of a write, again and again: what is shown then is what is delivered", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  room.platform.network(false);
  const options = ["Trois jours", "Un mois", "Un an"];
  for (let n = 0; n < 6; n++) {
    await c.choose(options[n % options.length] ?? "");
    await killRenderer(c);
    await c.openPage();
    await c.sees("carte de groupe sanguin");
  }
  await c.choose("Un mois");
  room.platform.network(true);
  await c.badge("saved");
  expect(await isChosen(c, "Un mois")).toBe(true);
  expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["b"] } });
  inOrder();
});

test("typed text is an entry on the disk at once when the field, the question or the page is left", async () => {
  const c = await room.composing();
  // A clock that stands still: no typing ever comes to rest by itself.
  await c.page.clock.install();
  await c.page.reload();
  await c.sees("Quels éléments");
  await goTo(c, "10");
  await c.page.clock.pauseAt(new Date(Date.now() + 60_000));
  room.platform.network(false);
  const field = c.page.getByLabel(fr.item.answer);
  await field.fill("en cours");
  expect(await held(c.page)).not.toContain("en cours");
  await field.blur();
  await vi.waitFor(async () => expect(await held(c.page)).toContain("en cours"), WAIT);
  await vi.waitFor(async () => expect(await held(c.page, "amphi-mirror")).toContain("en cours"), WAIT);
  await field.fill("avant de changer");
  await c.page.keyboard.press("Alt+ArrowRight");
  await goTo(c, "11");
  await vi.waitFor(async () => expect(await held(c.page)).toContain("avant de changer"), WAIT);
  await goTo(c, "10");
  await field.fill("avant de partir");
  await c.page.goto(`${room.platform.url}/api/time`);
  expect(await held(c.page)).toContain("avant de partir");
});

test("text at rest is durable within half a second, without leaving anything", async () => {
  const c = await room.composing();
  await c.page.clock.install();
  await c.page.reload();
  await c.sees("Quels éléments");
  await goTo(c, "10");
  room.platform.network(false);
  await c.page.clock.pauseAt(new Date(Date.now() + 60_000));
  await c.page.getByLabel(fr.item.answer).fill("au repos");
  await c.page.clock.runFor(399);
  expect(await held(c.page)).not.toContain("au repos");
  await c.page.clock.runFor(1);
  await vi.waitFor(async () => expect(await held(c.page)).toContain("au repos"), WAIT);
});

/** Whether the browser takes one more record: it looks at the room that is left twice a minute. Runs in the page. */
function takesMore(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("probe");
    opening.onupgradeneeded = () => opening.result.createObjectStore("some");
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const writing = opening.result.transaction("some", "readwrite");
      writing.objectStore("some").put("x".repeat(1_000), 1);
      writing.oncomplete = () => resolve(true);
      writing.onabort = () => resolve(false);
      writing.onerror = () => reject(new Error(writing.error?.message));
    };
  });
}

test("no room on the disk: the proctor is called, answers go on to the server; a reload asks for the card", async () => {
  room.platform.restorable = true;
  const c = await room.composing();
  await goTo(c, "7");
  await c.choose("Trois jours");
  await c.badge("saved");
  await quota(c, 1);
  const looked = { timeout: 90_000, interval: 1_000 };
  await vi.waitFor(async () => expect(await c.page.evaluate(takesMore)).toBe(false), looked);
  await c.choose("Un mois");
  await c.badge("call_proctor");
  await c.sees(fr.call.storage);
  expect(await violations(c.page, "no room")).toEqual([]);
  await c.choose("Un an");
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["c"] } }), WAIT);
  await vi.waitFor(() => expect(room.platform.statuses.at(-1)?.storageFreeBytes).toBe(0), WAIT);
  expect(await held(c.page)).not.toContain('"c"');

  await c.page.reload();
  await c.sees(fr.call.log_lost);
  await c.press(fr.call.signInAgain);
  await c.signIn();
  await goTo(c, "7");
  expect(await isChosen(c, "Un an")).toBe(true);
  await c.choose("Un mois");
  await c.sees(fr.call.storage);
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["b"] } }), WAIT);
  await quota(c);
  await c.page.locator('[data-state="saved"]').waitFor({ timeout: 90_000 });
  expect(await held(c.page)).toContain('"epoch":2');
  expect(room.platform.epoch).toBe(2);
  inOrder(1);
  inOrder(2);
  // The page says it on its console, too.
  for (const complaint of c.complaints.splice(0)) expect(complaint).toMatch(/Quota/);
}, 300_000);

test("databases deleted in mid-paper while the page is open: the next answer writes all of it again", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  await c.choose("Trois jours");
  await c.badge("saved");
  room.platform.network(false);
  await c.page.evaluate(deleteAll, BOTH);
  await c.choose("Un mois");
  await c.badge("waiting");
  await vi.waitFor(async () => expect(await held(c.page)).toContain('"b"'), WAIT);
  await c.page.reload();
  await c.sees("carte de groupe sanguin");
  expect(await isChosen(c, "Un mois")).toBe(true);
  room.platform.network(true);
  await c.badge("saved");
  expect([room.platform.epoch, room.platform.answers()]).toEqual([1, { "qi-1": { choice: ["b"] } }]);
  inOrder();
});

test("one database deleted between two loads: everything comes from the other, and lies in both again", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  room.platform.network(false);
  await c.choose("Un mois");
  await c.page.getByLabel(fr.bar.left, { exact: true }).first().waitFor();
  await vi.waitFor(async () => expect(await held(c.page, "amphi-mirror")).toContain('"b"'), WAIT);
  await c.page.goto(`${room.platform.url}/api/time`);
  await c.page.evaluate(deleteAll, ["amphi"]);
  room.platform.network(true);
  await c.page.goto(`${room.platform.url}/tablet/`);
  await c.sees("carte de groupe sanguin");
  expect(await isChosen(c, "Un mois")).toBe(true);
  await c.choose("Un an");
  await c.badge("saved");
  await vi.waitFor(async () => expect(await held(c.page)).toContain('"kind":"applied"'), WAIT);
  expect([room.platform.epoch, room.platform.answers()]).toEqual([1, { "qi-1": { choice: ["c"] } }]);
  inOrder();
});

test("everything that the device held is deleted between two loads: the card, a new epoch, the server's state", async () => {
  room.platform.restorable = true;
  const c = await room.composing();
  await goTo(c, "7");
  await c.choose("Un mois");
  await c.badge("saved");
  await c.page.goto("about:blank");
  const session = await c.context.newCDPSession(c.page);
  await session.send("Storage.clearDataForOrigin", { origin: room.platform.url, storageTypes: "all" });
  await c.page.goto(`${room.platform.url}/tablet/`);
  await c.signIn();
  await goTo(c, "7");
  expect(await isChosen(c, "Un mois")).toBe(true);
  await c.choose("Un an");
  await c.badge("saved");
  expect([room.platform.epoch, room.platform.answers()]).toEqual([2, { "qi-1": { choice: ["c"] } }]);
});

test("a browser that closes the databases under the page, for good or bad: they are opened again, without a word", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  await c.choose("Trois jours");
  await c.badge("saved");
  const session = await c.context.newCDPSession(c.page);
  await session.send("Storage.clearDataForOrigin", { origin: room.platform.url, storageTypes: "indexeddb" });
  await c.choose("Un an");
  await c.badge("saved");
  await vi.waitFor(async () => expect(await held(c.page)).toContain('"a"'), WAIT);
  await c.page.reload();
  await c.sees("carte de groupe sanguin");
  expect(await isChosen(c, "Un an")).toBe(true);
  expect(room.platform.epoch).toBe(1);
  inOrder();
});

/** Time passes, for the tablet and for the servers. */
async function pass(c: ACandidate, ms: number): Promise<void> {
  room.platform.aheadMs += ms;
  await c.page.clock.fastForward(ms);
}

test("twenty minutes offline across a lock and the end of the paper: all of it is delivered and was made in time", async () => {
  room.platform.durationMs = 15 * MINUTE;
  const c = await room.sitDown();
  await c.page.clock.install();
  await c.page.reload();
  room.start();
  await c.signIn();
  await c.sees("Quels éléments");
  const startedAtMs = room.platform.acts.at(-1)?.effectiveAtMs ?? 0;
  await c.badge("saved");
  room.platform.network(false);
  await c.choose("Une matité");
  await c.validate();
  await pass(c, 10 * MINUTE);
  await c.sees(fr.awaited.offline);
  await goTo(c, "10");
  await c.page.getByLabel(fr.item.answer).fill("jusqu’au bout");
  await c.badge("waiting");
  await pass(c, 10 * MINUTE);
  await c.sees(fr.end.timeOver);
  await c.sees(fr.end.notYet);
  await c.page.reload();
  await c.sees(fr.end.notYet);
  room.platform.network(true);
  await pass(c, MINUTE);
  await c.sees(fr.end.all);
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] }, "qi-4": { text: "jusqu’au bout" } });
  const kinds = room.platform.frames.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "lock")).toHaveLength(1);
  expect(kinds.at(-1)).toBe("submit");
  const answers = room.platform.frames.filter(({ kind }) => kind === "answer");
  for (const { claimedAtMs } of answers) expect(claimedAtMs - startedAtMs).toBeLessThan(15 * MINUTE);
  inOrder();
});

test("what was made before takes too long to come back: it is said, one may go on, and it takes its place", async () => {
  const first = await room.composing();
  await goTo(first, "7");
  await first.choose("Un mois");
  await goTo(first, "8");
  await first.choose("Apports");
  await first.badge("saved");
  room.platform.takeOver();
  const c = await room.sitDown();
  await c.page.clock.install();
  await c.page.reload();
  await c.signIn();
  await c.sees(fr.waiting.restoring);
  expect(await c.page.getByRole("button", { name: fr.waiting.goOnMeanwhile }).count()).toBe(0);
  await c.page.clock.fastForward(16_000);
  await c.sees(fr.waiting.restoreLate);
  expect(await violations(c.page, "late")).toEqual([]);
  await c.press(fr.waiting.goOnMeanwhile);
  await c.sees(fr.call.meanwhile);
  expect(await violations(c.page, "meanwhile")).toEqual([]);
  await goTo(c, "7");
  expect(await isChosen(c, "Un mois")).toBe(false);
  await c.choose("Un an");
  await c.badge("saved");
  room.platform.restorable = true;
  await c.page.clock.fastForward(30_000);
  await c.page.getByText(fr.call.meanwhile).waitFor({ state: "detached" });
  expect(await isChosen(c, "Un an")).toBe(true);
  await goTo(c, "8");
  expect(await c.page.getByRole("checkbox", { name: "Apports" }).isChecked()).toBe(true);
  expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["c"] }, "qi-2": { choice: ["a"] } });
});

/** Selects the first words of the article, as a finger does. Runs in the page. */
function selectInArticle(): void {
  const walker = document.createTreeWalker(document.querySelector("#article .text") ?? document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if ((node.textContent ?? "").trim().length > 20)
      return document.getSelection()?.setBaseAndExtent(node, 2, node, 18) ?? undefined;
}
const highlighted = (c: ACandidate) =>
  c.page.evaluate(() => [...(CSS.highlights.get("article-mark") ?? [])].map(String));

test("what was highlighted in an article follows to the next tablet, and stays over a reload", async () => {
  const c = await room.composing();
  await goTo(c, "12");
  await c.page.getByLabel(fr.reading.search).waitFor();
  await c.page.evaluate(selectInArticle);
  await c.press(fr.reading.mark);
  await vi.waitFor(async () => expect(await highlighted(c)).toHaveLength(1), WAIT);
  const marks = await highlighted(c);
  await c.page.reload();
  await vi.waitFor(async () => expect(await highlighted(c)).toEqual(marks), WAIT);
  await vi.waitFor(() => expect(room.platform.workspaces.at(-1)).toContain('"marks":[['), { timeout: 40_000 });
  room.platform.restorable = true;
  room.platform.takeOver();
  const spare = await room.sitDown();
  await spare.signIn();
  await vi.waitFor(async () => expect(await highlighted(spare)).toEqual(marks), WAIT);
  await spare.page.reload();
  await vi.waitFor(async () => expect(await highlighted(spare)).toEqual(marks), WAIT);
});

test("ten minutes wrong, the tablet goes by the server's time and says how wrong it is", async () => {
  room.platform.aheadMs = 10 * MINUTE;
  room.platform.durationMs = 30 * MINUTE;
  const c = await room.composing();
  const left = await c.page.getByRole("timer").textContent();
  expect(left).toMatch(/^0:(30:00|29:[3-5])/);
  await c.choose("Une matité");
  await c.badge("saved");
  const made = room.platform.frames.at(-1)?.claimedAtMs ?? 0;
  expect(Math.abs(made - (Date.now() + 10 * MINUTE))).toBeLessThan(MINUTE);
  await vi.waitFor(() => {
    const offset = room.platform.statuses.at(-1)?.clockOffsetMs ?? 0;
    expect(Math.abs(offset - 10 * MINUTE)).toBeLessThan(MINUTE);
  }, WAIT);
});

test("a server that says what nobody understands is passed over and told; one that refuses an entry: it stays, and is said", async () => {
  const c = await room.composing();
  for (const text of ["", "{", '{"v":1,"kind":"received"}', '{"v":2,"kind":"welcome"}']) room.platform.say(text);
  await goTo(c, "7");
  await c.choose("Un mois");
  await c.badge("saved");
  await vi.waitFor(() => expect(room.platform.statuses.at(-1)?.ignoredFrames).toBe(4), WAIT);
  room.platform.refusesEntries = true;
  await c.choose("Un an");
  await c.badge("call_proctor");
  await c.sees(fr.call.protocol);
  await c.page.reload();
  await c.sees(fr.call.protocol);
  expect(await isChosen(c, "Un an")).toBe(true);
  expect(await held(c.page)).toContain('"c"');
});
