/** The consoles' core and the proctor's screens in a browser, on a fake control. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakeControl } from "./testing/fake-control.ts";
import { PASSWORD } from "./testing/fake-exam.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";
import type { Texts } from "./texts/texts.ts";

let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let control: FakeControl;
const complaints: string[] = [];
const WAIT = { timeout: 10_000 };

beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
beforeEach(async () => {
  control = await FakeControl.start(pages.root, { centres: 2 });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await control.stop();
  expect(complaints.splice(0)).toEqual([]);
  expect(control.problems).toEqual([]);
});

async function signIn(login: string, texts: Texts = fr, viewport = { width: 1366, height: 768 }): Promise<Page> {
  const locale = texts === fr ? "fr-FR" : "en-GB";
  const page = await (await browser.newContext({ viewport, locale })).newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const refused = /Failed to load resource|WebSocket connection|net::ERR/.test(message.text());
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
  await page.goto(`${control.url}/console/`);
  await identify(page, login, texts);
  return page;
}
async function identify(page: Page, login: string, texts: Texts = fr): Promise<void> {
  await page.getByLabel(texts.signIn.login).fill(login);
  await page.getByLabel(texts.signIn.password).fill(PASSWORD);
  await page.getByRole("button", { name: texts.signIn.go }).click();
}
/** The paper has begun and everybody composes. */
function begin(): void {
  control.act("check_in");
  control.act("start", { override: "test" });
  control.arrive();
}
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole("dialog");
const closeDialog = (page: Page) => dialog(page).getByRole("button", { name: fr.close, exact: true }).click();
const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(WAIT);
const openSeat = (page: Page, seat: string) =>
  page.getByRole("button", { name: new RegExp(`^Table ${seat},`) }).click();

test("a proctor pauses the room with a cause, announces the resume, and everybody sees who and why", async () => {
  begin();
  const proctor = await signIn("proctor10");
  const lead = await signIn("lead1");
  await press(proctor, fr.act.pauseRoom);
  await sees(proctor, "Concerne 70 candidats");
  await press(proctor, fr.act.confirm);
  await sees(proctor, fr.act.problems.cause);
  await press(proctor, "Coupure du réseau");
  await press(proctor, fr.act.confirm);
  await dialog(proctor)
    .getByText(/^Fait à/)
    .waitFor(WAIT);
  await press(proctor, fr.close);
  await proctor.getByRole("button", { name: /^70 En pause/ }).waitFor(WAIT);
  await lead.getByRole("button", { name: /Amphi Rabelais/ }).click();
  await sees(lead, /pause de la salle.*Luc Ferrand \(surveillant\)/);
  await press(proctor, fr.act.resumeRoom);
  await proctor.getByLabel(fr.act.later).check();
  await press(proctor, "Le réseau est revenu");
  await press(proctor, fr.act.confirm);
  await sees(proctor, /prend effet à/);
  await sees(lead, /reprise à/);
  expect(control.journal().acts.map(({ kind }) => kind)).toEqual(["check_in", "start", "pause", "resume"]);
});

test("a reply is lost: the dialog checks with the journal, closing it keeps a line, and nothing happens twice", async () => {
  begin();
  const page = await signIn("proctor10");
  await sees(page, fr.bar.live);
  control.losingReplies = control.journalSilent = control.feedSilent = true;
  await press(page, fr.act.pauseRoom);
  await press(page, "Alarme incendie");
  await press(page, fr.act.confirm);
  await sees(page, /Vérification auprès du journal/);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await sees(page, /vérification auprès du journal/);
  expect(control.journal().acts).toHaveLength(3);
  control.losingReplies = control.journalSilent = control.feedSilent = false;
  await sees(page, /: Fait à/);
  expect(control.journal().acts.filter(({ kind }) => kind === "pause")).toHaveLength(1);
});

test("two at once: one wins, the other is told what happened and may go on knowing it", async () => {
  begin();
  const page = await signIn("lead1");
  await page.getByRole("button", { name: /Amphi Rabelais/ }).click();
  await press(page, fr.act.pauseCentre);
  control.act("pause", { scope: { kind: "room", id: 11 }, author: "Luc Ferrand (proctor)" });
  control.act("credit", { scope: { kind: "centre", id: 1 }, creditMs: 60_000, author: "Marie Duval (organiser)" });
  await sees(page, /Entre-temps.*1.min rendues, par Marie Duval \(organisateur national\)/);
  await press(page, "Bruit dans la salle");
  await press(page, fr.act.confirm);
  await sees(page, /Quelqu’un a agi entre-temps/);
  await press(page, fr.act.again);
  await press(page, fr.act.confirm);
  await dialog(page)
    .getByText(/^Fait à/)
    .waitFor(WAIT);
  expect(control.journal().acts.at(-1)).toMatchObject({ kind: "pause", scope: { kind: "centre", id: 1 } });
});

test("the session ends in the middle of an act: it is kept, and done after signing in again", async () => {
  begin();
  const page = await signIn("proctor10");
  await openSeat(page, "A04");
  await press(page, fr.act.credit);
  await page.getByLabel(fr.act.minutes).fill("5");
  await press(page, "Malaise");
  control.endSessions();
  await page.getByLabel(fr.signIn.password).waitFor(WAIT);
  await sees(page, fr.signIn.ended);
  await identify(page, "proctor10");
  await expect.poll(() => page.getByLabel(fr.act.minutes).inputValue(), WAIT).toBe("5");
  await press(page, fr.act.confirm);
  await sees(page, /Fait à/);
  await dialog(page).getByRole("button", { name: fr.close }).click();
  await sees(page, "+5 min");
});

test("who needs somebody comes first; counters filter; a raised hand is answered; a selection is credited in one dialog", async () => {
  begin();
  control.move(1033, { hand: { reason: "tablet", atMs: Date.now() - 4_000 } });
  control.move(1051, { connected: false, sinceMs: Date.now() - 120_000 });
  const page = await signIn("proctor10");
  await sees(page, "Main levée");
  const names = () => page.locator("tbody tr td:nth-child(2)").allInnerTexts();
  await expect.poll(async () => (await names()).slice(0, 2), WAIT).toEqual(["D04", "F02"]);
  await page.getByRole("button", { name: /^1 Hors ligne/ }).click();
  expect(await names()).toEqual(["F02"]);
  await page.getByRole("button", { name: /^70 Tous/ }).click();
  await openSeat(page, "D04");
  await press(page, fr.act.handComing);
  await sees(page, fr.hand.coming);
  for (const seat of ["A01", "A02", "A03"]) await page.getByLabel(`${fr.table.choose} ${seat}`).check();
  await page
    .getByRole("group", { name: fr.selection.chosen(3) })
    .getByRole("button", { name: fr.act.credit })
    .click();
  await sees(page, "Concerne 3 candidats");
  await page.getByLabel(fr.act.minutes).fill("2");
  await press(page, "Réseau coupé");
  await press(page, fr.act.confirm);
  await sees(page, fr.act.doneAll(3, 3));
  expect(control.journal().acts.filter(({ kind }) => kind === "credit")).toHaveLength(3);
});

test("tablets that ask to take over are shown first, and let in one by one or together", async () => {
  begin();
  const ids = [1003, 1004, 1005];
  for (const id of ids) control.move(id, { otherTabletAtMs: Date.now() });
  control.move(1006, { wrongCodes: 5 });
  const page = await signIn("proctor10");
  await sees(page, fr.attention.other_tablet);
  await sees(page, fr.attention.wrong_codes);
  await openSeat(page, "A04");
  await press(page, fr.act.approve);
  await press(page, "Écran cassé");
  await press(page, fr.act.confirm);
  await dialog(page)
    .getByText(/^Fait à/)
    .waitFor(WAIT);
  await closeDialog(page);
  control.move(1003, { otherTabletAtMs: null, epoch: 3 });
  for (const seat of ["A05", "A06"]) await page.getByRole("checkbox", { name: new RegExp(seat) }).check();
  await press(page, fr.act.spare);
  await press(page, "Écran cassé");
  await press(page, fr.act.confirm);
  await sees(page, fr.act.doneAll(2, 2));
  const replaced = control.journal().acts.filter(({ kind }) => kind === "replace_device");
  expect(replaced.map(({ scope }) => scope)).toEqual(ids.map((id) => ({ kind: "candidate", id })));
});

test("nothing moves under the pointer: who newly needs somebody comes last until the list is left", async () => {
  begin();
  control.move(1051, { connected: false, sinceMs: Date.now() - 120_000 });
  const page = await signIn("proctor10");
  const first = () => page.locator("tbody tr td:nth-child(2)").first().innerText();
  await expect.poll(first, WAIT).toBe("F02");
  await page.locator("tbody tr").nth(3).hover();
  control.move(1069, { hand: { reason: "unwell", atMs: Date.now() } });
  await page.getByRole("button", { name: /^2 À voir/ }).waitFor(WAIT);
  expect(await first()).toBe("F02");
  await page.mouse.move(5, 5);
  await expect.poll(first, WAIT).toBe("G10");
});

test("the chat survives a cut without loss or repetition; what is not read is counted", async () => {
  begin();
  const page = await signIn("proctor10");
  control.writes("duval", "common", "Que se passe-t-il ?");
  await sees(page, fr.room.unread(1));
  await page.getByRole("button", { name: /^Messages/ }).click();
  await sees(page, "Que se passe-t-il ?");
  control.network(false);
  await sees(page, fr.bar.reconnecting);
  await page.getByLabel(fr.chat.write).fill("Le réseau est tombé");
  await page.keyboard.press("Enter");
  await sees(page, fr.chat.sending);
  control.network(true);
  control.writes("nguyen", "common", "Bien reçu");
  await sees(page, "Bien reçu");
  await expect.poll(() => control.chat.filter(({ text }) => text === "Le réseau est tombé").length, WAIT).toBe(1);
  await page.getByText(fr.chat.sending).waitFor({ state: "detached", ...WAIT });
  expect(await page.getByText("Le réseau est tombé").count()).toBe(1);
  expect(await page.getByText("Que se passe-t-il ?").count()).toBe(1);
});

test("a room says ready after every check; an instruction for proctors stays until it is read", async () => {
  control.act("check_in");
  control.arrive([10]);
  control.move(1004, { problems: ["clock"] });
  const page = await signIn("proctor10");
  control.act("instruction", { text: "Ne laissez entrer personne après 14 h 15.", audience: "proctors" });
  await sees(page, "Ne laissez entrer personne");
  await press(page, fr.instructions.read);
  await page.getByRole("button", { name: fr.instructions.read }).waitFor({ state: "detached" });
  // Control keeps it: another browser of the same person is not asked again, another person is.
  const elsewhere = await signIn("proctor10");
  await elsewhere.getByRole("tab", { name: fr.instructions.title }).click();
  await sees(elsewhere, /^lue à/);
  expect(await elsewhere.getByRole("button", { name: fr.instructions.read }).count()).toBe(0);
  await (await signIn("proctor11")).getByRole("button", { name: fr.instructions.read }).waitFor(WAIT);
  await page.getByRole("tab", { name: fr.room.tabs.readiness }).click();
  await sees(page, fr.readiness.withProblem(1));
  await press(page, fr.act.ready);
  await press(page, fr.act.confirm);
  await sees(page, fr.act.problems.checks);
  for (const check of Object.values(fr.readiness.checks)) await dialog(page).getByLabel(check).check();
  await press(page, fr.act.confirm);
  await sees(page, /Prête depuis .* Luc Ferrand \(surveillant\)/);
});

test("single acts: somebody admitted with a card shown once, all absentees at once, a note, one's own password", async () => {
  control.act("check_in");
  control.arrive([10]);
  for (let seat = 63; seat < 70; seat++) control.rows.delete(1000 + seat);
  const page = await signIn("lead1");
  await page.getByRole("button", { name: /^Amphi Rabelais/ }).click();
  expect(await page.getByRole("button", { name: fr.act.absentAll(7) }).count()).toBe(0);
  control.act("start", { override: "test" });
  await press(page, fr.act.absentAll(7));
  await sees(page, "Concerne 7 candidats");
  await press(page, "Constaté en salle");
  await press(page, fr.act.confirm);
  await sees(page, fr.act.doneAll(7, 7));
  await closeDialog(page);
  expect(await page.getByRole("button", { name: fr.act.absentAll(7) }).count()).toBe(0);

  await press(page, fr.day.admit.title);
  for (const [label, words] of [
    [fr.day.admit.familyName, "Faure"],
    [fr.day.admit.givenName, "Nina"],
    [fr.day.admit.studentNumber, "22199999"],
    [fr.day.move.seat, "A01"],
    [fr.act.cause, "Oubliée de la liste"],
  ] as const)
    await dialog(page).getByLabel(label, { exact: true }).fill(words);
  await press(page, fr.day.admit.go);
  await sees(page, "La table A01 de la salle R est prise par Martin Zoé.");
  await dialog(page).getByLabel(fr.day.move.seat, { exact: true }).fill("G10");
  await press(page, fr.day.admit.go);
  await sees(page, "ABCD-EFGH-JKLM");
  await closeDialog(page);
  expect(control.journal().acts.at(-1)).toMatchObject({ kind: "register", cause: "Oubliée de la liste" });

  await openSeat(page, "A02");
  await press(page, fr.drawer.more);
  await press(page, fr.act.note);
  await dialog(page).getByLabel(fr.act.categories.other, { exact: true }).fill("Lunettes oubliées");
  await press(page, fr.act.confirm);
  await dialog(page)
    .getByText(/^Fait à/)
    .waitFor(WAIT);
  await closeDialog(page);
  expect(control.journal().acts.at(-1)).toMatchObject({
    kind: "incident",
    category: "other",
    cause: "Lunettes oubliées",
  });

  await page.getByRole("button", { name: /^Anne Roussel/ }).click();
  await press(page, fr.password.title);
  const change = async (old: string, next: string, again = next) => {
    await dialog(page).getByLabel(fr.password.old).fill(old);
    await dialog(page).getByLabel(fr.password.next, { exact: true }).fill(next);
    await dialog(page).getByLabel(fr.password.again).fill(again);
    await press(page, fr.password.go);
  };
  await change(PASSWORD, "court");
  await sees(page, fr.password.short(12));
  await change(PASSWORD, "trois mots suffisent", "trois mots différents");
  await sees(page, fr.password.different);
  await change("pas celui-ci", "trois mots suffisent");
  await sees(page, fr.password.wrong);
  await change(PASSWORD, "trois mots suffisent");
  await sees(page, fr.password.done);
});

test("the focus stays where it was when the order of the list is released", async () => {
  begin();
  const page = await signIn("proctor10");
  await page.getByRole("table").waitFor(WAIT);
  await openSeat(page, "A05");
  await page.mouse.move(700, 20);
  const focusedSeat = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  expect(await focusedSeat()).toContain("A05");
  control.move(1004, { hand: { reason: "unwell", atMs: Date.now() } });
  control.move(1063, { hand: { reason: "unwell", atMs: Date.now() - 60_000 } });
  await expect.poll(() => page.locator("tbody .name").nth(1).textContent(), WAIT).toContain("A05");
  expect(await focusedSeat()).toContain("A05");
});

test("the ledger proposes, a person decides: one dialog for all who lost the same", async () => {
  begin();
  const lost = (candidateId: number, proposedCreditMs: number) => ({
    place: { centreId: 1, roomId: 10, candidateId },
    runningMs: 600_000,
    pausedMs: { nation: 0, centre: 0, room: 372_000, candidate: 0 },
    lateStartMs: 0,
    lateArrivalMs: 0,
    gaps: [{ fromMs: 1, untilMs: 150_001, runningMs: 150_000 }],
    longestGapMs: 150_000,
    workedInPauseMs: 0,
    waitedMs: 0,
    creditMs: 0,
    proposedCreditMs,
  });
  control.losses = [lost(1003, 120_000), lost(1004, 120_000), lost(1005, 0)];
  const page = await signIn("proctor10");
  await page.getByRole("tab", { name: fr.room.tabs.lostTime }).click();
  await sees(page, "En pause\u00a0: 6\u00a0min\u00a012\u00a0s");
  await sees(page, /3.candidats hors ligne plus de 60 s/);
  await press(page, fr.lostTime.grant(2));
  await sees(page, "Concerne 2 candidats");
  control.losses = [];
  await press(page, fr.act.confirm);
  await sees(page, fr.act.doneAll(2, 2));
  await press(page, fr.close);
  await sees(page, fr.lostTime.nothing);
  expect(control.journal().acts.slice(-2)).toMatchObject([{ creditMs: 120_000 }, { creditMs: 120_000 }]);
});

test("after the end: tablets to keep, a reason to do without a receipt, then the lead signs", async () => {
  begin();
  for (const { id, roomId } of control.exam.roster)
    if (roomId < 20)
      control.move(id, { submitted: id === 1007 ? "on_tablet" : "stored", waitingEntries: id === 1007 ? 3 : 0 });
  control.act("end");
  control.act("collect");
  const page = await signIn("lead1");
  await page.getByRole("tab", { name: fr.room.tabs.collection }).click();
  await sees(page, fr.collection.keep(1));
  expect(await page.getByRole("button", { name: fr.collection.sign }).count()).toBe(0);
  await press(page, fr.act.waive);
  await press(page, "Tablette détruite");
  await press(page, fr.act.confirm);
  await dialog(page)
    .getByText(/^Fait à/)
    .waitFor(WAIT);
  await press(page, fr.close);
  await press(page, fr.collection.sign);
  await press(page, fr.act.confirm);
  await sees(page, /Signé par Anne Roussel/);
});

test.each([
  [fr, 1366],
  [en, 1024],
] as const)("no serious accessibility problem, nothing cut off sideways", async (texts, width) => {
  begin();
  control.move(1033, { hand: { reason: "tablet", atMs: Date.now() - 4_000 } });
  control.move(1051, { connected: false, sinceMs: Date.now() - 120_000 });
  const found: string[] = [];
  const page = await signIn("proctor10", texts, { width, height: 768 });
  await page.getByRole("table").waitFor(WAIT);
  const look = async (screen: string) => {
    found.push(...(await violations(page, screen)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${screen}: ${wide} px too wide`);
  };
  await look("table");
  await page.getByRole("button", { name: new RegExp(`^${texts.table.seat} D04,`) }).click();
  await look("drawer");
  await press(page, texts.act.credit);
  await look("dialog");
  await page.keyboard.press("Escape");
  await press(page, texts.close);
  await press(page, texts.room.plan);
  await look("plan");
  await page.getByRole("button", { name: new RegExp(`^${texts.room.chat}`) }).click();
  await look("chat");
  for (const name of [texts.instructions.title, ...Object.values(texts.room.tabs)]) {
    await page.getByRole("tab", { name, exact: true }).click();
    await look(name);
  }
  const technician = await signIn("tech1", texts);
  await technician.getByRole("table").waitFor(WAIT);
  found.push(...(await violations(technician, "technician")));
  expect(await technician.getByText("Lefèvre").count()).toBe(0);
  expect(found).toEqual([]);
});
