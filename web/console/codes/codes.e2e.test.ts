import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakeControl } from "../testing/fake-control.ts";
import { enrolledTablets } from "../testing/fake-seals.ts";
import { CODE, PASSWORD } from "../testing/fake-exam.ts";
import { CODES_TEXTS } from "../texts/codes.ts";
import { ENROLMENT_TEXTS } from "../texts/enrolment.ts";
import { TEXTS } from "../texts/texts.ts";

const WAIT = { timeout: 15_000 };
/** Where to put screenshots, or nowhere. */
const SHOTS = process.env["AMPHI_SCREENSHOTS"];
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
  control = await FakeControl.start(pages.root, { perRoom: 10, centres: 3 });
});
afterEach(async () => {
  for (const person of people.splice(0)) await person.close();
  await control.stop();
  expect(control.problems).toEqual([]);
});

async function signedIn(login: string, language: "fr" | "en"): Promise<Page> {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const context = await browser.newContext({ locale, viewport: { width: 1366, height: 768 } });
  people = [...people, context];
  const page = await context.newPage();
  const { signIn } = TEXTS[language];
  await page.goto(`${control.url}/console/`);
  await page.getByLabel(signIn.login).fill(login);
  await page.getByLabel(signIn.password).fill(PASSWORD);
  await page.keyboard.press("Enter");
  if (login === "duval") {
    await page.getByLabel(signIn.code).fill(CODE);
    await page.keyboard.press("Enter");
  }
  return page;
}
const shot = (page: Page, name: string) =>
  SHOTS ? page.screenshot({ path: `${SHOTS}/${name}.png` }) : Promise.resolve(null);
const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

for (const language of ["fr", "en"] as const)
  test(`a code for a room without a network: not before the start, read out once, the same after a lost answer (${language})`, async () => {
    const words = CODES_TEXTS[language];
    control.act("check_in");
    control.arrive();
    const page = await signedIn("duval", language);
    await button(page, /Amiens/).click();
    await button(page, words.open).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(words.tooEarly).waitFor();
    expect(await dialog.getByRole("button", { name: words.reveal }).count()).toBe(0);
    control.act("start", { override: "-" });
    await dialog.getByLabel(words.room).selectOption({ label: "Salle Bretonneau" });
    await dialog.getByText("Douleur thoracique aiguë").waitFor();
    await shot(page, `codes-choose-${language}`);
    const found = await violations(page, "choose");
    await dialog.getByRole("button", { name: words.reveal }).click();
    await dialog.getByText(words.noChoice).waitFor();
    await dialog.getByLabel("Fièvre au retour de voyage").check();
    await dialog.getByRole("button", { name: words.reveal }).click();
    await dialog.getByText(words.noCause).waitFor();
    await dialog.getByLabel(words.cause, { exact: true }).fill("box 4");

    control.losingReplies = true;
    await dialog.getByRole("button", { name: words.reveal }).click();
    await dialog.getByRole("alert").waitFor();
    control.losingReplies = false;
    await dialog.getByRole("button", { name: words.reveal }).click();
    await dialog.getByText("EFGH JKMN PQRS TVW1").waitFor();
    expect(await dialog.getByText(words.readOut("Salle Bretonneau")).count()).toBe(1);
    await shot(page, `codes-told-${language}`);
    expect([...found, ...(await violations(page, "told"))]).toEqual([]);
    const reveals = control.journal().acts.filter(({ kind }) => kind === "reveal_code");
    expect(reveals).toMatchObject([{ scope: { id: 11 }, sectionId: "dp2", number: 1, cause: "box 4" }]);

    await dialog.getByRole("button", { name: words.another }).click();
    await dialog.getByText(words.left(2, 3)).waitFor();
    await dialog.getByLabel(words.start).check();
    await dialog.getByRole("button", { name: words.reveal }).click();
    await dialog.getByText("ABCD JKMN PQRS TVW1").waitFor();
    await dialog.getByRole("button", { name: TEXTS[language].close }).click();
    expect(await page.getByText("ABCD").count()).toBe(0);
    // From the room itself: that room is chosen already.
    await button(page, "Salle Velpeau").click();
    await button(page, words.open).click();
    expect(await dialog.getByLabel(words.room).inputValue()).toBe("12");
    await dialog.getByText("Douleur thoracique aiguë").waitFor();
    await shot(page, `codes-room-${language}`);
  });

test("who revealed which code stands in the journal, without the code", async () => {
  const page = await signedIn("duval", "fr");
  control.act("check_in");
  control.act("start", { override: "-" });
  const scope = { kind: "room", id: 11 } as const;
  control.act("reveal_code", { scope, cause: "box 4", paper: "main", sectionId: "dp2", codeNumber: 2 });
  await page.getByRole("navigation").getByRole("button", { name: "Journal" }).click();
  const line = page.getByRole("row").filter({ hasText: TEXTS.fr.line.code("dp2", 2) });
  await line.getByText("Marie Duval").waitFor();
  await line.getByText("Salle Bretonneau").waitFor();
});

for (const language of ["fr", "en"] as const)
  test(`the technician shows a room's code and sees which tablets lack what, the worst first (${language})`, async () => {
    const words = ENROLMENT_TEXTS[language];
    control.devices = enrolledTablets(Date.now(), [10, 11]);
    const page = await signedIn("tech1", language);
    await button(page, words.enrolment).click();
    const rows = page.getByRole("rowheader");
    await rows.first().waitFor();
    expect((await rows.allTextContents()).slice(0, 5)).toEqual(["A1-011", "A1-010", "A1-012", "A1-013", "A1-001"]);
    const room = page.getByRole("listitem").filter({ hasText: "Amphi Rabelais" });
    await room.getByText(words.counted(9, 10)).waitFor();
    await room.getByText(words.ready(9)).waitFor();
    await shot(page, `enrolment-${language}`);
    const found = await violations(page, "enrolment");
    await page.getByRole("group", { name: words.rooms }).getByRole("button", { name: "Salle Bretonneau" }).click();
    await vi.waitFor(async () => expect(await rows.count()).toBe(3), WAIT);
    await page.getByText(`${words.problem.storage}, ${words.problem.wake_lock}`).waitFor();
    await button(page, `${words.show}, Salle Velpeau`).click();
    const qr = page.getByRole("img", { name: words.codeOf("Salle Velpeau") });
    await qr.waitFor();
    const box = await qr.boundingBox();
    expect(box?.width).toBeGreaterThan(400);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(768);
    await shot(page, `enrolment-code-${language}`);
    expect([...found, ...(await violations(page, "code"))]).toEqual([]);
    control.devices = { devices: [], packages: [] };
    await page.getByRole("dialog").getByRole("button", { name: TEXTS[language].close }).click();
    await page.getByText(words.nobody).waitFor(WAIT);
  });
