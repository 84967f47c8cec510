/** The platform as `npm start` runs it, and tablets in Chromium as slow as theirs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import { NAMES_FOR_PAGES, watchTablet } from "#infra/bench/tablet/probe.ts";
import { launchBrowser } from "#infra/testing/browser.ts";
import { demoCards } from "#loadtest/demo-cards";
import { startPlatform } from "#loadtest/platform";
import { fr } from "../../../web/tablet/texts/fr.ts";

/** How many times slower than this machine a tablet is. */
export const CPU_RATE = 4;
const SLOW_NETWORK = { latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const VIEWPORT = { width: 1280, height: 800 };
/** A page that takes longer is given up. */
const ANSWERS_WITHIN_MS = 30_000;
const CARDS = 200;

export interface Room {
  readonly browser: Browser;
  /** Seats the next candidate at a tablet of their own, before the first question. */
  seat(): Promise<Seat>;
}
export interface Seat {
  readonly context: BrowserContext;
  readonly tablet: Tablet;
  /** Closes the page and opens the tablet again, as after a reload; `before` prepares the page. */
  reopen(before?: (page: Page) => Promise<void>): Promise<Tablet>;
  leave(): Promise<void>;
}
export interface Tablet {
  readonly page: Page;
  readonly devtools: CDPSession;
}

export async function openRoom(context: BenchContext): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), "amphi-bench-tablet-"));
  context.atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));
  const never = new AbortController();
  const log = join(folder, "launcher.log");
  const platform = await startPlatform(context.root, join(folder, "var"), log, never.signal);
  context.atEnd(() => platform.stop());
  const browser = await launchBrowser();
  context.atEnd(() => browser.close());
  const cards = demoCards(CARDS);
  return {
    browser,
    seat: () => {
      const card = cards.shift();
      if (card === undefined) throw new Error("no more cards");
      return seat(browser, platform.target, card);
    },
  };
}

async function seat(browser: Browser, target: string, card: string): Promise<Seat> {
  const context = await browser.newContext({ locale: "fr-FR", viewport: VIEWPORT, hasTouch: true });
  const first = await openTablet(context, target);
  await signIn(first.page, card);
  let current = first;
  return {
    context,
    tablet: first,
    async reopen(before) {
      await current.page.close();
      return (current = await openTablet(context, target, before));
    },
    leave: () => context.close(),
  };
}

async function openTablet(
  context: BrowserContext,
  target: string,
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Tablet> {
  const page = await context.newPage();
  page.setDefaultTimeout(ANSWERS_WITHIN_MS);
  await page.addInitScript(NAMES_FOR_PAGES);
  await page.addInitScript(watchTablet);
  await before(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
  await page.goto(`${target}/tablet/`);
  return { page, devtools };
}

async function signIn(page: Page, card: string): Promise<void> {
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.getByLabel(fr.signIn.label).fill(card);
  await press(fr.signIn.go);
  await press(fr.identity.yes);
  await page.locator("main article").first().waitFor();
}

/** From now on 400 ms of round trip and 400 kbit/s. */
export async function slowNetwork({ devtools }: Tablet): Promise<void> {
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_NETWORK });
}

/** The page opens without a network after this: its worker has everything. */
export async function installed({ page }: Tablet): Promise<void> {
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated",
  );
}

/** How many times slower a page of this tablet counts than without the brake: whether the browser obeys. */
export async function brakeOf({ page, devtools }: Tablet): Promise<number> {
  const countMs = () =>
    page.evaluate(() => {
      const startedAtMs = performance.now();
      let sum = 0;
      for (let n = 0; n < 60_000_000; n++) sum += n % 7;
      return sum > 0 ? performance.now() - startedAtMs : NaN;
    });
  await countMs();
  const slow = await countMs();
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const fast = await countMs();
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
  return slow / fast;
}
