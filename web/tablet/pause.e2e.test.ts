import { expect, test, vi } from "vitest";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { violations } from "#infra/testing/browser.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };
/** How far apart tablets may change at an announced instant. */
const SKEW_MS = 250;
const ROOM = { scope: { kind: "room", id: 31 } } as const;
const CAUSE = "Deux centres ont perdu la liaison.\nReprise dès son retour <b>partout</b>.";

const pauseOf = (c: ACandidate) => c.page.getByRole("dialog", { name: c.texts.pause.title });
const paused = (c: ACandidate) => pauseOf(c).waitFor();
const resumed = (c: ACandidate) => pauseOf(c).waitFor({ state: "detached" });
const answerBox = (c: ACandidate) => c.page.getByLabel(c.texts.item.answer);
const clock = async (c: ACandidate) => (await c.page.getByRole("timer").first().textContent())?.trim();

async function goTo(c: ACandidate, number: string): Promise<void> {
  const name = new RegExp(`^Question ${number},`);
  await c.page.getByRole("navigation").getByRole("button", { name }).click();
}

interface Noted {
  readonly shown: boolean;
  readonly atMs: number;
  /** The time left as the top bar has it. */
  readonly left: string;
}
/** Notes in the page when the pause is shown and gone, by the page's clock. Runs in the page. */
function watchPause(): void {
  const noted: Noted[] = [];
  Object.assign(globalThis, { noted });
  new MutationObserver(() => {
    const shown = document.querySelector("dialog.pause[open]") !== null;
    if (shown === (noted.at(-1)?.shown ?? false)) return;
    noted.push({ shown, atMs: Date.now(), left: document.querySelector(".clock")?.textContent ?? "" });
  }).observe(document, { subtree: true, childList: true, attributes: true });
}
const notedIn = (c: ACandidate) => c.page.evaluate(() => (globalThis as unknown as { noted: Noted[] }).noted);

test("a pause hides and closes everything, says why, keeps what was being typed; then all is as it was", async () => {
  const c = await room.composing();
  await goTo(c, "10");
  await c.page.evaluate(() => {
    const main = document.querySelector("main");
    if (main) main.style.maxHeight = "260px";
    main?.scrollTo(0, 40);
  });
  const scrolled = () => c.page.evaluate(() => document.querySelector("main")?.scrollTop);
  await answerBox(c).pressSequentially("avant la pau");
  const before = await scrolled();
  expect(before).toBeGreaterThan(0);
  room.platform.act("pause", 0, { cause: CAUSE });
  await paused(c);
  expect(await c.page.getByText(fr.pause.lead).isVisible()).toBe(true);
  expect(await pauseOf(c).locator(".cause").textContent()).toBe(CAUSE);
  await c.sees(fr.pause.untilUnknown);
  expect(await c.page.getByText("Partie 2 sur 3").isVisible()).toBe(false);
  expect(await c.page.evaluate(() => document.activeElement?.textContent)).toBe(fr.pause.title);
  for (const key of ["Escape", "Escape", "Tab", "x", "Shift+Tab", "y"]) await c.page.keyboard.press(key);
  expect(await pauseOf(c).isVisible()).toBe(true);
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-4": { text: "avant la pau" } }), WAIT);
  await pauseOf(c).locator('[data-state="saved"]').waitFor();
  const kinds = room.platform.frames.slice(-2).map((frame) => frame.kind);
  expect(kinds).toEqual(["answer", "applied"]);
  await pauseOf(c).getByText("0:00:02").waitFor();
  room.platform.act("resume");
  await resumed(c);
  await c.page.getByRole("status").getByText(fr.pause.over).waitFor({ state: "attached" });
  expect(await scrolled()).toBe(before);
  await c.page.keyboard.type("se");
  expect(await answerBox(c).inputValue()).toBe("avant la pause");
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-4": { text: "avant la pause" } }), WAIT);
  expect(room.platform.frames.filter((frame) => frame.kind === "applied")).toHaveLength(4);
});

// Tried again: a browser that shares two cores with a build may itself be late.
test(
  "announced: a quiet notice, then pause and resume at their instants; time stands still",
  { retry: 2 },
  async () => {
    const c = await room.composing();
    await c.page.evaluate(watchPause);
    const pause = room.platform.act("pause", 2_350, ROOM);
    await c.sees(fr.bar.pauseAt(pause.effectiveAtMs));
    await c.choose("Une matité");
    await c.badge("saved");
    await paused(c);
    const resume = room.platform.act("resume", 2_350, { ...ROOM, lifts: ROOM.scope });
    await c.sees(fr.pause.until(resume.effectiveAtMs));
    await resumed(c);
    const [shown, gone] = await notedIn(c);
    expect(Math.abs((shown?.atMs ?? 0) - pause.effectiveAtMs)).toBeLessThan(SKEW_MS);
    expect(Math.abs((gone?.atMs ?? 0) - resume.effectiveAtMs)).toBeLessThan(SKEW_MS);
    expect(shown?.left).toMatch(/^2:59:5/);
    expect(gone?.left).toBe(shown?.left);
    expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] } });
  },
);

test("a question that was being validated when the pause began is asked again afterwards", async () => {
  const c = await room.composing();
  await c.choose("Une matité");
  await c.press(fr.paper.validate);
  room.platform.act("pause");
  await paused(c);
  await c.page.keyboard.press("Enter");
  room.platform.act("resume");
  await resumed(c);
  expect(room.platform.frames.some((frame) => frame.kind === "lock")).toBe(false);
  await c.page.getByRole("dialog").getByRole("button", { name: fr.paper.validate }).click();
  await c.sees("Voici la radiographie");
});

test("a credit changes the time left at once and is told", async () => {
  room.platform.durationMs = 60 * 60_000;
  const c = await room.composing();
  expect(await clock(c)).toMatch(/^0:59|^1:00:00/);
  room.platform.act("credit", 0, { ...ROOM, creditMs: 5 * 60_000 });
  await c.sees(fr.bar.credit(5 * 60_000));
  expect(await clock(c)).toMatch(/^1:0[45]:/);
  room.platform.act("pause");
  await paused(c);
  room.platform.act("credit", 0, { creditMs: 90_000 });
  await pauseOf(c).getByText(fr.bar.credit(390_000)).waitFor();
});

test("cancelled: why, what is kept and what to do; nothing is handed in", async () => {
  const c = await room.composing();
  await goTo(c, "10");
  await answerBox(c).pressSequentially("gard");
  room.platform.act("cancel", 0, { cause: CAUSE, scope: { kind: "centre", id: 3 } });
  await c.sees(fr.cancelled.title);
  await c.sees(fr.cancelled.lead);
  await c.sees(fr.cancelled.kept);
  expect(await c.page.locator(".cause").textContent()).toBe(CAUSE);
  await c.badge("saved");
  await c.page.reload();
  await c.sees(fr.cancelled.title);
  expect(room.platform.answers()).toEqual({ "qi-4": { text: "gard" } });
  expect(room.platform.frames.some((frame) => frame.kind === "submit")).toBe(false);
});

test("acts of other rooms are not this tablet's", async () => {
  const c = await room.composing();
  room.platform.act("pause", 0, { scope: { kind: "room", id: 32 } });
  await c.choose("Une matité");
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] } }), WAIT);
  expect(await pauseOf(c).count()).toBe(0);
});

test("a reload during a pause, without a network, finds it again; the announced resume comes all the same", async () => {
  const c = await room.composing();
  await goTo(c, "10");
  await answerBox(c).fill("avant");
  await c.badge("saved");
  room.platform.act("pause", 0, { cause: CAUSE });
  await paused(c);
  room.platform.act("resume", 8_000);
  await vi.waitFor(
    () => expect(room.platform.frames.filter((frame) => frame.kind === "applied")).toHaveLength(4),
    WAIT,
  );
  room.platform.network(false);
  await c.page.reload();
  await paused(c);
  await c.sees(fr.waiting.notConnected);
  expect(await pauseOf(c).locator(".cause").textContent()).toBe(CAUSE);
  await resumed(c);
  await answerBox(c).fill("après");
  await c.badge("waiting");
  room.platform.network(true);
  await c.badge("saved");
  expect(room.platform.answers()).toEqual({ "qi-4": { text: "après" } });
});

test("a pause made while the tablet was away reaches it on return; what it did meanwhile is kept", async () => {
  const c = await room.composing();
  await goTo(c, "7");
  room.platform.network(false);
  room.platform.act("pause");
  await c.choose("Un an");
  await c.badge("waiting");
  room.platform.network(true);
  await paused(c);
  await vi.waitFor(() => expect(room.platform.answers()).toEqual({ "qi-1": { choice: ["c"] } }), WAIT);
  room.platform.network(false);
  room.platform.act("resume");
  await c.sees(fr.waiting.notConnected);
  room.platform.network(true);
  await resumed(c);
});

test.each([
  ["fr", "fr-FR", fr],
  ["en", "en-GB", en],
] as const)("pause and cancellation have no serious accessibility violation: %s", async (_language, locale, texts) => {
  const c = await room.composing(texts, locale);
  room.platform.act("pause", 60_000);
  await c.page.getByText(texts.bar.pauseAt(0).slice(0, 7)).first().waitFor();
  const found = await violations(c.page, "announced");
  room.platform.act("resume");
  room.platform.act("pause", 0, { ...ROOM, cause: CAUSE });
  await paused(c);
  found.push(...(await violations(c.page, "pause")));
  room.platform.act("cancel", 0, { cause: CAUSE });
  await c.sees(texts.cancelled.title);
  found.push(...(await violations(c.page, "cancelled")));
  expect(found).toEqual([]);
});
