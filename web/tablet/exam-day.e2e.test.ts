/** The exam day on the tablet: instructions, hands, the backup paper, rules, server time. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { tabletBuildOf } from "#contracts/tablet-build";
import { violations } from "#infra/testing/browser.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };
const ME = { scope: { kind: "candidate", id: 2016 } } as const;
const TEXT = "Question 7\u00a0: lire «\u00a0groupe sanguin ABO\u00a0» et non «\u00a0groupe sanguin\u00a0».";

const stages = (actId: string) =>
  room.platform.frames.flatMap((frame) => (frame.kind === "applied" && frame.actId === actId ? [frame.stage] : []));
const banner = (c: ACandidate) => c.page.locator("section.banner");
const lastStatus = () => room.platform.statuses.at(-1);

async function goTo(c: ACandidate, number: string): Promise<void> {
  const name = new RegExp(`^Question ${number},`);
  await c.page.getByRole("navigation").getByRole("button", { name }).click();
}
/** Pressed too soon after it appeared it does not count: presses until it does. */
async function read(c: ACandidate): Promise<void> {
  const first = await banner(c).textContent();
  await vi.waitFor(async () => {
    await banner(c).getByRole("button", { name: c.texts.instruction.read }).click({ timeout: 1_000 });
    expect(await banner(c).allTextContents()).not.toContain(first);
  }, WAIT);
}

test("an instruction covers nothing, waits to be read, and stays beside its question; a correction replaces it", async () => {
  const c = await room.composing();
  await goTo(c, "10");
  const box = c.page.getByLabel(fr.item.answer);
  await box.pressSequentially("4,");
  const before = await box.boundingBox();
  const first = room.platform.act("instruction", 0, { text: TEXT, itemId: "qi-1" });
  await banner(c).waitFor();
  await vi.waitFor(() => expect(stages(first.id)).toEqual(["applied", "displayed"]), WAIT);
  await c.page.keyboard.type("2");
  expect(await box.inputValue()).toBe("4,2");
  expect(await box.boundingBox()).toEqual(before);
  const message = room.platform.act("instruction", 0, { text: "La salle ferme à 17 h 30.", numbered: false });
  await banner(c).getByText(fr.instruction.more(1)).waitFor();
  await read(c);
  await vi.waitFor(() => expect(stages(first.id)).toEqual(["applied", "displayed", "read"]), WAIT);
  await banner(c).getByText(fr.instruction.title(null)).waitFor();
  await read(c);
  await vi.waitFor(() => expect(stages(message.id)).toContain("read"), WAIT);
  await banner(c).waitFor({ state: "detached" });
  await goTo(c, "7");
  await c.page.getByRole("region", { name: fr.instruction.erratum }).getByText(TEXT).waitFor();
  const entry = fr.navigator.entry("7", fr.navigator.empty, true, true);
  await c.page.getByRole("navigation").getByRole("button", { name: entry, exact: true }).waitFor();
  room.platform.act("instruction", 0, { text: "Question 7\u00a0: annulée.", itemId: "qi-1", corrects: 1 });
  await banner(c).getByText(fr.instruction.corrects(1)).waitFor();
  const erratum = c.page.getByRole("region", { name: fr.instruction.erratum });
  await erratum.getByText(fr.instruction.correctedBy(2)).waitFor();
  await c.page.reload();
  await banner(c).getByText("annulée").waitFor();
  await read(c);
  await erratum.getByText("annulée").waitFor();
  expect(await c.page.locator("main").getByText(TEXT).count()).toBe(0);
  await c.press(`${fr.instruction.list} 3`);
  await c.page.getByRole("dialog").getByText(fr.instruction.correctedBy(2)).waitFor();
});

test("instructions are shown on the pause screen, where the paper stays hidden, and after a cancellation", async () => {
  const c = await room.composing();
  room.platform.act("pause");
  const pause = c.page.getByRole("dialog", { name: fr.pause.title });
  await pause.waitFor();
  const act = room.platform.act("instruction", 0, { text: "Personne ne sort." });
  await pause.getByText("Personne ne sort.").waitFor();
  expect(await c.page.getByText("Quels éléments").isVisible()).toBe(false);
  await read(c);
  await vi.waitFor(() => expect(stages(act.id)).toEqual(["applied", "displayed", "read"]), WAIT);
  room.platform.act("cancel", 0, { cause: "Panne nationale" });
  await c.sees(fr.cancelled.title);
  room.platform.act("instruction", 0, { text: "Une nouvelle série aura lieu le 8 à 14 h." });
  await banner(c).getByText("le 8 à 14 h").waitFor();
});

test("a hand is raised without a word, is seen, survives a reload, and is lowered", async () => {
  const c = await room.composing();
  await c.press(fr.hand.raise);
  await c.press(fr.hand.reasons.toilet);
  await vi.waitFor(() => expect(lastStatus()?.hand?.reason).toBe("toilet"), WAIT);
  room.platform.act("hand", 0, { ...ME, outcome: "coming" });
  await c.page.getByRole("button", { name: fr.hand.comingShort }).waitFor();
  await c.page.reload();
  await c.page.getByRole("button", { name: fr.hand.comingShort }).waitFor();
  room.platform.act("hand", 0, { ...ME, outcome: "done" });
  await c.page.getByRole("button", { name: fr.hand.raise }).waitFor();
  await vi.waitFor(() => expect(lastStatus()?.hand).toBeNull(), WAIT);
  await c.press(fr.hand.raise);
  await c.press(fr.hand.reasons.question);
  await c.press(fr.hand.raised);
  await c.press(fr.hand.lower);
  await c.page.getByRole("button", { name: fr.hand.raise }).waitFor();
});

test("the backup paper is there before it is needed; giving it downloads nothing and keeps what was written", async () => {
  room.platform.backupMs = 60 * 60_000;
  const c = await room.composing();
  await vi.waitFor(
    () =>
      expect(lastStatus()).toMatchObject({
        paperSha256: room.platform.sha256Of("main"),
        backupSha256: room.platform.sha256Of("backup"),
      }),
    WAIT,
  );
  await c.choose("Une matité");
  await c.badge("saved");
  const given = room.platform.given.length;
  room.platform.act("backup", 3_000, { cause: "L’énoncé a circulé." });
  await c.sees(fr.waiting.otherTitle);
  await c.sees("L’énoncé a circulé.");
  expect(await c.page.getByText("Quels éléments").count()).toBe(0);
  await c.sees("douleur thoracique");
  expect(await c.page.getByRole("timer").textContent()).toMatch(/^0:59:5|^1:00:00/);
  await c.choose("Électrocardiogramme");
  await c.badge("saved");
  await c.page.reload();
  await c.sees("douleur thoracique");
  expect(room.platform.given).toHaveLength(given);
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] }, "s-1": { choice: ["a"] } });
});

test("where nobody hands in early, nothing offers it; a credit after the end opens the paper again", async () => {
  room.platform.rules = { ...room.platform.rules, earlySubmission: false };
  room.platform.durationMs = 9_000;
  const c = await room.composing();
  await goTo(c, "12");
  await c.press(fr.paper.review);
  await c.sees(fr.review.byItself);
  expect(await c.page.getByRole("button", { name: fr.review.handIn }).count()).toBe(0);
  await c.sees(fr.end.timeOver);
  await c.sees(fr.end.all);
  expect(room.platform.frames.at(-1)?.kind).toBe("submit");
  room.platform.act("credit", 0, { creditMs: 60 * 60_000, cause: "Coupure" });
  await c.press(fr.review.back);
  await c.choose("La durée");
  await c.badge("saved");
  room.platform.act("end");
  await c.sees(fr.end.timeOver);
  await vi.waitFor(() => expect(room.platform.frames.at(-1)?.kind).toBe("submit"), WAIT);
});

test("the status tells build, papers, storage, and server time to within its error", async () => {
  room.platform.aheadMs = 7 * 60_000;
  const c = await room.composing();
  const known = { paperSha256: room.platform.sha256Of("main"), confirmed: true, submitted: false, hand: null };
  await vi.waitFor(() => expect(lastStatus()).toMatchObject(known), WAIT);
  const status = lastStatus();
  expect(status?.build).toBe(tabletBuildOf(await readFile(join(room.pages.root, "tablet/index.html"), "utf8")));
  expect(status?.storageFreeBytes).toBeGreaterThan(0);
  const offset = await c.page.evaluate(() => Date.now() - performance.timeOrigin - performance.now());
  const error = (status?.clockErrorMs ?? 0) + 5;
  expect(Math.abs((status?.clockOffsetMs ?? 0) - room.platform.aheadMs - offset)).toBeLessThanOrEqual(error);
});

test.each([
  ["fr", "fr-FR", fr],
  ["en", "en-GB", en],
] as const)("no serious accessibility violation on the exam day: %s", async (_language, locale, texts) => {
  const c = await room.composing(texts, locale);
  const found: string[] = [];
  const check = async (screen: string) => found.push(...(await violations(c.page, screen)));
  room.platform.act("instruction", 0, { text: TEXT, itemId: "dp1-q1" });
  await banner(c).waitFor();
  await check("instruction");
  await c.press(`${texts.instruction.list} 1`);
  await check("instructions");
  await c.page.keyboard.press("Escape");
  await c.press(texts.hand.raise);
  await check("hand");
  await c.press(texts.hand.reasons.tablet);
  room.platform.act("pause");
  await c.page.getByRole("dialog", { name: texts.pause.title }).waitFor();
  await check("pause with an instruction");
  room.platform.epoch = 2;
  room.platform.network(false);
  room.platform.network(true);
  await c.sees(texts.replaced.title);
  await check("replaced");
  expect(found).toEqual([]);
});
