/** 8 December 2015: the cancelled sitting held again with another paper, a spare tablet, the end, collection and minutes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { durationWith } from "#domain/sitting/clock";
import { fr } from "../../web/console/texts/fr.ts";
import { organiserFr as words } from "../../web/console/texts/organiser-fr.ts";
import type { ACandidate } from "../../web/tablet/testing/a-candidate.ts";
import { soon, WAIT } from "./console-person.ts";
import type { CrowdTablet } from "./crowd.ts";
import {
  allAre,
  allSecured,
  answerAll,
  cardOfTheCandidate,
  CENTRE,
  type Crowd,
  crowdSitsDown,
  type Day,
  everybody,
  openTablet,
} from "./day.ts";
import { SECOND_PAPER, SITTING_TITLE } from "./exam.ts";
import type { Seventh } from "./seventh.ts";

export interface Eighth {
  readonly sittingId: number;
  readonly crowd: Crowd;
  readonly spare: ACandidate;
}

export async function playTheEighth(day: Day, seventh: Seventh): Promise<Eighth> {
  const sittingId = await reschedule(day, seventh);
  const crowd = await checkInAgain(day, seventh, sittingId);
  const startMs = await start(day, sittingId, crowd, seventh.tablet);
  // First, because it takes the longest and the paper is short.
  const spare = await spareTablet(day, seventh.tablet);
  await answerAll(crowd.all, 3);
  const [owing] = crowd.room;
  if (!owing) throw new Error("nobody sits in the room");
  owing.cutLink();
  await answerAll([owing], 2);
  await everybodysEnd(crowd, startMs);
  await collect(day, crowd, owing, spare);
  await minutes(day, seventh, sittingId);
  await close(day, sittingId);
  return { sittingId, crowd, spare };
}

async function reschedule({ exam, staff, picture }: Day, { sittingId }: Seventh): Promise<number> {
  const { first } = staff;
  await first.press(words.reschedule.open);
  const dialog = first.page.getByRole("dialog");
  await dialog.getByLabel(words.reschedule.paper, { exact: true }).selectOption(SECOND_PAPER.id);
  await dialog.getByLabel(words.reschedule.cause, { exact: true }).fill("Série annulée la veille");
  await picture(first.page, "organiser-reschedule-fr");
  await dialog.getByRole("button", { name: words.reschedule.send }).click();
  await dialog.getByText(words.reschedule.done).waitFor(WAIT);
  await dialog.getByRole("button", { name: fr.close }).click();
  const [again] = await exam.rows<{ id: number }>("SELECT id FROM sitting WHERE replaces_sitting_id = $1", [sittingId]);
  await exam.sealed(again?.id ?? 0);
  await first.press(new RegExp(`^${SITTING_TITLE},`));
  for (const person of everybody(staff)) await person.chooseSitting(again?.id ?? 0);
  await first.goTo("centres");
  return again?.id ?? 0;
}

async function checkInAgain(day: Day, { tablet, leads }: Seventh, sittingId: number): Promise<Crowd> {
  const { first, lead, proctor, lateLead } = day.staff;
  expect(await first.act(words.act.check_in)).toMatch(/^Fait/);
  await tablet.press(tablet.texts.end.another);
  await tablet.signIn(cardOfTheCandidate());
  await tablet.sees(tablet.texts.waiting.title);
  const crowd = await crowdSitsDown(day);
  await proctor.tab(fr.room.tabs.readiness);
  expect(await proctor.act(fr.act.ready, { checks: true })).toMatch(/^Fait/);
  for (const one of [lead, lateLead]) {
    await one.press(one === lead ? CENTRE.name : "Brest");
    await one.tab(fr.room.tabs.readiness);
    expect(await one.act(fr.act.kinds.ready, { checks: true })).toMatch(/^Fait/);
  }
  for (const one of leads) await one.isReady(sittingId);
  return crowd;
}

async function start(
  { staff: { first, second }, picture }: Day,
  sittingId: number,
  crowd: Crowd,
  tablet: ACandidate,
): Promise<number> {
  const list = first.page.getByRole("region", { name: words.check.title });
  await list.getByText(words.check.codes.centres(0)).waitFor(WAIT);
  await picture(first.page, "organiser-all-ready-fr");
  const atMs = soon();
  expect(await first.act(words.act.start, { cause: "Heure prévue", atMs })).toMatch(/^Attend la confirmation/);
  await second.confirmProposal();
  await allAre(crowd.all, "running");
  await tablet.page.locator("main article").waitFor(WAIT);
  const started = (await first.journal(sittingId)).find(({ kind }) => kind === "start");
  expect(started).toMatchObject({ effectiveAtMs: atMs, override: null });
  return atMs;
}

/** The screen of a tablet breaks: the proctor moves the candidate to a spare one, and the old one shows nothing more. */
async function spareTablet(day: Day, old: ACandidate): Promise<ACandidate> {
  const { proctor } = day.staff;
  await old.page.locator("main").locator("input[type=radio], input[type=checkbox]").first().click();
  await old.badge("saved");
  await proctor.tab(fr.room.tabs.candidates);
  await proctor.press(/^Table 1,/);
  await proctor.press(fr.drawer.more);
  await day.picture(proctor.page, "proctor-candidate-fr");
  expect(await proctor.act(fr.act.spare, { cause: "Écran cassé" })).toMatch(/^Fait/);
  await old.sees(old.texts.replaced.title);
  await day.picture(old.page, "tablet-replaced-fr");
  const spare = await openTablet(day);
  await spare.signIn(cardOfTheCandidate());
  await spare.page.locator("main article").waitFor(WAIT);
  await day.picture(spare.page, "tablet-composing-fr");
  await proctor.sees(fr.drawer.deviceNumber(2));
  return spare;
}

/** Start, duration and extra time: everybody's paper is handed in at that instant, and nothing was made behind it. */
async function everybodysEnd({ all }: Crowd, startMs: number): Promise<void> {
  await vi.waitFor(() => expect(all.filter(({ view }) => !view.submitted)).toEqual([]), { timeout: 120_000 });
  expect(all.some(({ view }) => view.extraTime)).toBe(true);
  for (const tablet of all) {
    const endMs = startMs + durationWith(SECOND_PAPER.durationMs, tablet.candidate.extraTime);
    expect(tablet.endMs).toBe(endMs);
    const frames = await tablet.frames();
    expect(frames.filter(({ kind, claimedAtMs }) => kind === "answer" && claimedAtMs >= endMs)).toEqual([]);
    expect(frames.find(({ kind }) => kind === "submit")?.claimedAtMs).toBeGreaterThanOrEqual(endMs);
  }
}

/** One tablet still owes entries: it is named until its link is back. */
async function collect(
  { staff: { first, second, lead, proctor }, picture }: Day,
  crowd: Crowd,
  owing: CrowdTablet,
  spare: ACandidate,
): Promise<void> {
  await spare.sees(spare.texts.end.timeOver);
  await spare.sees(spare.texts.end.all);
  await picture(spare.page, "tablet-end-fr");
  expect(await first.act(words.act.end, { cause: "Fin de l’épreuve" })).toMatch(/^Attend la confirmation/);
  await second.confirmProposal();
  expect(await first.act(words.act.collect)).toMatch(/^Fait/);
  await lead.press(CENTRE.name);
  await lead.tab(fr.room.tabs.collection);
  await lead.sees(fr.collection.keep(1));
  await lead.sees(owing.candidate.familyName);
  await lead.sees(fr.collection.notYet);
  await picture(lead.page, "lead-collection-fr");
  owing.joinLink();
  await lead.sees(fr.collection.nothing);
  await allSecured(crowd.all);
  await proctor.tab(fr.room.tabs.collection);
  await proctor.sees(fr.collection.nothing);
}

/** Every centre signs its minutes: a PDF that bears its name. */
async function minutes(
  { staff: { first, lead, lateLead }, picture }: Day,
  { leads }: Seventh,
  sittingId: number,
): Promise<void> {
  expect(await lead.act(fr.collection.sign)).toMatch(/^Fait/);
  await lead.sees(/^Signé par/);
  await picture(lead.page, "lead-signed-fr");
  await lateLead.tab(fr.room.tabs.collection);
  expect(await lateLead.act(fr.collection.sign)).toMatch(/^Fait/);
  for (const one of leads) await one.signs(sittingId);
  const link = lead.page.getByRole("link", { name: fr.collection.pdf });
  const pdf = await (await lead.page.request.get((await link.getAttribute("href")) ?? "")).body();
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.includes(Buffer.from(CENTRE.name, "utf16le").swap16()) || pdf.includes(CENTRE.name)).toBe(true);
  await first.goTo("minutes");
  await first.sees(words.minutes.summary(34, 34));
  await picture(first.page, "organiser-minutes-fr");
}

async function close(
  { exam, staff: { first, second, lead, proctor }, picture }: Day,
  sittingId: number,
): Promise<void> {
  const cause = "Tous les centres ont signé";
  expect(await first.act(words.minutes.close, { cause })).toMatch(/^Attend la confirmation/);
  await second.confirmProposal();
  await first.sees(words.minutes.closed);
  await first.goTo("journal");
  await picture(first.page, "organiser-journal-fr");
  await first.goTo("platform");
  await picture(first.page, "organiser-platform-fr");
  for (const [person, name] of [
    [first, "organiser-platform-en"],
    [lead, "lead-signed-en"],
    [proctor, "proctor-collection-en"],
  ] as const) {
    await person.press("English");
    await picture(person.page, name);
    await person.press("Français");
  }
  // Nobody asked for it: closing makes the export, signed.
  const manifest = join(exam.exports, `sitting-${sittingId}`, "manifest.json");
  await vi.waitFor(() => expect(existsSync(manifest)).toBe(true), { timeout: 60_000, interval: 500 });
}
