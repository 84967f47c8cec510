/** Real pages in Chromium, used as people use them while the day goes on. */
import type { Browser, Page } from "playwright-core";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import {
  idleShareOf,
  interact,
  type KindLatency,
  latenciesOf,
  type Step,
  watchInputs,
} from "#infra/bench/consoles/interactions.ts";
import { cookieFor, type Staff } from "#infra/bench/consoles/staff.ts";
import { launchBrowser } from "#infra/testing/browser.ts";
import { fr } from "../../../web/console/texts/fr.ts";
import { organiserFr } from "../../../web/console/texts/organiser-fr.ts";

export interface ScreenFigures {
  readonly latencies: Readonly<Record<string, KindLatency>>;
  /** Elements of the largest view that was opened. */
  readonly elementsMax: number;
  /** See idleShareOf. */
  readonly idleShare: number;
}

const TIMES = 12;
/** A page that takes longer is given up. */
const ANSWERS_WITHIN_MS = 30_000;
const TYPED = "où en est-on ?";
const VIEWPORT = { width: 1366, height: 768 };

export async function openBrowser(context: BenchContext): Promise<Browser> {
  const browser = await launchBrowser();
  context.atEnd(() => browser.close());
  return browser;
}

/** The page of a proctor's room, or of a lead's whole centre. */
export async function useRoom(browser: Browser, day: ExamDay, staff: Staff): Promise<ScreenFigures> {
  const page = await openConsole(browser, day, staff);
  const names = page.locator("tbody button.name");
  await names.nth(5).waitFor();
  const filters = page.getByRole("group", { name: fr.counters.title }).getByRole("button");
  const chat = page.getByRole("button", { name: fr.room.chat });
  const [elements, idleShare] = [await elementsOf(page), await idleShareOf(page)];
  await interact(page, TIMES, [
    ...drawer(page),
    ["filter", () => filters.nth(1).click()],
    ["filterOff", () => filters.nth(1).click()],
    ["plan", () => page.getByRole("button", { name: fr.room.plan, exact: true }).click()],
    ["table", () => page.getByRole("button", { name: fr.room.table, exact: true }).click()],
  ]);
  await chat.click();
  await interact(page, TIMES / 2, [["type", () => typeInto(page)]]);
  return done(page, elements, idleShare);
}

/** The organiser's page: tiles and table of all centres, one centre, one of its rooms, the chat. */
export async function useNation(browser: Browser, day: ExamDay, staff: Staff): Promise<ScreenFigures> {
  const page = await openConsole(browser, day, staff);
  const words = organiserFr.centres;
  const view = (name: string) => page.getByRole("navigation").getByRole("button", { name });
  const tiles = page.getByRole("button", { name: words.asTiles, exact: true });
  const table = page.getByRole("button", { name: words.asTable, exact: true });
  await tiles.waitFor();
  const elements = [await elementsOf(page)];
  const idleShare = await idleShareOf(page);
  const sort = (column: keyof typeof organiserFr.columns) =>
    page.locator("thead").getByRole("button", { name: organiserFr.columns[column], exact: true }).click();
  await interact(page, TIMES, [
    ["asTable", () => table.click()],
    ["sort", () => sort("connected")],
    ["sort", () => sort("name")],
    ["asTiles", () => tiles.click()],
    ["chat", () => view(organiserFr.views.chat).click()],
    ["centres", () => view(organiserFr.views.centres).click()],
  ]);
  await table.click();
  elements.push(await elementsOf(page));
  await view(organiserFr.views.chat).click();
  await interact(page, TIMES / 2, [["type", () => typeInto(page)]]);
  await view(organiserFr.views.centres).click();
  await table.click();
  await page.locator("tbody").getByRole("button", { name: "Lyon", exact: true }).click();
  elements.push(await elementsOf(page));
  await page.locator("tbody").getByRole("button").first().click();
  const names = page.locator("tbody button.name");
  await names.nth(5).waitFor();
  elements.push(await elementsOf(page));
  await interact(page, TIMES, drawer(page));
  return done(page, Math.max(...elements), idleShare);
}

/** One candidate in full, and closed again. Rows may have moved under the pointer, as they do under a person's. */
function drawer(page: Page): Step[] {
  const names = page.locator("tbody button.name");
  return [
    ["openDrawer", () => names.nth(3).click({ force: true })],
    ["closeDrawer", () => page.locator("tbody button.name[aria-expanded=true]").click({ force: true })],
  ];
}

async function openConsole(browser: Browser, day: ExamDay, staff: Staff): Promise<Page> {
  const context = await browser.newContext({ locale: "fr-FR", viewport: VIEWPORT });
  await context.addCookies([cookieFor(staff, day.controlUrl)]);
  const page = await context.newPage();
  page.setDefaultTimeout(ANSWERS_WITHIN_MS);
  await page.addInitScript(watchInputs);
  await page.goto(`${day.controlUrl}/console/`);
  return page;
}

/** Types a few words, key by key, and takes them away again without counting that. */
async function typeInto(page: Page): Promise<void> {
  const field = page.locator("textarea").first();
  await field.pressSequentially(TYPED);
  await page.evaluate(() => void (window.amphiBench.kind = ""));
  await field.fill("");
}

const elementsOf = (page: Page): Promise<number> => page.locator("*").count();

async function done(page: Page, elementsMax: number, idleShare: number): Promise<ScreenFigures> {
  const latencies = await latenciesOf(page);
  await page.context().close();
  return { latencies, elementsMax, idleShare };
}
