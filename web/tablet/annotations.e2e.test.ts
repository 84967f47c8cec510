import { expect, test, vi } from "vitest";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { violations } from "#infra/testing/browser.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };
const NOTE = "D’abord la tension ;\nà relire";

const goTo = (c: ACandidate, number: string) =>
  c.page
    .getByRole("navigation")
    .getByRole("button", { name: new RegExp(`^Question ${number},`) })
    .click();
const entry = (c: ACandidate, number: string, word: string) =>
  c.page.getByRole("navigation").getByRole("button", { name: new RegExp(`^Question ${number},.*${word}`) });
const flag = (c: ACandidate) => c.page.getByRole("button", { name: c.texts.annotations.flag, exact: true });
const strike = (c: ACandidate, letter: string) =>
  c.page.getByRole("button", { name: c.texts.annotations.strike(letter), exact: true });
const note = (c: ACandidate) => c.page.getByRole("textbox", { name: c.texts.annotations.note });
const openNote = (c: ACandidate) => c.page.locator("summary").click();
const entries = () => room.platform.frames.filter(({ kind }) => kind !== "applied").length;

async function seesAll(c: ACandidate): Promise<void> {
  await entry(c, "8", c.texts.annotations.flag.toLowerCase()).waitFor();
  expect(await flag(c).getAttribute("aria-pressed")).toBe("true");
  expect(await strike(c, "B").getAttribute("aria-pressed")).toBe("true");
  expect(await c.page.locator("label.struck").count()).toBe(1);
  expect(await note(c).inputValue()).toBe(NOTE);
  expect(await c.page.locator("html").getAttribute("data-spacing")).toBe("wide");
}

test("flag, struck option, note and spacing survive a reload offline, follow to a spare tablet, and are no answers", async () => {
  const c = await room.composing();
  room.platform.network(false);
  await goTo(c, "8");
  await c.page.getByRole("button", { name: fr.bar.display }).click();
  await c.press(fr.settings.spacings.wide);
  await c.page.keyboard.press("Escape");
  await c.page.keyboard.press("Alt+m");
  await strike(c, "B").click();
  await openNote(c);
  await note(c).fill(NOTE);
  await note(c).blur();
  await seesAll(c);
  await c.page.reload();
  await seesAll(c);
  expect(entries()).toBe(0);
  room.platform.network(true);
  await vi.waitFor(() => expect(room.platform.workspaces.at(-1)).toContain("tension"), WAIT);
  room.platform.takeOver();
  const spare = await room.sitDown();
  await spare.signIn();
  await spare.sees(fr.waiting.restoring);
  room.platform.restorable = true;
  await seesAll(spare);
  await spare.page.reload();
  await seesAll(spare);
  expect(entries()).toBe(0);
});

test("a struck option can be chosen and is then struck no more; a chosen one has nothing to be struck with", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  await strike(c, "A").focus();
  await c.page.keyboard.press("Enter");
  expect(await c.page.locator("label.struck").count()).toBe(1);
  await c.choose("Trois jours");
  expect(await c.page.locator("label.struck").count()).toBe(0);
  expect(await strike(c, "A").count()).toBe(0);
  await c.choose("Un mois");
  expect(await strike(c, "A").getAttribute("aria-pressed")).toBe("false");
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["b"] } }), WAIT);
});

test("flagged questions are counted and listed in the review; a lock takes the flag along", async () => {
  const c = await room.composing();
  await flag(c).click();
  await entry(c, "1", "à revoir").waitFor();
  await c.choose("Une matité");
  await c.validate();
  await c.sees("Voici la radiographie");
  expect(await entry(c, "1", "à revoir").count()).toBe(0);
  await goTo(c, "7");
  await c.choose("Un an");
  await flag(c).click();
  await goTo(c, "8");
  await flag(c).click();
  await goTo(c, "12");
  await c.press(fr.paper.finish);
  await c.sees(fr.annotations.flagged(2));
  await c.page.getByRole("button", { name: fr.annotations.goToFlagged("8", true) }).waitFor();
  await c.press(fr.annotations.goToFlagged("7", false));
  await c.sees("carte de groupe sanguin");
});

test.each([
  ["fr", "light", fr],
  ["en", "dark", en],
  ["fr", "yellow", fr],
] as const)(
  "no serious accessibility violation at double size with wide spacing: %s, %s",
  async (language, theme, texts) => {
    const c = await room.composing(texts, language === "fr" ? "fr-FR" : "en-GB");
    const found: string[] = [];
    const check = async (screen: string) => found.push(...(await violations(c.page, screen)));
    await goTo(c, "8");
    await flag(c).click();
    await strike(c, "B").click();
    await openNote(c);
    await note(c).fill(NOTE);
    await check("100 %");
    await c.page.getByRole("button", { name: texts.bar.display }).click();
    await c.press(texts.settings[theme]);
    await c.press("200 %");
    await c.press(texts.settings.spacings.wide);
    await check("display");
    await c.page.keyboard.press("Escape");
    await check("question");
    await c.press(texts.navigator.open);
    await check("navigator");
    await goTo(c, "12");
    await c.press(texts.paper.finish);
    await check("review");
    expect(found).toEqual([]);
  },
);
