/** Students' pages in a browser, on the real portal with its servers: from the link in a mail to a resignation. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createListener } from "#http/listener";
import { loadWebFiles } from "#http/web-files";
import { aYear, mailOf, type Year } from "#infra/students/a-year.ts";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { type PrivatePostgres, startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { type PrivateRedis, startPrivateRedis } from "#infra/testing/private-redis.ts";
import { freePort } from "#infra/launcher/ports.mjs";
import { portalPages } from "#portal/web-pages";
import { projectRoot } from "#runtime/project-root";

const DAY = 86_400_000;
/** Set to write the pictures of the documentation. */
const PICTURES = process.env["PICTURES"] ? join(projectRoot(), "docs/pictures/portal/student") : null;
const SIZES = { "1280x800": { width: 1280, height: 800 }, "390x844": { width: 390, height: 844 } } as const;

let postgres: PrivatePostgres;
let redis: PrivateRedis;
let browser: Browser;
let year: Year;
let stop: () => Promise<void>;
let address: string;
const complaints: string[] = [];

beforeAll(async () => {
  const pages = await ownPages();
  [postgres, redis, browser] = await Promise.all([startPrivatePostgres(), startPrivateRedis(), launchBrowser()]);
  await prepareTemplate(postgres.url);
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  year = await aYear(
    { ...(await freshDatabaseOn(postgres.url)), controlUrl: redis.url },
    {
      nowMs: null,
      portalUrl: address,
      portal: { web: portalPages(await loadWebFiles(pages.root, () => undefined)) },
      plan: {
        wishes: { most: 0, windows: [{ name: "Semestre 1", opensAt: at(-DAY), closesAt: at(2 * DAY) }] },
        visibility: {
          ...{ marks: "own", totals: "own", ranks: "everyone", wishes: "own", seat: "own" },
          explanation: "own",
        },
      },
    },
  );
  const listener = createListener(year.portal.app, { host: "127.0.0.1", port, tls: null, upgrade: null });
  await listener.start();
  stop = async () => {
    await listener.stop();
    await year.end();
    await pages.remove();
  };
});
afterAll(async () => {
  await browser.close();
  await stop();
  await Promise.all([postgres.stop(), redis.stop()]);
  expect(complaints).toEqual([]);
});

async function open(size: keyof typeof SIZES, language: "fr" | "en"): Promise<Page> {
  const context = await browser.newContext({
    ...{ viewport: SIZES[size], locale: language, timezoneId: "Europe/Paris", hasTouch: size === "390x844" },
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    // A session that is not there, and refusals, are answers and not complaints.
    if (message.type() === "error" && !message.text().includes("the server responded with a status"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return page;
}
async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page, name)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
  if (PICTURES === null) return;
  const size = page.viewportSize();
  const language = await page.evaluate(() => document.documentElement.lang);
  const folder = join(PICTURES, `${language}-${size?.width}x${size?.height}`);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
/** Signs in with a link out of a mail: the student's first time. */
async function enter(page: Page, n: number): Promise<void> {
  await page.goto(`${address}/#/access/forgotten`);
  await page.getByRole("textbox").fill(mailOf(n));
  await page.getByRole("button", { name: /Envoyer le lien|Send the link/ }).click();
  await page.getByText(/un message est en route|a message is on its way/).waitFor();
  await look(page, "forgotten");
  await year.mailer.pass();
  const link =
    /http:\S+#\/access\/password\/\S+/.exec(year.outbox.findLast(({ to }) => to === mailOf(n))?.text ?? "")?.[0] ?? "";
  await page.goto(link);
  await page.getByRole("heading", { name: /Choisir un mot de passe|Choose a password/ }).waitFor();
  await page.locator("input[type=password]").first().fill("quelques mots à retenir");
  await page.locator("input[type=password]").last().fill("quelques mots à retenir");
  await look(page, "password");
  await page.getByRole("button", { name: /Enregistrer et entrer|Save and enter/ }).click();
  await page.getByRole("heading", { name: /Mes concours|My competitions/, level: 1 }).waitFor();
}
const wishes = (page: Page) => page.locator("ol li .name").allTextContents();

test("a student enters by a link, orders wishes by drag, buttons and keyboard, and is told what is saved", async () => {
  const page = await open("1280x800", "fr");
  await page.goto(`${address}/#/access`);
  await page.getByRole("heading", { name: "Étudiants : s’identifier" }).waitFor();
  await look(page, "sign-in");
  await enter(page, 1);
  await look(page, "competitions");
  await page.getByRole("link", { name: "Mes vœux" }).click();
  for (const name of ["Médecine", "Pharmacie", "Odontologie"])
    await page.getByRole("button", { name: `Ajouter ${name}` }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Pharmacie", "Odontologie"]);
  await page.getByText("Modifications non enregistrées").waitFor();
  // by button, by keyboard, by drag
  await page.getByRole("button", { name: "Monter Odontologie" }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Odontologie", "Pharmacie"]);
  await page.getByRole("button", { name: /^Déplacer Pharmacie/ }).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect(await wishes(page)).toEqual(["Pharmacie", "Médecine", "Odontologie"]);
  const handle = await page.getByRole("button", { name: /^Déplacer Pharmacie/ }).boundingBox();
  const target = await page.locator("ol li").nth(2).boundingBox();
  if (!handle || !target) throw new Error("no list");
  await page.mouse.move(handle.x + 10, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 10, target.y + target.height / 2, { steps: 8 });
  await page.mouse.up();
  expect(await wishes(page)).toEqual(["Médecine", "Odontologie", "Pharmacie"]);
  await look(page, "wishes-unsaved");
  await page.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await page.getByText(/^Liste enregistrée le/).waitFor();
  await look(page, "wishes-saved");

  // another device
  const cookies = await page.context().cookies();
  const other = await open("390x844", "en");
  await other.context().addCookies(cookies);
  await other.goto(`${address}/#/student/competitions/${year.competitionId}/wishes`);
  await other.getByRole("button", { name: "Remove Odontologie" }).click();
  await other.getByRole("button", { name: "Save my list" }).click();
  await other.getByText(/^List saved on/).waitFor();
  await look(other, "wishes-saved");
  await page.getByRole("button", { name: "Monter Pharmacie" }).click();
  await page.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await page.getByText("Une autre liste a été enregistrée entre-temps, sur un autre appareil").waitFor();
  await look(page, "wishes-elsewhere");
  await page.getByRole("button", { name: "Garder celle-ci" }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Pharmacie"]);
  await page.getByRole("link", { name: "Historique" }).click();
  await page.getByRole("heading", { name: "Listes de vœux" }).waitFor();
  await look(page, "history");
  await page.context().close();
  await other.context().close();
});

test("results come by themselves at their second; a resignation is confirmed twice", async () => {
  const [page, phone] = [await open("1280x800", "en"), await open("390x844", "fr")];
  await enter(phone, 2);
  await phone.getByRole("link", { name: "Mes vœux" }).click();
  for (const name of ["Médecine", "Pharmacie"]) await phone.getByRole("button", { name: `Ajouter ${name}` }).click();
  await phone.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await phone.getByText(/^Liste enregistrée le/).waitFor();
  await look(phone, "wishes-saved");
  await phone.getByRole("link", { name: "Mes résultats" }).click();
  await phone.getByText("Aucun résultat n’est publié pour vous.").waitFor();

  const { row } = await year.prepare(true);
  const at = Date.now() + 4_000;
  await year.release(row, at, at + DAY);
  await phone.reload();
  await phone.getByText(/^Publication prévue le/).waitFor();
  await look(phone, "results-coming");
  await phone.getByText("Vous êtes admis en Pharmacie").waitFor({ timeout: 30_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(at);
  await phone.getByText("Pourquoi").click();
  await look(phone, "results");

  await enter(page, 1);
  await page.goto(`${address}/#/student/competitions/${year.competitionId}/results`);
  await page.getByText("You are admitted to Médecine").waitFor();
  await look(page, "results");
  await page.getByText("Results of all, without identity").click();
  await page.getByRole("heading", { name: "Classement général" }).waitFor();
  await look(page, "results-of-all");
  await page.getByRole("button", { name: "Resign: leave the procedure" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /Write MED/ }).fill("PHA");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await dialog.getByText("It has to be exactly MED.").waitFor();
  await look(page, "resign");
  await dialog.getByRole("textbox", { name: /Write MED/ }).fill("med");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("You have resigned.").waitFor();
  await look(page, "resigned");
  await year.mailer.pass();
  expect(year.outbox.findLast(({ to }) => to === mailOf(1))?.text).toContain("Vous vous désistez");
  // whose session has ended signs in over the page
  await phone.context().clearCookies();
  await phone.getByRole("link", { name: "Historique" }).click();
  await phone
    .getByText(/^Votre session est terminée/)
    .first()
    .waitFor();
  await look(phone, "session-ended");
});
