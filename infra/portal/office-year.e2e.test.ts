/**
 * A year of ResExam in a browser, on the portal's own routes, real servers and the jobs: from a population that is made to
 * the last reorientation, by the two of the office, a teacher, and students on a phone and on a computer.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aHouse, type House } from "#infra/portal/a-house.ts";
import { inABrowser, SOON } from "#infra/portal/in-a-browser.ts";
import {
  AFTER_WISHES_MS,
  FIRST,
  FIRST_TERM,
  planOfTheYear,
  REGISTRATION,
  REPEATER,
  SECOND_TERM,
  studentAt,
  STUDENTS,
  TIED,
  WINDOWS,
  WORST,
} from "#infra/portal/year-of-paces.ts";
import { officeRoutes } from "#portal/office/routes";
import { databaseOf } from "#postgres/queries/reading";
import { inviteStudents } from "#postgres/queries/student/invitations";
import { PORTAL_DOOR } from "#staff/door";
import { en } from "../../web/portal/office/texts/en.ts";
import { fr, type OfficeTexts } from "../../web/portal/office/texts/fr.ts";

const DAY_MS = 86_400_000;
const PROGRAMMES = ["MED", "ODO", "PHA", "MAI", "KIN"];
let stage: Awaited<ReturnType<typeof inABrowser<House>>>;
let house: House;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  stage = await inABrowser("office", async (servers, given) =>
    aHouse(servers, { ...given, nowMs: null, routes: (parts) => officeRoutes(parts) }),
  );
  house = stage.world;
  for (const [n, role] of (["office", "office", "teacher"] as const).entries()) {
    const login = n === 1 ? "office2" : role;
    cookies[login] = await house.staff(101 + n, login, role);
  }
});
afterAll(() => stage.end());

const as = (login: string, language: "fr" | "en") =>
  stage.open("1280x800", language, { [PORTAL_DOOR.cookie]: cookies[login] ?? "" });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click(SOON);
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(SOON);
const tab = (page: Page, key: keyof OfficeTexts["tabs"]) =>
  page.getByRole("link", { name: fr.tabs[key], exact: true }).click(SOON);
/** The row of somebody in a result that is open: cells one after the other. */
const rowOf = async (page: Page, n: number) =>
  (await page.getByRole("row", { name: new RegExp(studentAt(n).number) }).textContent(SOON)) ?? "";

test("a year: population, rules, two terms, wishes, lottery, seats, two keys, a resignation, a second round, reorientations", async () => {
  const office = await as("office", "fr");
  await makePopulation(office);
  await makeCompetition(office);
  await register(office);
  await bindLottery(office);
  await firstTermMarks(office);
  await ranksOfTheFirstTerm(office);
  await worstAreReoriented(office);

  const phone = await inviteEverybody();
  await firstWindow(phone);
  await secondTermMarks(office);
  await secondWindow(phone);
  const loser = await ranksByLottery(office);
  await firstRound(office, loser);
  await publish(office, { ranks: 3, round: 4, lookAt: loser, reads: "Vous êtes admis en Odontologie, votre vœu 2" });
  await resultsAreRead(phone, loser);

  await resign(phone);
  await secondRound(office, loser);
  await restAreReoriented(office);
  await publish(office, { ranks: 3, round: 5, lookAt: loser, reads: "Vous êtes admis en Médecine, votre vœu 1" });
  await lastResults(loser);
  await correctionMakesStale(office);
  expect(stage.complaints).toEqual([]);
}, 300_000);

async function makePopulation(page: Page): Promise<void> {
  await page.goto(`${stage.address}/#/office/populations`);
  await page.getByLabel(fr.populations.code).fill("paces");
  await page.getByLabel(fr.populations.name, { exact: true }).fill("Première année de santé");
  await press(page, fr.populations.create);
  await page.getByLabel(fr.populations.members).fill("office, office2, teacher", SOON);
  await press(page, fr.save);
  await page.getByText(fr.saved, { exact: true }).waitFor(SOON);
  await stage.look(page, "populations");
}

/** The rules come as a file, and are edited on screen: what cannot be is said at its place, and nothing is saved. */
async function makeCompetition(page: Page): Promise<void> {
  const plan = Buffer.from(JSON.stringify(planOfTheYear(house.now())));
  await page.goto(`${stage.address}/#/office`);
  await page.getByLabel(fr.competitions.name).fill("PACES 2026");
  await page.getByLabel(fr.competitions.slug).fill("paces-2026");
  await page.getByLabel(fr.competitions.from).selectOption("file");
  await page
    .getByLabel(fr.competitions.chooseFile)
    .setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: plan });
  await press(page, fr.competitions.create);
  await says(page, fr.plan.lead);
  await page.getByRole("button", { name: "MED Médecine" }).click();
  const places = page.getByLabel(fr.plan.fields.places);
  for (const [typed, said] of [
    ["-2", fr.problemsLead],
    ["2", fr.saved],
  ] as const) {
    await places.fill(typed);
    await places.blur();
    await press(page, fr.save);
    await says(page, said);
    await stage.look(page, typed === "2" ? "plan" : "plan-refused");
  }
}

async function importFile(page: Page, text: string): Promise<void> {
  await page
    .getByLabel(fr.imports.choose)
    .setInputFiles({ name: "etudiants.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
}
async function store(page: Page, text: string): Promise<void> {
  await importFile(page, text);
  await press(page, fr.imports.store);
  await says(page, fr.imports.stored);
}
/** One wrong line, and nothing of the file is stored. */
async function register(page: Page): Promise<void> {
  await tab(page, "people");
  await importFile(page, `${REGISTRATION}\r\n2;=SOMME(A1);x;x@y.example;MED;non;peut-être`);
  await says(page, "commence comme une formule de tableur");
  await stage.look(page, "import-refused");
  expect(await page.getByText(fr.people.none).count()).toBe(1);
  await store(page, REGISTRATION);
  await says(page, studentAt(WORST[2]).name);
  await stage.look(page, "people");
}

/** R16: before any mark is known. */
async function bindLottery(page: Page): Promise<void> {
  await tab(page, "computations");
  await page.getByLabel(fr.lottery.sources).fill("Loto, tirage du 30 mai 2026");
  await press(page, fr.lottery.commit);
  await says(page, fr.lottery.committed(STUDENTS.length, "office (office)"));
}

/** One unit from a file, the other by the teacher to whom it is delegated, with the keyboard alone. */
async function firstTermMarks(page: Page): Promise<void> {
  await tab(page, "people");
  await store(page, FIRST_TERM);
  const teacher = await as("teacher", "en");
  await teacher.goto(`${stage.address}/#/teacher`);
  const cells = teacher.locator("input.cell");
  await cells.first().waitFor(SOON);
  await cells.first().focus();
  for (const n of STUDENTS.keys()) {
    await teacher.keyboard.type(n === WORST[2] ? "abs" : "12");
    await teacher.keyboard.press("Enter");
  }
  await cells.nth(3).fill("21");
  await press(teacher, en.save);
  await says(teacher, "21 is above 20");
  await stage.look(teacher, "marks-refused");
  await cells.nth(3).fill("12");
  await press(teacher, en.save);
  await teacher.getByText(en.saved, { exact: true }).waitFor(SOON);
  await stage.look(teacher, "marks");
  await teacher.context().close();
}

/** What the office asks for is computed by the jobs, and opened. */
async function computed(page: Page, button: string, number: number): Promise<void> {
  await press(page, button);
  await says(page, fr.calculations.states.asked);
  await house.work();
  await press(page, `${fr.calculations.open} n° ${number}`);
}
const close = (page: Page, number: number) => press(page, `${fr.calculations.open} n° ${number}`);
const ranking = (page: Page) => page.getByLabel(fr.calculations.ranks, { exact: true });

async function ranksOfTheFirstTerm(page: Page): Promise<void> {
  await tab(page, "computations");
  await computed(page, fr.calculations.askRanks, 1);
  expect(await rowOf(page, FIRST)).toContain(`1${studentAt(FIRST).number}`);
  await stage.look(page, "ranks");
  await ranking(page).selectOption({ label: "MED Médecine" });
  expect(await rowOf(page, WORST[2])).toContain(`24${studentAt(WORST[2]).number}`);
  await close(page, 1);
}
/** R34: at most 15 % of the 24 who are registered. */
async function worstAreReoriented(page: Page): Promise<void> {
  await computed(page, fr.calculations.ask("Réorientation du premier semestre"), 2);
  await says(page, fr.calculations.reoriented(3));
  for (const n of WORST) await page.getByText(studentAt(n).name).waitFor(SOON);
  await close(page, 2);
}

/** Everybody gets a link by mail; one student follows it, on a phone. */
async function inviteEverybody(): Promise<Page> {
  await inviteStudents(databaseOf(house.owner), 1, house.now());
  await house.work();
  expect(house.outbox).toHaveLength(STUDENTS.length);
  const phone = await stage.open("390x844", "fr");
  await phone.goto(/http:\S+#\/access\/password\/\S+/.exec(lastMailTo(FIRST))?.[0] ?? "");
  await phone.getByRole("heading", { name: "Choisir un mot de passe" }).waitFor(SOON);
  // The form is there once the server has read the link.
  for (const n of [0, 1]) await phone.locator("input[type=password]").nth(n).fill("quelques mots à retenir");
  await press(phone, "Enregistrer et entrer");
  await phone.getByRole("heading", { name: "Mes concours", level: 1 }).waitFor(SOON);
  return phone;
}
const lastMailTo = (n: number) => house.outbox.findLast(({ to }) => to === studentAt(n).mail)?.text ?? "";

/** The cookie of a student's session. */
async function sessionOf(n: number): Promise<string> {
  const student = await house.side.parts.directory.byLogin(studentAt(n).mail);
  if (student === null) throw new Error("no account");
  const { account, language } = student;
  const signedIn = { account, language, signedInAtMs: house.now(), cas: null };
  return (await house.side.parts.sessions.open(signedIn)).token;
}
const wishesOnScreen = (page: Page) => page.locator("ol li .name").allTextContents();

/** R18: one list on the phone, the others as their own pages would send them. */
async function firstWindow(phone: Page): Promise<void> {
  await phone.getByRole("link", { name: "Mes vœux" }).click(SOON);
  for (const name of ["Odontologie", "Médecine"]) await press(phone, `Ajouter ${name}`);
  await press(phone, "Enregistrer ma liste");
  await says(phone, /^Liste enregistrée le/);
  await Promise.all(
    [...STUDENTS.keys()]
      .filter((n) => n !== FIRST)
      .map(async (n) => {
        const answer = await fetch(`${stage.address}/api/student/competitions/1/wishes`, {
          method: "POST",
          headers: {
            ...{ origin: stage.address, "content-type": "application/json" },
            cookie: `amphi_student=${await sessionOf(n)}`,
          },
          body: JSON.stringify({ programmes: PROGRAMMES, version: 0 }),
        });
        expect(await answer.json()).toMatchObject({ outcome: "saved" });
      }),
  );
  // Whoever orders wishes saves often: the mail that confirms them waits for the last list.
  house.world.aheadMs = 2 * 60_000;
  await house.work();
  expect(lastMailTo(FIRST)).toContain("Odontologie");
}
async function secondTermMarks(page: Page): Promise<void> {
  await tab(page, "people");
  await store(page, SECOND_TERM);
}
/** R18, R19: between the windows the list stands still; in the second one it is put into another order, by keyboard. */
async function secondWindow(phone: Page): Promise<void> {
  house.world.aheadMs = WINDOWS.first[1] + 60_000;
  await phone.reload();
  await says(phone, /^Ouvre le/);
  expect(await phone.getByRole("button", { name: "Enregistrer ma liste" }).count()).toBe(0);
  house.world.aheadMs = WINDOWS.second[0] + 60_000;
  await phone.reload();
  await phone.getByRole("button", { name: /^Déplacer Médecine/ }).press("ArrowUp", SOON);
  expect(await wishesOnScreen(phone)).toEqual(["Médecine", "Odontologie"]);
  await press(phone, "Enregistrer ma liste");
  await says(phone, /^Liste enregistrée le/);
  house.world.aheadMs = AFTER_WISHES_MS;
}

/** R16: two are equal after everything; without the draw there are no ranks, with it one of them is the second. Returns the other. */
async function ranksByLottery(page: Page): Promise<number> {
  await tab(page, "computations");
  await page.getByLabel(fr.lottery.numbersSaid).fill("8 17 23 31 44");
  await press(page, fr.lottery.open);
  await says(page, fr.lottery.opened("8.17.23.31.44./"));
  await computed(page, fr.calculations.askRanks, 3);
  await ranking(page).selectOption({ label: "MED Médecine" });
  const drawn = await Promise.all(TIED.map((n) => rowOf(page, n)));
  expect(drawn.filter((row) => row.includes(fr.calculations.lottery))).toHaveLength(1);
  expect(await rowOf(page, WORST[0])).toContain(fr.calculations.statuses.excluded);
  await stage.look(page, "ranks-by-lottery");
  await close(page, 3);
  return TIED[drawn[0]?.includes(fr.calculations.lottery) ? 0 : 1];
}
/** Medicine admits three on two places: one is above them. */
async function firstRound(page: Page, loser: number): Promise<void> {
  await computed(page, fr.calculations.askFirst, 4);
  await says(page, fr.calculations.clean);
  expect(await page.getByRole("row", { name: /^Médecine/ }).textContent(SOON)).toMatch(/Médecine\s*2\s*3/);
  expect(await rowOf(page, loser)).toContain("ODO");
  await stage.look(page, "round");
  await press(page, `${fr.calculations.explain}, ${studentAt(loser).name}`);
  await says(page, "rang 4 en MED, dernier admis 3");
  await stage.look(page, "explanation");
  await page.getByRole("dialog").getByRole("button", { name: fr.close }).click();
  await close(page, 4);
}

interface Published {
  readonly ranks: number;
  readonly round: number;
  readonly lookAt: number;
  readonly reads: string;
}
/** Prepared, read as a student will, signed by one of the office and by another. */
async function publish(page: Page, { lookAt, ranks, reads, round }: Published): Promise<void> {
  await tab(page, "publication");
  await page.getByLabel(fr.calculations.ranks, { exact: true }).selectOption(String(ranks), SOON);
  await page.getByLabel(fr.calculations.round, { exact: true }).selectOption(String(round), SOON);
  await press(page, fr.publication.prepare);
  await says(page, fr.publication.states.asked);
  await house.work();
  const newest = page.getByRole("region", { name: fr.publication.number(round - 3) });
  await newest.getByRole("button", { name: fr.publication.look }).click(SOON);
  await newest.getByLabel(fr.publication.numberOf).fill(studentAt(lookAt).number);
  await says(page, reads);
  await newest.getByRole("button", { name: fr.publication.release }).click(SOON);
  const until = new Date(house.now() + DAY_MS).toLocaleString("sv-SE", { timeZone: "Europe/Paris" });
  await newest.getByLabel(fr.publication.until).fill(until.slice(0, 16).replace(" ", "T"));
  await newest.getByLabel(fr.publication.reason).fill("Délibération du jury");
  await newest.getByRole("button", { name: fr.publication.propose }).click(SOON);
  await says(page, fr.publication.second);
  // Who proposed does not sign.
  expect(await newest.getByRole("button", { name: fr.publication.sign, exact: true }).count()).toBe(0);
  await stage.look(page, "publication");
  const other = await as("office2", "en");
  await other.goto(`${stage.address}/#/office/competitions/1/publication`);
  await press(other, en.publication.sign);
  await other.getByRole("button", { name: en.publication.sign, exact: true }).waitFor({ ...SOON, state: "detached" });
  await stage.look(other, "publication");
  await other.context().close();
  await house.work();
}

/** R40: everybody has a mail; a seat says until when one answers. The loser reads which wish was full, and why. */
async function resultsAreRead(phone: Page, loser: number): Promise<void> {
  expect(lastMailTo(FIRST)).toContain("Médecine");
  expect(lastMailTo(WORST[0])).toContain("PACES 2026");
  await phone.getByRole("link", { name: "Mes résultats" }).click(SOON);
  await says(phone, "Vous êtes admis en Médecine, votre vœu 1");
  const computer = await stage.open("1280x800", "en", { amphi_student: await sessionOf(loser) });
  await computer.goto(`${stage.address}/#/student/competitions/1/results`);
  await says(computer, "You are admitted to Odontologie, your wish 2");
  await computer.context().close();
}
async function resign(phone: Page): Promise<void> {
  await press(phone, "Me désister : quitter la procédure");
  const sure = phone.getByRole("dialog");
  await sure.getByRole("textbox", { name: /^Écrivez MED/ }).fill("MED");
  // Signed in for hours: once more, who is it?
  await sure.getByLabel("Votre mot de passe").fill("quelques mots à retenir");
  await sure.getByRole("button", { name: "Confirmer" }).click(SOON);
  await says(phone, "Vous vous êtes désisté.");
  await house.work();
  expect(lastMailTo(FIRST)).toContain("Vous vous désistez");
}
/** R27, R28: the place goes to whoever the lottery put behind, and nobody loses one. */
async function secondRound(page: Page, loser: number): Promise<void> {
  await tab(page, "computations");
  await computed(page, fr.calculations.askNext, 5);
  await says(page, fr.calculations.roundTitle(2));
  expect(await rowOf(page, loser)).toContain("MED");
  await close(page, 5);
}
/** R35, R36: beyond two and a half times the seven places, without whoever repeats the year. */
async function restAreReoriented(page: Page): Promise<void> {
  await computed(page, fr.calculations.ask("Réorientation de fin d’année"), 6);
  await says(page, fr.calculations.bound(17));
  await says(page, fr.calculations.reoriented(3));
  for (const n of [17, 18, 19]) await page.getByText(studentAt(n).name).waitFor(SOON);
  expect(await page.getByText(studentAt(REPEATER).name).count()).toBe(0);
  await stage.look(page, "reorientation");
  await close(page, 6);
}
async function lastResults(loser: number): Promise<void> {
  const visit = async (n: number) => {
    const page = await stage.open("390x844", "fr", { amphi_student: await sessionOf(n) });
    await page.goto(`${stage.address}/#/student/competitions/1/results`);
    return page;
  };
  await says(await visit(loser), "Vous êtes admis en Médecine, votre vœu 1");
  await says(await visit(17), "Réorientation de fin d’année");
}

/** R11: a mark is corrected, and nothing that was made from it is shown as current. */
async function correctionMakesStale(page: Page): Promise<void> {
  await tab(page, "marks");
  await page.locator("input.cell").first().fill("3", SOON);
  await press(page, fr.save);
  await page.getByText(fr.saved, { exact: true }).waitFor(SOON);
  await tab(page, "computations");
  await expect.poll(() => page.getByText(fr.calculations.stale).count(), SOON).toBe(6);
  await stage.look(page, "stale");
}
