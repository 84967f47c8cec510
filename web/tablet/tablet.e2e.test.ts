import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { type ACandidate, CARD } from "./testing/a-candidate.ts";
import { visitEveryState } from "./testing/every-state.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { violations } from "#infra/testing/browser.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };

const goTo = (candidate: ACandidate, number: string, options: { force?: boolean } = {}) =>
  candidate.page
    .getByRole("navigation")
    .getByRole("button", { name: new RegExp(`^Question ${number},`) })
    .click(options);

test("a whole paper: every type of question, locks, hand-in, and an honest end", async () => {
  const c = await room.composing();
  await c.choose("Une turgescence");
  await c.choose("Une matité");
  await c.validate();
  await c.page.getByRole("img", { name: "Radiographie" }).waitFor();
  await c.choose("Opacité arrondie");
  await c.validate();
  const image = c.page.getByRole("application");
  const box = await image.boundingBox();
  if (!box) throw new Error("no image");
  await c.page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
  await image.focus();
  await c.page.keyboard.press("ArrowRight");
  await c.page.keyboard.press("Enter");
  await c.validate();
  await c.page.getByLabel(fr.item.answer).fill("Méningite");
  await c.choose("Antibiothérapie");
  await c.choose("Engagement");
  await c.validate();
  await c.choose("Trois jours");
  await c.press(fr.paper.next);
  await c.choose("Apports");
  await c.choose("Insuline");
  await c.choose("Hyperventilation");
  await c.sees(fr.item.full(2));
  await c.press(fr.paper.next);
  await c.page.getByLabel(fr.item.filter).fill("electro");
  await c.choose("Électrocardiogramme");
  await c.press(fr.paper.next);
  await c.page.getByLabel(fr.item.answer).fill("4,2");
  await c.press(fr.paper.next);
  await c.choose("−1");
  await c.press(fr.paper.nextSection);
  await c.press(fr.paper.finish);
  await c.sees(fr.review.empty(1));
  await c.press(fr.review.goTo("12"));
  await c.choose("La durée de séjour");
  await c.press(fr.paper.finish);
  await c.sees(fr.review.allAnswered);
  await c.press(fr.review.handIn);
  room.platform.draining = false;
  await c.press(fr.review.sure);
  await c.sees(fr.end.notYet);
  room.platform.drain();
  await c.sees(fr.end.all);

  expect(room.platform.answers()).toEqual({
    "dp1-q1": { choice: ["a", "c"] },
    "dp1-q2": { choice: ["b"] },
    "dp1-q3": { points: [near(250, 500), near(520, 500)] },
    "kfp-a": { text: "Méningite" },
    "kfp-b": { choice: ["b"] },
    "kfp-c": { choice: ["b"] },
    "qi-1": { choice: ["a"] },
    "qi-2": { choice: ["a", "e"] },
    "qi-3": { choice: ["o7"] },
    "qi-4": { text: "4,2" },
    "qi-5": { scale: -1 },
    "lca-1": { choice: ["b"] },
  });
  const kinds = room.platform.frames.map((frame) => frame.kind);
  expect(kinds.filter((kind) => kind === "lock")).toHaveLength(4);
  expect(kinds.filter((kind) => kind === "applied")).toHaveLength(2);
  expect(kinds.at(-1)).toBe("submit");
  expect(room.platform.frames.at(-1)).toMatchObject({
    proof: { head: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  });
  expect(room.platform.frames.map((frame) => frame.seq)).toEqual(kinds.map((_, i) => i + 1));
});

/** A point of an image, to a pixel or two. */
const near = (x: number, y: number): unknown => ({
  x: expect.closeTo(x, -1) as number,
  y: expect.closeTo(y, -1) as number,
});

test("offline, answering goes on; after a reload and the network's return everything is there", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  await c.choose("Un mois");
  await c.badge("saved");
  room.platform.network(false);
  await c.choose("Un an");
  await c.press(fr.paper.next);
  await c.choose("Apports");
  await c.press(fr.paper.next);
  await c.press(fr.paper.next);
  await c.page.getByLabel(fr.item.answer).fill("hors ligne");
  await c.badge("waiting");
  expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["b"] } });
  await c.page.reload();
  await c.badge("waiting");
  expect(await c.page.getByLabel(fr.item.answer).inputValue()).toBe("hors ligne");
  room.platform.network(true);
  await c.badge("saved");
  expect(room.platform.answers()).toEqual({
    "qi-1": { choice: ["c"] },
    "qi-2": { choice: ["a"] },
    "qi-4": { text: "hors ligne" },
  });
});

test("a crash of the tab loses nothing, not even what was just typed", async () => {
  const c = await room.composing();
  await goTo(c, "10");
  room.platform.network(false);
  await c.page.getByLabel(fr.item.answer).fill("avant la chute");
  await c.page.waitForFunction(draftHeld, "avant la chute");
  const session = await c.context.newCDPSession(c.page);
  const crashed = new Promise((resolve) => c.page.once("crash", resolve));
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  await c.page.close();
  room.platform.network(true);
  await c.openPage();
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-4": { text: "avant la chute" } }), WAIT);
  await c.badge("saved");
  expect(await c.page.getByLabel(fr.item.answer).inputValue()).toBe("avant la chute");
});

/** Whether the device's disk holds a text that is being typed. Runs in the page. */
function draftHeld(typed: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("amphi");
    opening.onerror = () => reject(new Error(opening.error?.message));
    opening.onsuccess = () => {
      const reading = opening.result.transaction("shelf").objectStore("shelf").getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(reading.result).includes(typed));
      };
    };
  });
}

test("before the start the tablet waits and goes on by itself; the end closes inputs and hands in", async () => {
  room.platform.act("check_in");
  const c = await room.sitDown();
  await c.signIn();
  await c.sees(fr.waiting.title);
  room.platform.act("start");
  await c.sees("Quels éléments");
  await c.choose("Une matité");
  room.platform.act("end");
  await c.sees(fr.end.timeOver);
  await c.sees(fr.end.all);
  expect(room.platform.frames.at(-1)?.kind).toBe("submit");
});

test("time runs out with extra time applied, and what was being typed is kept", async () => {
  room.platform.durationMs = 6_000;
  room.platform.extraTime = { numerator: 4, denominator: 3 };
  room.platform.act("check_in");
  const c = await room.sitDown();
  await c.signIn();
  room.platform.act("start");
  await c.sees("Quels éléments");
  await goTo(c, "10");
  await c.page.getByLabel(fr.item.answer).pressSequentially("jusqu’au bout", { delay: 40 });
  await c.sees(fr.end.timeOver);
  await c.sees(fr.end.all);
  const [started] = room.platform.acts.slice(-1);
  const submitted = room.platform.frames.at(-1);
  expect(submitted?.kind).toBe("submit");
  expect((submitted?.claimedAtMs ?? 0) - (started?.effectiveAtMs ?? 0)).toBeGreaterThan(7_500);
  expect(room.platform.answers()).toMatchObject({ "qi-4": { text: "jusqu’au bout" } });
});

test("a locked step has no way back, and nothing later can be reached", async () => {
  const c = await room.composing();
  await c.tryToPress(fr.paper.validate);
  expect(await c.page.getByRole("dialog").count()).toBe(0);
  await c.choose("Une matité");
  await c.validate();
  await c.sees("Voici la radiographie");
  await goTo(c, "1", { force: true });
  await goTo(c, "3", { force: true });
  await c.sees("Voici la radiographie");
  await c.page.reload();
  await c.sees("Voici la radiographie");
  await goTo(c, "7");
  await c.press(fr.paper.previous);
  await c.sees("Voici la radiographie");
});

test("an expired ticket asks for the card again and then delivers what was held", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  room.platform.ticketsValid = false;
  room.platform.network(false);
  await c.choose("Un an");
  room.platform.network(true);
  await c.badge("call_proctor");
  await c.press(fr.call.signInAgain);
  await c.sees(fr.signIn.again);
  room.platform.ticketsValid = true;
  await c.signIn();
  await c.badge("saved");
  expect(room.platform.epoch).toBe(1);
  expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["c"] } });
});

test("a tablet that was replaced delivers what it holds and takes no more answers", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  room.platform.network(false);
  await c.choose("Un an");
  room.platform.epoch = 2;
  room.platform.network(true);
  await c.sees(fr.replaced.title);
  await c.sees(fr.replaced.delivered);
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["c"] } }), WAIT);
  expect(await c.page.getByRole("radio").count()).toBe(0);
  await c.page.reload();
  await c.sees(fr.replaced.title);
});

test("a second page of the same tablet waits for the first one", async () => {
  const c = await room.composing();
  const first = c.page;
  await c.openPage();
  await c.sees(fr.otherTab.title);
  await first.close();
  await c.sees("Quels éléments");
});

test("a mistyped card is told at once; refusals have a sentence", async () => {
  room.platform.refuseSignIn = "card_revoked";
  const c = await room.sitDown();
  await c.page.getByLabel(fr.signIn.label).fill("7k3m q9tb");
  await c.press(fr.signIn.go);
  await c.sees(fr.signIn.length(8));
  await c.page.getByLabel(fr.signIn.label).fill("7K3MQ9TB2XHN5");
  await c.press(fr.signIn.go);
  await c.sees(fr.signIn.check);
  await c.page.getByLabel(fr.signIn.label).fill("");
  await c.page.getByLabel(fr.signIn.label).pressSequentially(CARD.toLowerCase());
  await c.page.keyboard.press("Enter");
  await c.sees(fr.refusal.card_revoked);
});

test.each([
  ["French, light", { texts: fr, locale: "fr-FR", theme: "light", size: "100", spacing: "normal" }],
  ["English, dark, 200 %, wide", { texts: en, locale: "en-GB", theme: "dark", size: "200", spacing: "wide" }],
  ["French, yellow on black, 200 %", { texts: fr, locale: "fr-FR", theme: "yellow", size: "200", spacing: "normal" }],
] as const)(
  "every state without a serious accessibility violation or a sideways scroll: %s",
  async (_name, look) => {
    const found: string[] = [];
    await visitEveryState(room, { ...look, viewport: { width: 1280, height: 800 } }, async ({ page }, state) => {
      found.push(...(await violations(page, state)));
      const { beyond, below } = await page.evaluate(() => ({
        beyond: document.documentElement.scrollWidth - window.innerWidth,
        below: document.querySelector(".page") ? document.documentElement.scrollHeight - window.innerHeight : 0,
      }));
      if (beyond > 0) found.push(`${state}: ${beyond} px wider than the screen`);
      if (below > 0) found.push(`${state}: ${below} px of nothing below the bars`);
    });
    expect(found).toEqual([]);
  },
  300_000,
);

test("the keyboard alone answers, validates and goes on", async () => {
  const c = await room.composing();
  const tabTo = async (wanted: () => Promise<boolean>) => {
    for (let i = 0; i < 80 && !(await wanted()); i++) await c.page.keyboard.press("Tab");
    expect(await wanted()).toBe(true);
  };
  const focused = (test: string) => () =>
    c.page.evaluate((text) => document.activeElement?.textContent?.includes(text) ?? false, test);
  await tabTo(() => c.page.evaluate(() => document.activeElement?.matches("input[type=checkbox]") ?? false));
  await c.page.keyboard.press("Space");
  await tabTo(focused(fr.paper.validate));
  await c.page.keyboard.press("Enter");
  await tabTo(focused(fr.paper.validate));
  await c.page.keyboard.press("Enter");
  await c.sees("Voici la radiographie");
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["a"] } });
});

test("the first load is at most 120 kB of compressed script", async () => {
  const html = await readFile(join(room.pages.root, "tablet/index.html"), "utf8");
  const names = (await readdir(join(room.pages.root, "assets"))).filter(
    (name) => name.endsWith(".js") && html.includes(name),
  );
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(room.pages.root, "assets", name))).length),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120_000);
});
