/** 7 December 2015: two late centres, a link cut, a national pause, a resumption by waves, and the cancellation. */
import { expect } from "vitest";
import type { ActKind } from "#domain/sitting/act";
import { fr } from "../../web/console/texts/fr.ts";
import { organiserFr as words } from "../../web/console/texts/organiser-fr.ts";
import type { ACandidate } from "../../web/tablet/testing/a-candidate.ts";
import { soon, typedTime, WAIT } from "./console-person.ts";
import {
  allAre,
  allSecured,
  answerAll,
  cardOfTheCandidate,
  CENTRE,
  type Crowd,
  crowdSitsDown,
  type Day,
  LATE,
  openTablet,
  until,
} from "./day.ts";
import { StaffWithoutScreen } from "./staff-without-screen.ts";

const OUTAGE = "Les serveurs de 2015 sont tombés";

export interface Seventh {
  readonly sittingId: number;
  readonly crowd: Crowd;
  readonly tablet: ACandidate;
  /** Leads of the centres whose screens are not open. */
  readonly leads: readonly StaffWithoutScreen[];
}

export async function playTheSeventh(day: Day, sittingId: number): Promise<Seventh> {
  const arrived = await checkIn(day, sittingId);
  await start(day, arrived);
  await lateCentres(day, arrived);
  await linkCut(day, arrived);
  await questions(day);
  await nationalPause(day, arrived);
  await resumeTogether(day, arrived);
  await resumeByWaves(day, arrived);
  await cancel(day, arrived);
  return arrived;
}

async function checkIn(day: Day, sittingId: number): Promise<Seventh> {
  const { first, second, lead, proctor, lateLead } = day.staff;
  for (const person of [first, second, lead, proctor, lateLead]) await person.chooseSitting(sittingId);
  await day.picture(first.page, "organiser-planned-fr");
  expect(await first.act(words.act.check_in)).toMatch(/^Fait/);

  const tablet = await openTablet(day);
  await day.picture(tablet.page, "tablet-sign-in-fr");
  await tablet.signIn(cardOfTheCandidate());
  await tablet.sees(tablet.texts.waiting.title);
  await tablet.sees(tablet.texts.waiting.connected);
  await day.picture(tablet.page, "tablet-waiting-fr");
  const crowd = await crowdSitsDown(day);

  await proctor.tab(fr.room.tabs.readiness);
  await proctor.sees(fr.readiness.connected(crowd.room.length + 1, 69));
  await proctor.sees(fr.readiness.allGood);
  await proctor.press(fr.act.ready);
  await proctor.fill({ checks: true });
  await day.picture(proctor.page, "proctor-ready-fr");
  expect(await proctor.confirm()).toMatch(/^Fait/);
  await proctor.sees(/^Prête depuis/);
  await lead.tab(fr.room.tabs.readiness);
  expect(await lead.act(fr.act.kinds.ready, { checks: true })).toMatch(/^Fait/);
  const leads = await otherLeads(day);
  const late = await centreIds(day, LATE);
  for (const one of leads) if (!late.includes(one.centreId)) await one.isReady(sittingId);
  return { sittingId, crowd, tablet, leads };
}

async function otherLeads({ exam }: Day): Promise<StaffWithoutScreen[]> {
  const centres = await exam.rows<{ code: string }>("SELECT code FROM centre ORDER BY code");
  const leads: StaffWithoutScreen[] = [];
  for (const { code } of centres)
    if (code !== CENTRE.code && code !== "BRE")
      leads.push(await StaffWithoutScreen.signIn(exam.address, `demo.lead.${code.toLowerCase()}`));
  return leads;
}
const centreIds = async ({ exam }: Day, names: readonly string[]): Promise<number[]> =>
  (await exam.rows<{ id: number }>("SELECT id FROM centre WHERE name = ANY ($1)", [names])).map(({ id }) => id);

/** Two centres are not ready: named, held back, and the others start at a time to the second, by two persons. */
async function start({ staff: { first, second, proctor }, picture }: Day, { crowd, tablet }: Seventh): Promise<void> {
  const list = first.page.getByRole("region", { name: words.check.title });
  await list.getByText(words.check.codes.centres(2)).waitFor(WAIT);
  for (const name of LATE) await list.getByText(name).waitFor(WAIT);
  await list.getByText(words.check.codes.tablets(0)).waitFor(WAIT);
  await picture(first.page, "organiser-check-in-fr");
  const refused = await first.act(words.act.start, { cause: "Heure prévue" });
  for (const word of [fr.act.refused, ...LATE]) expect(refused).toContain(word);
  expect(await first.act(words.check.holdAll(2), { cause: "Tablettes pas encore prêtes" })).toMatch(/2 sur 2/);
  const atMs = soon();
  const override = "Brest et Nice, retenus, auront leur propre début";
  await first.press(words.act.start);
  await first.fill({ cause: "Heure prévue", atMs, override });
  await picture(first.page, "organiser-start-fr");
  expect(await first.confirm()).toMatch(/^Attend la confirmation/);
  await first.sees(words.proposals.yours);
  await second.sees(words.proposals.title);
  await picture(second.page, "organiser-second-person-fr");
  await second.confirmProposal();
  await allAre(crowd.inTime, "running");
  await tablet.page.locator("main article").waitFor(WAIT);
  await allAre(crowd.late, "waiting");
  await answerAll(crowd.inTime, 3);
  await answerOnScreen(tablet);
  await proctor.tab(fr.room.tabs.candidates);
  await proctor.counts(crowd.room.length + 1, fr.counters.composing);
  await picture(proctor.page, "proctor-table-fr");
  await proctor.press(fr.room.plan);
  await picture(proctor.page, "proctor-plan-fr");
  await proctor.press(fr.room.table);
}

async function answerOnScreen({ page, texts }: ACandidate): Promise<void> {
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /^Question 18,/ })
    .first()
    .click();
  await page.locator("main").locator("input[type=radio], input[type=checkbox]").first().click();
  await page.getByRole("button", { name: texts.paper.next, exact: true }).click();
}

/** Each late centre starts on its own, and has its own clock. */
async function lateCentres({ staff: { first, second, lateLead }, picture }: Day, { crowd }: Seventh): Promise<void> {
  await lateLead.tab(fr.room.tabs.readiness);
  await lateLead.sees(fr.room.heldBack);
  await picture(lateLead.page, "lead-held-back-fr");
  expect(await lateLead.act(fr.act.kinds.ready, { checks: true })).toMatch(/^Fait/);
  for (const name of LATE) {
    await first.openCentre(name);
    // What its lead has said meanwhile is seen before anything is decided.
    if (name === "Brest") await first.sees(/^prêt$/);
    const filled = { cause: "Tablettes connectées", override: "Prêt par téléphone" };
    expect(await first.act(fr.act.kinds.start, filled)).toMatch(/^Attend la confirmation/);
    await second.confirmProposal();
  }
  await allAre(crowd.late, "running");
  await answerAll(crowd.late, 2);
  await first.goTo("centres");
  await first.sees(words.bar.others(2));
  await picture(first.page, "organiser-tiles-fr");
  await first.press(words.centres.asTable);
  await picture(first.page, "organiser-table-fr");
  await first.press(words.centres.asTiles);
}

/** A room loses its link: work goes on there, the lead pauses the room, the organiser hears of it at once. */
async function linkCut(day: Day, { sittingId, crowd }: Seventh): Promise<void> {
  const { first, lead, proctor } = day.staff;
  for (const tablet of crowd.room) tablet.cutLink();
  await answerAll(crowd.room, 2);
  await proctor.counts(crowd.room.length, fr.counters.offline);
  await lead.tab(fr.room.tabs.candidates);
  await lead.press(new RegExp(`^${CENTRE.room}`));
  await lead.counts(crowd.room.length, fr.counters.offline);
  await day.picture(lead.page, "lead-offline-fr");
  await first.goTo("journal");
  const cause = "Borne sans fil éteinte";
  const seenAt = first.page.waitForFunction(
    (text) => (document.body.innerText.includes(text) ? Date.now() : 0),
    cause,
    { polling: 20 },
  );
  expect(await lead.act(fr.act.pauseRoom, { cause })).toMatch(/^Fait/);
  const paused = (await first.journal(sittingId)).findLast(({ kind }) => kind === "pause");
  const seenAtMs = await (await seenAt).jsonValue();
  expect(seenAtMs - (paused?.atMs ?? 0)).toBeLessThan(1_000);
  await proctor.sees(/pause de la salle/);
  await day.picture(proctor.page, "proctor-paused-fr");
  for (const tablet of crowd.room) tablet.joinLink();
  await allAre(crowd.room, "paused");
  await proctor.counts(0, fr.counters.offline);
}

/** A question that all read, and one of a centre whose answer is published to all. */
async function questions({ staff: { first, lead, proctor, lateLead }, picture }: Day): Promise<void> {
  const common = "Faut-il faire revenir ceux qui sont sortis ?";
  await lead.say(fr.chat.common, common);
  await lateLead.say(fr.chat.centre, "Nos candidats gardent-ils toute leur durée ?");
  await first.goTo("chat");
  await first.press(/Canal commun/);
  await first.sees(common);
  await first.page.getByLabel(words.chat.write).fill("Oui : personne ne quitte la salle.");
  await first.press(words.chat.send);
  await lead.sees("Oui : personne ne quitte la salle.");
  await first.press(/^Brest/);
  await first.press(words.chat.publish);
  await first.page.getByLabel(words.chat.write).fill("Un centre qui commence plus tard garde toute sa durée.");
  await picture(first.page, "organiser-chat-fr");
  await first.page.locator("form.write").getByRole("button", { name: words.chat.publish, exact: true }).click();
  await lead.sees("Un centre qui commence plus tard garde toute sa durée.");
  await picture(lead.page, "lead-chat-fr");
  await proctor.page.getByRole("button", { name: /^Messages.*non lus?/ }).waitFor(WAIT);
}

/** One person stops the nation; the instruction is read on every tablet; time is given to those who lost some. */
async function nationalPause(
  { staff: { first, lead }, picture }: Day,
  { sittingId, crowd, tablet }: Seventh,
): Promise<void> {
  expect(await first.act(words.act.pause)).toMatch(/^Fait/);
  await allAre(crowd.all, "paused");
  expect(crowd.all.map((one) => one.answer())).toEqual(crowd.all.map(() => false));
  await tablet.sees(tablet.texts.pause.title);
  await first.sees(words.delivery.done({ present: crowd.all.length + 1 } as never));
  await first.goTo("centres");
  await picture(first.page, "organiser-pause-fr");

  await first.goTo("instructions");
  await first.page
    .getByLabel(words.instructions.text, { exact: true })
    .fill("Restez à votre place. Vos réponses sont enregistrées, votre temps est arrêté.");
  await first.press(words.instructions.send);
  await first.page.getByRole("heading", { name: words.instructions.number(1) }).waitFor(WAIT);
  await tablet.sees("votre temps est arrêté");
  await picture(tablet.page, "tablet-pause-instruction-fr");
  await readOnScreen(tablet);
  await until(() => expect(crowd.all.filter((one) => !one.readInstructions())).toEqual([]));
  const everyone = String(crowd.all.length + 1);
  await until(async () =>
    expect(await first.page.locator("article dl dd").allInnerTexts()).toEqual([everyone, everyone, everyone, everyone]),
  );
  await picture(first.page, "organiser-instructions-fr");

  expect(await lead.act(fr.act.resumeRoom, { cause: "Le réseau est revenu" })).toMatch(/^Fait/);
  await allAre(crowd.room, "paused"); // a centre cannot lift the nation's pause
  for (const name of LATE) {
    await first.openCentre(name);
    expect(await first.act(fr.act.kinds.credit, { cause: "Retard au début", seconds: 20 })).toMatch(/^Fait/);
  }
  await until(() => expect(crowd.late.map(({ view }) => view.creditMs)).toEqual(crowd.late.map(() => 20_000)));
  expect(kindsOf(await first.journal(sittingId))).toMatchObject({ pause: 2, credit: 2, instruction: 1, hold: 2 });
}

/** Pressed too soon after it appeared it does not count: presses until it does. */
async function readOnScreen({ page, texts }: ACandidate): Promise<void> {
  const read = page.getByRole("button", { name: texts.instruction.read });
  await until(async () => {
    if ((await read.count()) > 0) await read.first().click({ timeout: 1_000 });
    expect(await read.count()).toBe(0);
  });
}

/** Announced to the second by one person, confirmed by the other: all go on at that instant. */
async function resumeTogether({ staff: { first, second }, picture }: Day, { crowd, tablet }: Seventh): Promise<void> {
  await first.goTo("centres");
  const atMs = soon();
  expect(await first.act(words.act.resume, { cause: "Serveurs revenus", atMs })).toMatch(/^Attend la confirmation/);
  await second.confirmProposal();
  await tablet.sees(tablet.texts.pause.until(atMs).slice(0, 9));
  await picture(tablet.page, "tablet-resume-announced-fr");
  await picture(second.page, "organiser-resume-announced-fr");
  await allAre(crowd.all, "running");
  const earliest = Math.min(...(await madeFrom(crowd, atMs)));
  expect(earliest).toBeGreaterThanOrEqual(atMs);
  await tablet.page.locator("main article").waitFor(WAIT);
}
/** Instants that tablets claim for an answer made now. */
async function madeFrom({ all }: Crowd, fromMs: number): Promise<number[]> {
  await answerAll(all, 1);
  const frames = await Promise.all(all.map((tablet) => tablet.frames()));
  const made = frames.map((list) => list.findLast(({ kind }) => kind === "answer")?.claimedAtMs ?? 0);
  expect(made.filter((ms) => ms < fromMs)).toEqual([]);
  return made;
}

/** Stopped again, resumed by waves: the first centres go on, the others still wait. */
async function resumeByWaves({ staff: { first, second }, picture }: Day, { crowd }: Seventh): Promise<void> {
  expect(await first.act(words.act.pause, { cause: OUTAGE })).toMatch(/^Fait/);
  await allAre(crowd.all, "paused");
  await until(() => first.page.getByRole("button", { name: words.bar.waves }).click({ timeout: 1_000 }));
  const dialog = first.page.getByRole("dialog");
  await dialog.getByLabel(words.waves.size).fill("17");
  await dialog.getByLabel(words.waves.size).blur();
  await dialog.getByLabel(words.waves.first).fill(typedTime(soon()));
  await dialog.getByLabel(words.waves.spacing).fill("10");
  await dialog.getByLabel(words.waves.cause).fill("Reprise par moitiés");
  await dialog.getByText(words.waves.summary(34, 2)).waitFor(WAIT);
  await picture(first.page, "organiser-waves-fr");
  await dialog.getByRole("button", { name: words.waves.ask }).click();
  await dialog.getByText(words.waves.proposed).waitFor(WAIT);
  await dialog.getByRole("button", { name: words.waves.close }).click();
  await second.sees(words.proposals.several(18));
  await picture(second.page, "organiser-waves-second-person-fr");
  await second.confirmProposal();
  const firstWave = crowd.all.filter(({ candidate }) => candidate.centreId <= 17);
  await allAre(firstWave, "running");
  const others = crowd.all.filter((one) => !firstWave.includes(one));
  expect(new Set(others.map(({ view }) => view.time.stage))).toEqual(new Set(["paused"]));
  await answerAll(firstWave, 1);
  await picture(first.page, "organiser-after-first-wave-fr");
}

/** Two persons cancel; what was written is kept; candidates are told, and what comes next. */
async function cancel(
  { staff: { first, second, lead }, picture }: Day,
  { crowd, tablet, sittingId }: Seventh,
): Promise<void> {
  await first.press(words.bar.more);
  expect(await first.act(words.act.cancel, { cause: "Panne générale" })).toMatch(/^Attend la confirmation/);
  await second.confirmProposal();
  await allAre(crowd.all, "cancelled");
  await tablet.sees(tablet.texts.cancelled.title);
  await first.goTo("instructions");
  await first.page.getByLabel(words.instructions.text, { exact: true }).fill("Une nouvelle série aura lieu demain.");
  await first.press(words.instructions.send);
  await tablet.sees("Une nouvelle série aura lieu demain.");
  await picture(tablet.page, "tablet-cancelled-fr");
  await readOnScreen(tablet);
  await until(() => expect(crowd.all.filter((one) => !one.readInstructions())).toEqual([]));
  await allSecured(crowd.all);
  await lead.sees(fr.phase.cancelled);
  await lead.tab(fr.room.tabs.journal);
  await picture(lead.page, "lead-journal-fr");
  const [last] = (await first.journal(sittingId)).filter(({ kind }) => kind === "cancel");
  expect(last).toMatchObject({ author: expect.stringContaining("organiser") as string });
  expect(last?.second).not.toBe(last?.author);
  expect(crowd.all.filter(({ endMs }) => endMs !== last?.effectiveAtMs)).toEqual([]);
}

const kindsOf = (acts: readonly { readonly kind: ActKind }[]): Partial<Record<ActKind, number>> =>
  acts.reduce<Partial<Record<ActKind, number>>>((sums, { kind }) => ({ ...sums, [kind]: (sums[kind] ?? 0) + 1 }), {});
