import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakeControl } from "../testing/fake-control.ts";
import { CODE, PASSWORD } from "../testing/fake-exam.ts";
import { fr } from "../texts/fr.ts";
import { operatorFr } from "../texts/operator-fr.ts";
import { organiserFr as words } from "../texts/organiser-fr.ts";
import { preparationFr } from "../texts/preparation-fr.ts";

const WAIT = { timeout: 15_000 };
let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let control: FakeControl;
let people: BrowserContext[] = [];

beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
beforeEach(async () => {
  control = await FakeControl.start(pages.root, { perRoom: 10 });
});
afterEach(async () => {
  for (const person of people.splice(0)) await person.close();
  await control.stop();
  expect(control.problems).toEqual([]);
});

async function signedIn(login: string): Promise<Page> {
  const page = await signedInStaff(login);
  await page.getByLabel(fr.signIn.code).fill(CODE);
  await page.keyboard.press("Enter");
  return page;
}
async function signedInStaff(login: string): Promise<Page> {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1366, height: 768 } });
  people = [...people, context];
  const page = await context.newPage();
  await page.goto(`${control.url}/console/`);
  await page.getByLabel(fr.signIn.login).fill(login);
  await page.getByLabel(fr.signIn.password).fill(PASSWORD);
  await page.keyboard.press("Enter");
  return page;
}
const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const goTo = (page: Page, view: keyof typeof words.views) =>
  page.getByRole("navigation").getByRole("button", { name: words.views[view] }).click();
const kinds = () => control.journal().acts.map((act) => act.kind);
/** Fills the dialog that is open, and confirms it. */
async function confirm(page: Page, cause: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(fr.act.cause, { exact: true }).fill(cause);
  await dialog.getByRole("button", { name: fr.act.confirm }).click();
}
const closeDialog = (page: Page) => page.getByRole("dialog").getByRole("button", { name: fr.close }).click();

/** Everybody sits at a tablet; all centres are ready but Amiens and Angers. */
function checkedIn(): void {
  control.act("check_in");
  control.arrive();
  for (const { id } of control.exam.centres)
    if (id > 2) control.act("ready", { scope: { kind: "centre", id }, checks: [] });
}

test("a start with two centres that are not ready: named, overridden with a reason, confirmed by a second organiser", async () => {
  const duval = await signedIn("duval");
  checkedIn();
  const list = duval.getByRole("region", { name: words.check.title });
  await list.getByText("Amiens, Angers").waitFor();
  await button(duval, words.act.start).click();
  await duval.getByLabel(fr.act.override).fill("Ils commenceront plus tard");
  await confirm(duval, "Heure prévue");
  await closeDialog(duval);
  await duval.getByText(words.proposals.yours).waitFor();
  expect(await button(duval, words.proposals.confirm).count()).toBe(0);
  expect(kinds()).not.toContain("start");

  const nguyen = await signedIn("nguyen");
  await button(nguyen, words.proposals.confirm).click();
  await vi.waitFor(() => expect(kinds()).toContain("start"), WAIT);
  expect(control.journal().acts.at(-1)).toMatchObject({
    override: "Ils commenceront plus tard",
    author: expect.stringContaining("Duval") as string,
    second: expect.stringContaining("Nguyen") as string,
  });
  await button(duval, words.act.pause).waitFor();
  expect(await duval.getByText(words.proposals.title).count()).toBe(0);
});

test("a national pause is two clicks of one person; a lost reply is checked in the journal, never sent twice", async () => {
  const page = await signedIn("duval");
  checkedIn();
  control.act("start", { override: "-" });
  control.losingReplies = true;
  control.journalSilent = true;
  await button(page, words.act.pause).click();
  await button(page, fr.act.confirm).click();
  await page
    .getByText(fr.act.checking)
    .or(page.getByText(fr.act.done(0).slice(0, 6)))
    .first()
    .waitFor();
  control.losingReplies = false;
  control.journalSilent = false;
  await button(page, words.bar.waves).waitFor();
  expect(kinds().filter((kind) => kind === "pause")).toHaveLength(1);
  const tile = button(page, /Amiens.*en pause/s);
  await closeDialog(page);
  await tile.waitFor();
});

test("a resumption by waves is one decision for the second organiser: each centre has its instant, the last ends the pause", async () => {
  const duval = await signedIn("duval");
  checkedIn();
  control.act("start", { override: "-" });
  control.act("pause", { cause: "panne" });
  // Two centres whose tablets are not back.
  for (const roomId of [10, 11, 12, 20, 21, 22]) control.arrive([roomId], { connected: false });
  await button(duval, words.bar.waves).click();
  const dialog = duval.getByRole("dialog");
  await dialog.getByLabel("Amiens").waitFor();
  await vi.waitFor(async () => expect(await dialog.getByLabel("Brest").inputValue()).toBe("0"), WAIT);
  await dialog.getByLabel(words.waves.size).fill("20");
  await dialog.getByLabel(words.waves.size).blur();
  expect(await dialog.getByLabel("Amiens").inputValue()).toBe("2");
  await dialog.getByRole("button", { name: words.waves.ask }).click();
  await dialog.getByText(words.waves.noCause).waitFor();
  await dialog.getByLabel(words.waves.cause).fill("Le réseau est revenu");
  await dialog.getByRole("button", { name: words.waves.ask }).click();
  await dialog.getByText(words.waves.proposed).waitFor();
  expect(kinds()).not.toContain("resume");

  const nguyen = await signedIn("nguyen");
  await nguyen.getByText(words.proposals.several(33)).waitFor();
  await button(nguyen, words.proposals.confirm).click();
  await vi.waitFor(() => expect(kinds().filter((kind) => kind === "resume")).toHaveLength(33), WAIT);
  const resumes = control.journal().acts.filter((act) => act.kind === "resume");
  expect(resumes.at(-1)?.scope).toEqual({ kind: "nation" });
  const instants = [...new Set(resumes.map((act) => act.effectiveAtMs))];
  expect(instants.slice(1).map((at, n) => at - (instants[n] ?? 0))).toEqual([120_000, 120_000]);
  expect(control.journal().state.phase).toBe("running");
});

test("a pasted text of 20 kB is counted and kept; shortened, it becomes instruction no. 1", async () => {
  const page = await signedIn("duval");
  checkedIn();
  await goTo(page, "instructions");
  const text = page.getByLabel(words.instructions.text, { exact: true });
  await text.fill("x".repeat(20_000));
  await page.getByText(words.instructions.tooLong(18_500)).first().waitFor();
  await button(page, words.instructions.send).click();
  expect((await text.inputValue()).length).toBe(20_000);
  expect(kinds()).not.toContain("instruction");
  await text.fill("La question 12 est neutralisée.");
  await button(page, words.instructions.send).click();
  await page.getByRole("heading", { name: words.instructions.number(1) }).waitFor();
  expect(await text.inputValue()).toBe("");
});

test("a room is held back and started later from its centre; which staff have read is told; an alert is closed", async () => {
  const page = await signedIn("duval");
  checkedIn();
  await button(page, /Amiens/).click();
  const rowOf = (name: string) => page.getByRole("row").filter({ hasText: name });
  await rowOf("Amphi Rabelais").getByRole("button", { name: fr.act.kinds.hold }).click();
  await confirm(page, "Réseau instable");
  await closeDialog(page);
  await rowOf("Amphi Rabelais").getByText(words.standing.held).waitFor();
  control.act("start", { override: "-" });
  expect(await rowOf("Salle Velpeau").getByRole("button", { name: fr.act.kinds.start }).count()).toBe(0);
  await rowOf("Amphi Rabelais").getByRole("button", { name: fr.act.kinds.start }).waitFor();
  control.act("start", { scope: { kind: "room", id: 10 }, override: "prêts" });
  await rowOf("Amphi Rabelais")
    .getByText(/débuté à/)
    .waitFor();

  control.act("instruction", { text: "Fermez les portes.", audience: "proctors", scope: { kind: "centre", id: 1 } });
  await goTo(page, "instructions");
  await page.getByText(words.instructions.staffRead(0, 1)).waitFor();
  const lead = await signedInStaff("lead1");
  await button(lead, fr.instructions.read).click();
  await page.getByText(words.instructions.staffRead(1, 1)).waitFor();

  control.alerts = [
    {
      id: "clock-2",
      cause: "clock_off",
      severity: "attention",
      centreId: 2,
      roomId: null,
      detail: "3",
      sinceMs: Date.now(),
      owner: "Marie Duval",
      endedAtMs: null,
    },
  ];
  await goTo(page, "alerts");
  await page.getByText("Angers, 3 tablettes").waitFor();
  await button(page, words.alerts.close).click();
  await vi.waitFor(() => expect(control.others.map(({ path }) => path.split("/").at(-1))).toEqual(["close"]), WAIT);
});

test("the page never holds the nation's candidates, and its order stands still under a finger", async () => {
  const page = await signedIn("duval");
  checkedIn();
  control.act("start", { override: "-" });
  await button(page, /Amiens/).waitFor();
  const first = page.locator(".tiles button .name").first();
  await vi.waitFor(async () => expect(await page.locator(".tiles button").count()).toBe(34), WAIT);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(2_000);
  const before = await first.textContent();
  await page.locator(".tiles button").nth(3).hover();
  control.arrive([340, 341, 342], { connected: false });
  await button(page, /Tours.*aucune tablette/s).waitFor();
  expect(await first.textContent()).toBe(before);
  await page.mouse.move(700, 20);
  await vi.waitFor(async () => expect(await first.textContent()).toBe("Tours"), WAIT);
  control.network(false);
  await page.getByText(fr.bar.reconnecting).waitFor();
  await page.locator(".tiles button.stale").first().waitFor();
});

test("no serious accessibility problem on any page", async () => {
  const page = await signedIn("duval");
  checkedIn();
  control.writes("lead5", 5, "Faut-il ouvrir ?");
  control.platform = {
    atMs: Date.now(),
    parts: [],
    connected: 1,
    present: 2,
    d1P99Ms: 10,
    d2P99Ms: 9_000,
    answersPerSecond: 90,
    backlogMs: [null, 20],
    backlogEntries: 3,
    quarantined: 1,
    diskFreeBytes: null,
  };
  const found: string[] = [];
  for (const view of Object.keys(words.views) as (keyof typeof words.views)[]) {
    await goTo(page, view);
    if (view === "platform") await page.getByText(operatorFr.advice.title).waitFor();
    if (view === "preparation") await page.getByText(preparationFr.tabs.imports).waitFor();
    found.push(...(await violations(page, view)));
  }
  await goTo(page, "centres");
  await button(page, words.centres.asTable).click();
  found.push(...(await violations(page, "table")));
  await button(page, "Brest").click();
  found.push(...(await violations(page, "centre")));
  control.act("start", { override: "-" });
  control.act("pause", { cause: "panne" });
  await button(page, words.bar.waves).click();
  found.push(...(await violations(page, "waves")));
  expect(found).toEqual([]);
});
