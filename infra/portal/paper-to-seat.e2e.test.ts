/**
 * From a paper on tablets to a seat, in a browser: a sitting that is over is marked by the marking process, two of the jury
 * release the run, the exam office takes its marks into a unit, ranks and admits; a newer run makes the unit out of date.
 */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPaperFolder } from "#cli/import/paper-files";
import { isAbsent, simulatedPeople, storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { demoYearImport, demoYearPlan, demoYearWishes, PAPER_UNIT } from "#domain/competition/demo-year";
import { aHouse, type House } from "#infra/portal/a-house.ts";
import { inABrowser, SOON } from "#infra/portal/in-a-browser.ts";
import { startMarking } from "#infra/portal/marking-process.ts";
import { juryRoutes } from "#portal/jury/routes";
import { officeRoutes } from "#portal/office/routes";
import { createRouteParts } from "#portal/stores";
import { makeCompetition, makePopulation } from "#postgres/queries/competition/competitions";
import { enrolledIn } from "#postgres/queries/competition/rows";
import { writeImport } from "#postgres/queries/competition/write-rows";
import { databaseOf } from "#postgres/queries/reading";
import { writeOfficeWishes } from "#postgres/queries/student/wishes";
import { openConnection } from "#redis/connection";
import { createMarkingDesk } from "#redis/marking-desk";
import { projectRoot } from "#runtime/project-root";
import { PORTAL_DOOR } from "#staff/door";
import { TEXTS } from "../../web/portal/jury/texts.ts";
import { fr } from "../../web/portal/office/texts/fr.ts";

const [CANDIDATES, SEED, PLACES] = [40, 7, 3];
const START_MS = Date.UTC(2026, 10, 2, 13);
const jury = TEXTS.fr;
let stage: Awaited<ReturnType<typeof inABrowser<House>>>;
let house: House;
const closing: (() => Promise<unknown>)[] = [];
const cookies: Record<string, string> = {};

beforeAll(async () => {
  stage = await inABrowser("paper", async (servers, given) => {
    const marking = startMarking(servers.urlFor("amphi_marking"), servers.controlUrl);
    const questions = openConnection(servers.controlUrl, { maxRetriesPerRequest: null, commandTimeout: undefined });
    const desk = createMarkingDesk(questions, SOON.timeout);
    closing.push(
      () => desk.close(),
      async () => questions.disconnect(),
      marking.end,
    );
    await marking.ready;
    return aHouse(servers, {
      ...given,
      nowMs: null,
      routes: ({ database, pool, portalUrl }) => {
        const parts = createRouteParts(pool, database, desk, portalUrl);
        return [...juryRoutes(parts.jury), ...officeRoutes(parts.office)];
      },
    });
  });
  house = stage.world;
  for (const [n, [login, role]] of Object.entries({ anne: "jury", boris: "jury", odile: "office" } as const).entries())
    cookies[login] = await house.staff(101 + n, login, role);
  await storeSimulatedDay(house.owner, {
    ...{ examSlug: "ue1", title: "Épreuve sur tablette", candidates: CANDIDATES, seed: SEED, startMs: START_MS },
    folder: readPaperFolder(join(projectRoot(), "infra/demo/paper"), null),
  });
  await storeCompetition();
});
afterAll(async () => {
  for (const close of closing) await close();
  await stage.end();
});

/** Those who sat the paper, and one student who did not; the office's own unit is marked, wishes are there. */
async function storeCompetition(): Promise<void> {
  const people = simulatedPeople(CANDIDATES + 1, SEED).map(({ identity, ...one }, n) => ({
    ...{ studentNumber: one.studentNumber, anonymityNumber: one.anonymityNumber, born: identity["born"] ?? "" },
    absent: isAbsent(n),
  }));
  const demo = demoYearPlan(Date.now(), "nobody");
  const plan = {
    ...demo,
    codes: [...demo.codes, { code: "DIS", name: "Dispensé", effect: "neutral" as const }],
    missing: { as: "DIS" },
    // Nobody enters wishes but the office (R19).
    wishes: { most: 0, windows: [] },
    programmes: demo.programmes.map((one) => ({ ...one, places: PLACES })),
  };
  const codes = plan.programmes.map(({ code }) => code);
  const db = databaseOf(house.owner);
  const populationId = (await makePopulation(db, { code: "p", name: "Première année" }, 103)) ?? 0;
  const competitionId = (await makeCompetition(db, { populationId, slug: "paces", plan })) ?? 0;
  await writeImport(db, { competitionId, populationId }, demoYearImport(people, codes), "test");
  const wishes = demoYearWishes(people, codes);
  const lists = (await enrolledIn(db, competitionId)).map(
    ({ personId, studentNumber }) => [personId, wishes.get(studentNumber) ?? []] as const,
  );
  await writeOfficeWishes(db, competitionId, new Map(lists), "test", Date.now());
}

const as = (login: string) => stage.open("1280x800", "fr", { [PORTAL_DOOR.cookie]: cookies[login] ?? "" });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click(SOON);
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(SOON);
const tab = (page: Page, key: keyof typeof fr.tabs) =>
  page.getByRole("link", { name: fr.tabs[key], exact: true }).click(SOON);

test("a paper is marked, released, taken into a unit, ranked and allocated; a newer run makes the unit out of date", async () => {
  const [anne, boris, odile] = [await as("anne"), await as("boris"), await as("odile")];
  await typeWishes(odile);
  await openMarks(odile);
  await says(odile, fr.feed.none);
  await mark(anne, 1);
  await release(anne, boris, 1);
  const hash = await takeMarks(odile, 1);
  await ranksAndSeats(odile, hash);
  await mark(anne, 2);
  await release(anne, boris, 2);
  await openMarks(odile);
  await says(odile, fr.feed.newer(2));
  expect(await odile.getByLabel(fr.feed.run).inputValue()).toBe("2");
  await stage.look(odile, "feed-out-of-date");
  await takeMarks(odile, 2);
  expect(await odile.getByText(fr.feed.newer(2)).count()).toBe(0);
  expect(stage.complaints).toEqual([]);
}, 300_000);

/** The office enters the list of somebody who has none yet; a programme that stands twice is refused. */
async function typeWishes(page: Page): Promise<void> {
  await page.goto(`${stage.address}/#/office/competitions/1/people`);
  await page
    .getByRole("button", { name: new RegExp(`^${fr.people.noWishes} – `) })
    .first()
    .click(SOON);
  const dialog = page.getByRole("dialog");
  for (const list of ["MED MED", "MED KIN"]) {
    await dialog.getByLabel(fr.people.wishes).fill(list);
    await dialog.getByRole("button", { name: fr.save }).click(SOON);
    if (list === "MED MED") await dialog.getByRole("listitem").first().waitFor(SOON);
    await stage.look(page, list === "MED MED" ? "wishes-refused" : "people");
  }
  await says(page, "MED › KIN");
}

/** The jury asks; the marking process marks what its own role may read. */
async function mark(page: Page, runId: number): Promise<void> {
  await page.goto(`${stage.address}/#/jury/exams/1`);
  await press(page, jury.exam.mark);
  const state = async () =>
    (await house.owner.query<{ state: string }>("SELECT state FROM marking_run WHERE id = $1", [runId])).rows[0]?.state;
  await expect.poll(state, SOON).toBe("done");
}
async function release(first: Page, second: Page, runId: number): Promise<void> {
  await first.goto(`${stage.address}/#/jury/exams/1/release`);
  await first.reload();
  await says(first, jury.release.lead);
  await press(first, jury.release.dryRun);
  await first.getByLabel(jury.decisions.why).fill(`Correction n° ${runId}`, SOON);
  await press(first, jury.decisions.send);
  await says(first, jury.decisions.sent);
  await second.goto(`${stage.address}/#/jury/exams/1/decisions`);
  await second.reload();
  await second.getByRole("button", { name: jury.decisions.open }).first().click(SOON);
  await press(second, jury.decisions.sign);
  await second.getByRole("row").nth(1).getByText(jury.decisions.states.in_force).waitFor(SOON);
}

async function openMarks(page: Page): Promise<void> {
  await page.goto(`${stage.address}/#/office/competitions/1/marks`);
  await page.reload();
  await page.getByLabel(fr.marks.unit).selectOption(PAPER_UNIT, SOON);
}
/** The run's own hash is kept beside the unit; marks are those of the run, by student number, and nobody types them. */
async function takeMarks(page: Page, runId: number): Promise<string> {
  await openMarks(page);
  await page.getByLabel(fr.feed.run).selectOption(String(runId), SOON);
  await press(page, fr.feed.take);
  await says(page, fr.feed.from(runId, "odile (office)"));
  await says(page, fr.marks.entered(CANDIDATES, CANDIDATES + 1));
  expect(await page.locator("input.cell").count()).toBe(0);
  // Over the paper's own maximum; a ranking brings it to the scale of the unit.
  await says(page, /^\d+(,\d+)? \/ \d+$/);
  await stage.look(page, "feed");
  const { rows } = await house.owner.query<{ hash: string; differing: number }>(
    `SELECT f.run_hash AS hash, (SELECT count(*)::int FROM run_candidate r
        JOIN candidate c ON c.anonymity_number = r.anonymity_number
        JOIN person p ON p.student_number = c.student_number
        LEFT JOIN mark m ON m.person_id = p.id AND m.unit = f.unit
        WHERE r.run_id = f.run_id AND (m.mark IS DISTINCT FROM r.mark OR m.code IS DISTINCT FROM r.code)) AS differing
     FROM unit_feed f JOIN marking_run n ON n.id = f.run_id AND n.marks_sha256 = f.run_hash WHERE f.run_id = $1`,
    [runId],
  );
  expect(rows).toEqual([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, differing: 0 }]);
  return rows[0]?.hash ?? "";
}

/** Forty who sat the paper are ranked by both units, the one who did not by the other alone. */
async function ranksAndSeats(page: Page, hash: string): Promise<void> {
  expect(hash).not.toBe("");
  await tab(page, "computations");
  for (const [button, number] of [
    [fr.calculations.askRanks, 1],
    [fr.calculations.askFirst, 2],
  ] as const) {
    await press(page, button);
    await says(page, fr.calculations.states.asked);
    await house.work();
    await press(page, `${fr.calculations.open} n° ${number}`);
  }
  await says(page, fr.calculations.clean);
  const { rows } = await house.owner.query<{ seats: number; places: number }>(
    `SELECT sum((one->>'admitted')::int)::int AS seats, sum((one->>'places')::int)::int AS places
     FROM calculation, jsonb_array_elements(result->'programmes') one WHERE id = 2`,
  );
  expect(rows[0]?.places).toBe(5 * PLACES);
  expect(rows[0]?.seats).toBeGreaterThan(2 * PLACES);
}
