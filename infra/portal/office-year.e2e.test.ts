/**
 * The exam office's year in a browser, on the portal's own routes, a private PostgreSQL and the worker of calculations:
 * rules, students and marks from a file, ranks, reorientation, wishes, a round, its explanation, and what is prepared for publication.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPlan, aProgramme, aUnit } from "#domain/competition/testing/a-plan";
import { anAccount } from "#domain/staff/testing/places";
import type { StaffRole } from "#domain/staff/account";
import { createListener } from "../../services/http/listener.ts";
import { loadWebFiles } from "../../services/http/web-files.ts";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { createCalculator } from "#jobs/calculations/calculator";
import { createPublisher } from "#jobs/publications/publisher";
import { officeRoutes } from "#portal/office/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { portalPages } from "#portal/web-pages";
import { databaseOf } from "#postgres/queries/reading";
import { en } from "../../web/portal/office/texts/en.ts";
import { fr, type OfficeTexts } from "../../web/portal/office/texts/fr.ts";

let postgres: Awaited<ReturnType<typeof startPrivatePostgres>>;
let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let owner: pg.Pool;
let portal: pg.Pool;
let jobs: pg.Pool;
let listener: ReturnType<typeof createListener>;
let url = "";
let world: ReturnType<typeof aPortal>;
const complaints: string[] = [];
const WAIT = { timeout: 60_000 };
/** Where pictures go; empty: none are taken. */
const PICTURES = process.env["AMPHI_PICTURES"] ?? "";

beforeAll(async () => {
  [postgres, pages, browser] = await Promise.all([startPrivatePostgres(), ownPages(), launchBrowser()]);
  await prepareTemplate(postgres.url);
  const urls = await freshDatabaseOn(postgres.url);
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 4 });
  jobs = new pg.Pool({ connectionString: urls.urlFor("amphi_jobs"), max: 2 });
  // Connections that the server's end cuts are nobody's affair.
  for (const pool of [owner, portal, jobs]) pool.on("error", () => undefined);
  const database = databaseOf(portal);
  world = aPortal(officeRoutes({ pool: portal, database, now: Date.now }), {
    scopes: createScopes(database),
    web: portalPages(await loadWebFiles(pages.root, () => undefined)),
    now: Date.now,
  });
  for (const [id, login, role] of [
    [101, "office", "office"],
    [102, "office2", "office"],
    [103, "teacher", "teacher"],
  ] as const)
    await account(id, login, role);
  listener = createListener(world.app, { host: "127.0.0.1", port: 0, tls: null, upgrade: null });
  url = `http://127.0.0.1:${await listener.start()}`;
});
afterAll(async () => {
  await browser.close();
  await listener.stop();
  await Promise.all([owner.end(), portal.end(), jobs.end()]);
  await Promise.all([postgres.stop(), pages.remove()]);
});

async function account(id: number, login: string, role: StaffRole): Promise<void> {
  await owner.query("INSERT INTO account (id, login, name, role) VALUES ($1, $2, $2, $3)", [id, login, role]);
  world.sessions.set(login.padEnd(43, "_"), {
    account: anAccount({ id, login, name: login, role, examId: null, centreId: null }),
    expiresAtMs: 9_999_999_999_999,
  });
}
/** A browser in which that login is signed in. */
async function as(login: string, language: "fr" | "en" = "fr"): Promise<Page> {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
  await context.addCookies([{ name: "amphi_portal", value: login.padEnd(43, "_"), url }]);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  return page;
}
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click(WAIT);
const tab = async (page: Page, texts: OfficeTexts, key: keyof OfficeTexts["tabs"]) =>
  page.getByRole("link", { name: texts.tabs[key], exact: true }).click(WAIT);
async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page, name)).toEqual([]);
  if (PICTURES === "") return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}
const work = async () => {
  const failed: unknown[] = [];
  await createCalculator({ pool: jobs, onMade: () => undefined, onFailed: (_, error) => failed.push(error) }).pass();
  expect(failed).toEqual([]);
};

const PLAN = aPlan({
  shortTitle: "PACES",
  title: "PACES 2026",
  units: [aUnit("UE1"), aUnit("UE2", { teachers: ["teacher"], term: 2 })],
  rankings: aPlan().rankings.map((one) => ({ ...one, name: "Tous", tieBreaks: [] })),
  programmes: [
    aProgramme("MED", 3, { name: "Médecine", overQuota: [{ category: "abroad", percent: 8, beyondCap: "consume" }] }),
    aProgramme("ODO", 1, { name: "Odontologie" }),
    aProgramme("PHA", 2, { name: "Pharmacie" }),
    aProgramme("MAI", 1, { name: "Maïeutique" }),
    aProgramme("KIN", 1, { name: "Kinésithérapie" }),
  ],
  reorientations: [
    {
      code: "S1",
      name: "Réorientation du premier semestre",
      ranking: "ALL",
      moment: "before-admissions",
      worstPercent: 15,
      only: [],
      except: ["repeaters"],
    },
  ],
});
const NAMES = [
  "Durand",
  "Petit",
  "Roux",
  "Morel",
  "Girard",
  "Andre",
  "Lefebvre",
  "Mercier",
  "Blanc",
  "Guerin",
  "Boyer",
  "Garnier",
  "Chevalier",
  "François",
  "Legrand",
  "Gauthier",
  "Garcia",
  "Perrin",
  "Robin",
  "Clément",
];
const PEOPLE = [
  "N° étudiant;Nom;Prénom;Filières;abroad;repeater;born;UE1",
  ...NAMES.map(
    (name, i) =>
      `${20_000_001 + i};${name};Camille;MED ODO PHA MAI KIN;${i === 4 ? "yes" : "no"};${i % 7 === 6 ? "yes" : "no"};2004-0${1 + (i % 9)}-11;${(19.5 - i * 0.5).toFixed(2).replace(".", ",")}`,
  ),
].join("\r\n");

test("the year of a competition, from its rules to a publication that is prepared", async () => {
  const page = await as("office");
  await page.goto(`${url}/#/office/populations`);
  await page.getByLabel(fr.populations.code).fill("paces");
  await page.getByLabel(fr.populations.name, { exact: true }).fill("Première année de santé");
  await press(page, fr.populations.create);
  const members = page.getByLabel(fr.populations.members);
  await members.fill("office, office2, teacher", WAIT);
  await press(page, fr.save);
  await page.getByText(fr.saved, { exact: true }).waitFor(WAIT);
  await look(page, "fr-populations");

  // The rules come as last year's file, and are edited on screen.
  await page.goto(`${url}/#/office`);
  await page.getByLabel(fr.competitions.name).fill("PACES 2026");
  await page.getByLabel(fr.competitions.slug).fill("paces-2026");
  await page.getByLabel(fr.competitions.from).selectOption("file");
  await page
    .getByLabel(fr.competitions.chooseFile)
    .setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(PLAN)) });
  await press(page, fr.competitions.create);
  await page.getByText(fr.plan.lead).waitFor(WAIT);
  await page.getByRole("button", { name: "MED Médecine" }).click();
  const places = page.getByLabel(fr.plan.fields.places);
  await places.fill("-2");
  await places.blur();
  await press(page, fr.save);
  await page.getByText(fr.problemsLead).waitFor(WAIT);
  await look(page, "fr-plan-refused");
  await places.fill("2");
  await places.blur();
  await press(page, fr.save);
  await page.getByText(fr.saved, { exact: true }).waitFor(WAIT);
  await look(page, "fr-plan");

  // Students and the first term's marks: refused by line, then stored whole.
  await tab(page, fr, "people");
  const send = (text: string) =>
    page
      .getByLabel(fr.imports.choose)
      .setInputFiles({ name: "etudiants.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await send(`${PEOPLE}\r\n2;=SOMME(A1);x;MED;no;no;;25`);
  await page.getByText("commence comme une formule de tableur").waitFor(WAIT);
  await look(page, "fr-import-refused");
  await send(PEOPLE);
  await press(page, fr.imports.store);
  await page.getByText(fr.imports.stored).waitFor(WAIT);
  await page.getByRole("cell", { name: "Clément Camille", exact: true }).waitFor(WAIT);
  await look(page, "fr-people");

  // The second term's marks by the teacher to whom they are delegated, with the keyboard alone.
  const teacher = await as("teacher", "en");
  await teacher.goto(`${url}/#/teacher`);
  const cells = teacher.locator("input.cell");
  await cells.first().waitFor(WAIT);
  await cells.first().focus();
  for (let n = 0; n < NAMES.length; n++) {
    await teacher.keyboard.type(n === 19 ? "abs" : "12");
    await teacher.keyboard.press("Enter");
  }
  await cells.nth(3).fill("21");
  await press(teacher, en.save);
  await teacher.getByText("21 is above 20").waitFor(WAIT);
  await look(teacher, "en-marks-refused");
  await cells.nth(3).fill("12");
  await press(teacher, en.save);
  await teacher.getByText(en.saved, { exact: true }).waitFor(WAIT);
  await look(teacher, "en-marks");

  // Ranks, then the worst 15 % of those registered, repeaters left out.
  await tab(page, fr, "computations");
  await press(page, fr.calculations.askRanks);
  await page.getByText(fr.calculations.states.asked).waitFor(WAIT);
  await work();
  await press(page, `${fr.calculations.open} n° 1`);
  await page.getByRole("cell", { name: "Durand Camille", exact: true }).waitFor(WAIT);
  await look(page, "fr-ranks");
  await press(page, `${fr.calculations.open} n° 1`);
  await press(page, fr.calculations.ask("Réorientation du premier semestre"));
  await page.getByText(fr.calculations.states.asked).waitFor(WAIT);
  await work();
  await press(page, `${fr.calculations.open} n° 2`);
  await page.getByText(fr.calculations.reoriented(3)).waitFor(WAIT);

  // Wishes by the office: one on screen, the others as the same list.
  await tab(page, fr, "people");
  await press(page, `${fr.people.noWishes} – ${fr.people.editWishes("Durand Camille")}`);
  await page.getByRole("dialog").getByLabel(fr.people.wishes).fill("MED ODO");
  await look(page, "fr-wishes");
  await page.getByRole("dialog").getByRole("button", { name: fr.save }).click();
  await page.getByText("MED › ODO").waitFor(WAIT);
  await owner.query(
    `INSERT INTO wish_list (competition_id, person_id, programmes, version, at_ms, by)
     SELECT competition_id, person_id, '{MED,ODO,PHA,MAI,KIN}', 1, 0, 'office (office)' FROM enrolment ON CONFLICT DO NOTHING`,
  );

  await tab(page, fr, "computations");
  await press(page, fr.calculations.askFirst);
  await page.getByText(fr.calculations.states.asked).waitFor(WAIT);
  await work();
  await press(page, `${fr.calculations.open} n° 3`);
  await page.getByText(fr.calculations.clean).waitFor(WAIT);
  await look(page, "fr-round");
  await page.getByRole("button", { name: `${fr.calculations.explain}, Roux Camille` }).click();
  await page.getByText("rang 3 en MED, dernier admis 2").waitFor(WAIT);
  await look(page, "fr-explanation");
  await page.getByRole("dialog").getByRole("button", { name: fr.close }).click();

  // Prepared by the jobs.
  await tab(page, fr, "publication");
  await page.getByLabel(fr.calculations.ranks).selectOption("1");
  await page.getByLabel(fr.calculations.round).selectOption("3");
  await press(page, fr.publication.prepare);
  await page.getByText(fr.publication.states.asked).waitFor(WAIT);
  await createPublisher({
    ...{ pool: jobs, portalUrl: url, onPrepared: () => undefined, onAnnounced: () => undefined, now: Date.now },
    onFailed: (_, error) => complaints.push(String(error)),
  }).pass();
  await press(page, fr.publication.look);
  await page.getByLabel(fr.publication.numberOf).fill("20000003");
  expect(complaints).toEqual([]);
}, 600_000);
