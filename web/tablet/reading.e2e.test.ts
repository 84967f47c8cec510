/** Images that are lit by buttons; an article that is searched, highlighted and read in two tabs. */
import type { Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();

const article = (c: ACandidate) => c.page.getByRole("region", { name: fr.reading.article, exact: true });
const button = (c: ACandidate, name: string) => c.page.getByRole("button", { name, exact: true });
const search = (c: ACandidate) => c.page.getByLabel(fr.reading.search);

/** The section of the article, by the navigator or by its dialog. */
async function toTheArticle(c: ACandidate): Promise<void> {
  const wide = (c.page.viewportSize()?.width ?? 0) > 1088;
  if (!wide) await c.page.locator("footer .opener button").click();
  await c.page.getByRole("button", { name: /^Question 12,/ }).click();
  await c.sees("critère de jugement principal");
  await search(c).waitFor({ state: "attached" });
}
/** What is painted over the text under a name. Runs in the page. */
const painted = (page: Page, name: string): Promise<string[]> =>
  page.evaluate((paint) => [...(CSS.highlights.get(paint) ?? [])].map(String), name);
const scrolled = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector(".scroller")?.scrollTop ?? -1);

/** Selects a passage of the article, as a finger does. */
const select = (page: Page, passage: string): Promise<void> =>
  page.evaluate((wanted) => {
    const walker = document.createTreeWalker(
      document.querySelector("#article .text") ?? document,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.textContent?.indexOf(wanted) ?? -1;
      if (from >= 0) return document.getSelection()?.setBaseAndExtent(node, from, node, from + wanted.length);
    }
    throw new Error(`no ${wanted}`);
  }, passage);

async function toTheImage(): Promise<ACandidate> {
  const c = await room.composing();
  await c.choose("Une matité");
  await c.validate();
  await c.page.getByRole("img", { name: "Radiographie" }).waitFor();
  return c;
}
const filter = (c: ACandidate) =>
  c.page.getByRole("img", { name: "Radiographie" }).evaluate((image) => getComputedStyle(image).filter);

test("an image is lit and inverted by buttons, each image by itself, until it is put back", async () => {
  const c = await toTheImage();
  expect(await filter(c)).toBe("none");
  await c.press(fr.light.open);
  await c.press(fr.light.more.brightness);
  await c.press(fr.light.less.contrast);
  await c.press(fr.light.invert);
  expect(await filter(c)).toBe("invert(1) brightness(1.25) contrast(0.75)");
  expect(await violations(c.page, "light")).toEqual([]);
  const sides = await c.page
    .getByRole("group", { name: fr.light.open })
    .getByRole("button")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map((at) => Math.min(at.width, at.height)));
  expect(Math.min(...sides)).toBeGreaterThanOrEqual(44);
  // Another question, and back: the image is as it was left.
  await c.page.getByRole("button", { name: /^Question 7,/ }).click();
  await c.sees("carte de groupe sanguin");
  await c.press(fr.paper.previous);
  expect(await filter(c)).toBe("invert(1) brightness(1.25) contrast(0.75)");
  await c.press(fr.light.reset);
  expect(await filter(c)).toBe("none");
  expect(await button(c, fr.light.reset).getAttribute("aria-disabled")).toBe("true");
});

test("the keyboard zooms an image and lights it", async () => {
  const c = await toTheImage();
  await c.page.getByRole("group", { name: "Radiographie" }).focus();
  await c.page.keyboard.press("+");
  await c.sees(fr.image.pan);
  await c.page.keyboard.press("0");
  await c.page.getByText("100 %").waitFor();
  await button(c, fr.light.open).focus();
  await c.page.keyboard.press("Enter");
  await button(c, fr.light.invert).focus();
  await c.page.keyboard.press("Space");
  expect(await filter(c)).toContain("invert(1)");
});

test("a search marks what it finds, says how much, and goes from one to the next", async () => {
  const c = await room.composing();
  await toTheArticle(c);
  await search(c).fill("INTENTION de traiter");
  await c.sees(fr.reading.found(1, 6));
  expect(await painted(c.page, "article-match")).toEqual(Array(6).fill("intention de traiter"));
  expect(await painted(c.page, "article-current")).toHaveLength(1);
  const first = await scrolled(c.page);
  expect(first).toBeGreaterThan(0);
  await search(c).press("Shift+Enter");
  await c.sees(fr.reading.found(6, 6));
  await search(c).press("Enter");
  await c.sees(fr.reading.found(1, 6));
  await c.press(fr.reading.next);
  await c.sees(fr.reading.found(2, 6));
  expect(await violations(c.page, "search")).toEqual([]);
  await search(c).fill("introuvable");
  await c.sees(fr.reading.nothing);
  await search(c).press("Escape");
  expect(await search(c).inputValue()).toBe("");
  expect(await painted(c.page, "article-match")).toEqual([]);
});

test("highlights and the reading position outlive a reload without a network, and are taken away one by one", async () => {
  const c = await room.composing();
  await toTheArticle(c);
  await select(c.page, "fréquent et coûteux");
  await c.press(fr.reading.mark);
  expect(await painted(c.page, "article-mark")).toEqual(["fréquent et coûteux"]);
  // By keyboard alone: what was found is highlighted.
  await search(c).fill("différence absolue");
  await button(c, fr.reading.mark).focus();
  await c.page.keyboard.press("Enter");
  await c.sees(fr.reading.marks(2));
  await c.page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 130));
  await vi.waitFor(async () => expect(await c.page.evaluate(keptPlace)).toBeGreaterThan(0));
  room.platform.network(false);
  await c.page.reload();
  await c.sees(fr.reading.marks(2));
  expect(await painted(c.page, "article-mark")).toEqual(["fréquent et coûteux", "différence absolue"]);
  expect(Math.abs((await scrolled(c.page)) - 130)).toBeLessThan(5);
  await c.press(fr.reading.marks(2));
  expect(await violations(c.page, "highlights")).toEqual([]);
  await c.press(fr.reading.remove("fréquent et coûteux"));
  await vi.waitFor(async () => expect(await painted(c.page, "article-mark")).toEqual(["différence absolue"]));
  // What is selected within a highlight takes it away as well.
  await select(c.page, "absolue");
  await c.press(fr.reading.unmark);
  expect(await painted(c.page, "article-mark")).toEqual([]);
});

/** The reading position on the disk of the device. Runs in the page. */
function keptPlace(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("amphi");
    opening.onerror = () => reject(new Error(opening.error?.message));
    opening.onsuccess = () => {
      const reading = opening.result.transaction("shelf").objectStore("shelf").getAll();
      reading.onsuccess = () => {
        opening.result.close();
        const at = /"at":([0-9.]+)/.exec(JSON.stringify(reading.result))?.[1];
        resolve(Number(at ?? 0));
      };
    };
  });
}

test.each([
  [1024, 768],
  [800, 1280],
])("at %d × %d article and questions are two tabs, and the article stays where it was", async (width, height) => {
  const c = await room.composing();
  await c.page.setViewportSize({ width, height });
  await toTheArticle(c);
  expect(await article(c).isVisible()).toBe(false);
  await c.page.getByRole("tab", { name: fr.reading.questions }).focus();
  await c.page.keyboard.press("ArrowLeft");
  await article(c).waitFor();
  expect(await c.page.getByText("critère de jugement principal").isVisible()).toBe(false);
  await c.page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 60));
  const before = await scrolled(c.page);
  expect(await violations(c.page, "article tab")).toEqual([]);
  await c.page.getByRole("tab", { name: fr.reading.questions }).click();
  await c.choose("Le coût");
  await c.page.getByRole("tab", { name: fr.reading.article }).click();
  expect(await scrolled(c.page)).toBe(before);
});

test("without the painting of ranges, highlights are listed and matches counted", async () => {
  room.start();
  const c = await room.sitDown();
  await c.page.addInitScript(() => Reflect.deleteProperty(globalThis, "Highlight"));
  await c.page.reload();
  await c.signIn();
  await c.sees("Quels éléments");
  await toTheArticle(c);
  await search(c).fill("traiter");
  await c.sees(fr.reading.found(1, 6));
  await c.press(fr.reading.mark);
  await c.press(fr.reading.marks(1));
  await button(c, "traiter").waitFor();
});
