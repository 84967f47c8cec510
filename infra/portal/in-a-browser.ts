/** A portal on servers of its own with Chromium before it; what every page is held to; pictures for the documentation. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createListener } from "#http/listener";
import { loadWebFiles } from "#http/web-files";
import { freePort } from "#infra/launcher/ports.mjs";
import type { HouseServers } from "#infra/portal/a-house.ts";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { freshDatabaseOn, prepareTemplate, type TestDatabase } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import type { PortalParts } from "#portal/app";
import { portalPages } from "#portal/web-pages";
import { projectRoot } from "#runtime/project-root";

export const SIZES = { "1280x800": { width: 1280, height: 800 }, "390x844": { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
/** For what a server works at meanwhile. */
export const SOON = { timeout: 60_000 };

/** `PICTURES=1` writes pictures of the screens to docs/pictures/portal/`folder`. */
export async function inABrowser<World extends { readonly portal: { readonly app: PortalApp }; end(): Promise<void> }>(
  folder: string,
  make: (
    servers: HouseServers & TestDatabase,
    given: { readonly portalUrl: string; readonly portal: Partial<PortalParts> },
  ) => Promise<World>,
) {
  const [pages, postgres, redis, browser] = await Promise.all([
    ...[ownPages(), startPrivatePostgres(), startPrivateRedis(), launchBrowser()],
  ] as const);
  await prepareTemplate(postgres.url);
  const servers = { ...(await freshDatabaseOn(postgres.url)), controlUrl: redis.url };
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const web = portalPages(await loadWebFiles(pages.root, () => undefined));
  const world = await make(servers, { portalUrl: address, portal: { web } });
  const listener = createListener(world.portal.app, { host: "127.0.0.1", port, tls: null, upgrade: null });
  await listener.start();
  const complaints: string[] = [];

  /** A browser of somebody's own; `cookies`: what signs them in. */
  async function open(
    size: Size,
    language: "fr" | "en",
    cookies: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      ...{ viewport: SIZES[size], locale: language, timezoneId: "Europe/Paris", hasTouch: size === "390x844" },
    });
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: address })));
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A session that is not there, and refusals, are answers and not complaints.
      if (message.type() === "error" && !message.text().includes("the server responded with a status"))
        complaints.push(message.text());
    });
    return page;
  }
  /** A screen is accessible and nowhere wider than itself. */
  async function look(page: Page, name: string): Promise<void> {
    const found = await violations(page, name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (found.length > 0 || wide > 0) throw new Error(`${name}: ${wide} px too wide; ${found.join("; ")}`);
    if (!process.env["PICTURES"]) return;
    const { height, width } = page.viewportSize() ?? { width: 0, height: 0 };
    const language = await page.evaluate(() => document.documentElement.lang);
    const into = join(projectRoot(), "docs/pictures/portal", folder, `${language}-${width}x${height}`);
    await mkdir(into, { recursive: true });
    // What a long list has further down is more of the same.
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width, height: Math.min(whole, 2.5 * height) };
    // A dialog lies over what is seen, and over no more.
    const seen = (await page.getByRole("dialog").count()) > 0 ? {} : { fullPage: true, clip };
    await page.screenshot({ path: join(into, `${name}.png`), ...seen, animations: "disabled" });
  }
  return {
    ...{ world, address, servers, open, look, complaints },
    end: async () => {
      await browser.close();
      await listener.stop();
      await world.end();
      await Promise.all([postgres.stop(), redis.stop(), pages.remove()]);
    },
  };
}
type PortalApp = Parameters<typeof createListener>[0];
