/** The jury in a browser, on the portal's own routes and a private PostgreSQL: what-if, a ruling and a release by two keys. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CompareAnswer, MarkingRequest, WhatIfAnswer } from "#contracts/marking/requests";
import { receiptCodeFrom } from "#domain/answer/receipt-code";
import { anAccount } from "#domain/staff/testing/places";
import { createFailureBudget } from "#http/failure-budget";
import { createListener } from "#http/listener";
import { loadWebFiles } from "#http/web-files";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { juryRoutes } from "#portal/jury/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { insertRun } from "#portal/testing/a-run";
import { portalPages } from "#portal/web-pages";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";
import { projectRoot } from "#runtime/project-root";
import { TEXTS } from "../../web/portal/jury/texts.ts";

const CODE = receiptCodeFrom(new Uint8Array(32).fill(7));
const CANDIDATES = 200;
/** Set to write the pictures of the documentation. */
const PICTURES = process.env["PICTURES"] ? join(projectRoot(), "docs/pictures/portal/jury") : null;

let postgres: Awaited<ReturnType<typeof startPrivatePostgres>>;
let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let owner: pg.Pool;
let portal: pg.Pool;
let listener: ReturnType<typeof createListener>;
let address = "";
const complaints: string[] = [];

/** A bell of marks; every candidate's second item goes with the rest. */
const LINES = Array.from({ length: CANDIDATES }, (_, n) => {
  const mark = Math.round(10_000 + 6_000 * Math.sin((n * 2 * Math.PI) / CANDIDATES) * ((n % 7) / 7));
  return [`A${16 + n}`, mark, null, [mark > 9_000 ? 1_000 : 0, mark > 11_000 ? 0 : 500]] as const;
});
const STATISTICS = {
  ...{ item: "Q2", paper: 0, type: "QRU", maximum: 1_000, candidates: CANDIDATES, answered: 198 },
  ...{ difficulty: 0.31, deviation: 0.2, discrimination: -0.42, centres: [] },
  choices: [
    { chosen: "a", right: true, count: 62, rate: 0.31, discrimination: -0.42 },
    { chosen: "c", right: false, count: 120, rate: 0.6, discrimination: 0.38 },
  ],
  suspicions: [{ code: "right_option_of_the_weak", weight: 5, words: "" }],
};
const move = (candidate: string, rankBefore: number, rankAfter: number) => ({
  ...{ candidate, rankBefore, rankAfter, totalBefore: 1, totalAfter: 2 },
});
const EFFECT: WhatIfAnswer = {
  ...{ kind: "what_if", runId: 1, maximum: 19_000, rankedBy: "unit", tookMs: 12 },
  marks: {
    ...{ candidates: CANDIDATES, changed: 138, higher: 100, lower: 38, mostGained: 700, mostLost: -300 },
    ...{ meanBefore: 10_000, meanAfter: 10_210, items: [{ item: "Q2", candidates: 138 }] },
  },
  rankings: [
    {
      ...{ code: "paper", name: "Paper", ranked: CANDIDATES, moved: 91, mostUp: 23, mostDown: 17 },
      movers: [move("A20", 60, 37), move("A21", 40, 57)],
      line: { rank: 50, comeIn: 4, fallOut: 4, crossing: [move("A20", 60, 37)] },
    },
  ],
};
const COMPARED: CompareAnswer = {
  ...{ kind: "compare", before: 1, after: 2, marks: EFFECT.marks },
  changes: [
    {
      ...{ candidate: "A20", before: 9_300, after: 10_000, codeBefore: null, codeAfter: null },
      items: [{ item: "Q2", before: 300, after: 1_000 }],
    },
    {
      ...{ candidate: "A21", before: 11_300, after: 11_000, codeBefore: null, codeAfter: null },
      items: [{ item: "Q2", before: 300, after: null }],
    },
  ],
};

beforeAll(async () => {
  [postgres, pages, browser] = await Promise.all([startPrivatePostgres(), ownPages(), launchBrowser()]);
  await prepareTemplate(postgres.url);
  const urls = await freshDatabaseOn(postgres.url);
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 4 });
  // The server goes at the end, with whatever connection is still idle.
  for (const pool of [owner, portal]) pool.on("error", () => undefined);
  const database = databaseOf(portal);
  const desk = {
    ask: ({ ask }: MarkingRequest) =>
      ask === "what_if" || ask === "compare"
        ? Promise.resolve((ask === "compare" ? COMPARED : EFFECT) as never)
        : Promise.reject(new Error(`nobody answers ${ask}`)),
  };
  const web = portalPages(await loadWebFiles(pages.root, () => undefined));
  const parts = { database, pool: portal, desk, resultFailures: createFailureBudget(10, 1), now: Date.now };
  const house = aPortal(juryRoutes(parts), { scopes: createScopes(database), web, now: Date.now });
  await insertSitting(owner, { candidates: CANDIDATES });
  await owner.query("UPDATE sitting SET planned_start_ms = $1", [Date.UTC(2026, 11, 7, 13)]);
  for (const [id, login, name] of [
    [101, "anne", "Anne Duval"],
    [102, "boris", "Boris Petit"],
  ] as const) {
    await owner.query("INSERT INTO account (id, exam_id, login, name, role) VALUES ($1, 1, $2, $3, 'jury')", [
      ...[id, login, name],
    ]);
    house.sessions.set(login.padEnd(43, "_"), {
      account: anAccount({ id, login, name, role: "jury", examId: 1 }),
      expiresAtMs: 9_999_999_999_999,
    });
  }
  await insertRun(owner, 1, LINES, STATISTICS);
  await owner.query(
    "INSERT INTO receipt (sitting_id, candidate_id, number, code, jws, issued_at_ms, entries, work) VALUES (1, 16, 1, $1, '', 1, 1, 1)",
    [CODE],
  );
  listener = createListener(house.app, { host: "127.0.0.1", port: 0, tls: null, upgrade: null });
  address = `http://127.0.0.1:${await listener.start()}`;
});
afterAll(async () => {
  await browser.close();
  await listener.stop();
  await Promise.all([owner.end(), portal.end()]);
  await Promise.all([postgres.stop(), pages.remove()]);
  expect(complaints).toEqual([]);
});

/** A page of somebody who is signed in; null: nobody is. */
async function open(login: string | null, locale: "fr" | "en", viewport = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, timezoneId: "Europe/Paris" });
  if (login !== null) await context.addCookies([{ name: "amphi_portal", value: login.padEnd(43, "_"), url: address }]);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // Refusals are answers and not complaints.
    if (message.type() === "error" && !message.text().includes("the server responded with a status"))
      complaints.push(message.text());
  });
  return page;
}
async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page, name)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, wide]).toEqual([name, 0]);
  if (PICTURES === null) return;
  const language = await page.evaluate(() => document.documentElement.lang);
  const folder = join(PICTURES, `${language}-${page.viewportSize()?.width}x${page.viewportSize()?.height}`);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: "disabled" });
}

/** The second key: opens the newest decision, and signs what it says. */
async function sign(page: Page, words: (typeof TEXTS)["en"]): Promise<void> {
  await page.goto(`${address}/#/jury/exams/1/decisions`);
  await page.getByRole("button", { name: words.decisions.open }).first().click();
  await look(page, "decision");
  await page.getByRole("button", { name: words.decisions.sign, exact: true }).click();
  await page.getByRole("row").nth(1).getByText(words.decisions.states.in_force).waitFor();
}

test("a suspicious item, what annulling it would do, a ruling signed by two, and results that a candidate reads", async () => {
  const [fr, en] = [TEXTS.fr, TEXTS.en];
  const anne = await open("anne", "fr");
  await anne.goto(address);
  await anne.getByRole("link", { name: "Exam", exact: true }).click();
  await anne.getByRole("link", { name: fr.run.title(1) }).waitFor();
  await look(anne, "exam");
  await anne.getByRole("link", { name: fr.run.title(1) }).click();
  await anne.getByLabel(fr.whatIf.decision("Q2")).selectOption("annul");
  await anne.getByLabel(fr.whatIf.line).fill("50");
  await anne.getByRole("button", { name: fr.whatIf.see }).click();
  await anne.getByText(fr.whatIf.changed(138, CANDIDATES)).waitFor();
  await look(anne, "run");
  // Another choice makes what is shown old: it is not there any more, nor can it be proposed.
  await anne.getByLabel(fr.whatIf.decision("Q2")).selectOption("neutralise");
  expect(await anne.getByRole("button", { name: fr.whatIf.propose }).count()).toBe(0);
  await anne.getByLabel(fr.whatIf.decision("Q2")).selectOption("annul");
  await anne.getByLabel(fr.decisions.why).fill("Deux réponses justes.");
  await anne.getByRole("button", { name: fr.whatIf.propose }).click();
  await anne.getByText(fr.decisions.sent).waitFor();
  await anne.goto(`${address}/#/jury/exams/1/runs/1/items/1`);
  await anne.getByText(fr.suspicions.right_option_of_the_weak).waitFor();
  await look(anne, "item");
  await anne.goto(`${address}/#/jury/exams/1/runs/1/set-aside`);
  await anne.getByRole("radio").last().check();
  await look(anne, "set-aside");

  const boris = await open("boris", "en");
  await sign(boris, en);
  const { rows } = await owner.query<{ payload: string }>(
    "SELECT payload FROM decision d JOIN decision_outcome o ON o.decision_id = d.id",
  );
  expect(rows.map(({ payload }) => JSON.parse(payload) as object)).toMatchObject([
    { rulings: [{ decision: "annul", items: ["Q2"], reason: "Deux réponses justes." }] },
  ]);

  const candidate = await open(null, "fr", { width: 390, height: 844 });
  await candidate.goto(`${address}/#/results`);
  await candidate.getByLabel(fr.results.code).fill(CODE);
  await candidate.getByLabel(fr.results.student).fill("S16");
  await candidate.getByRole("button", { name: fr.results.see }).click();
  await candidate.getByText(fr.problems["not_published"] ?? "").waitFor();
  await boris.goto(`${address}/#/jury/exams/1/release`);
  await boris.getByLabel(en.release.candidate).fill("A16");
  await boris.getByRole("button", { name: en.release.dryRun }).click();
  await boris.getByText("A16", { exact: true }).waitFor();
  await look(boris, "release");
  await boris.getByLabel(en.decisions.why).fill("The jury has deliberated.");
  await boris.getByRole("button", { name: en.decisions.send, exact: true }).click();
  await boris.getByText(en.decisions.sent).waitFor();
  await sign(anne, fr);
  await candidate.getByRole("button", { name: fr.results.see }).click();
  await candidate.getByText("A16", { exact: true }).waitFor();
  await look(candidate, "results");
});

test("two runs side by side, and a text that two accept without seeing each other", async () => {
  const [fr, en] = [TEXTS.fr, TEXTS.en];
  await insertRun(owner, 2, LINES, STATISTICS);
  const anne = await open("anne", "fr");
  await anne.goto(`${address}/#/jury/exams/1/runs/2`);
  await anne.getByRole("link", { name: fr.run.compare }).click();
  await anne.getByRole("row", { name: "A20" }).getByText("+0,7").waitFor();
  await look(anne, "compare");

  await anne.goto(`${address}/#/jury/exams/1`);
  await anne.getByRole("link", { name: fr.exam.review }).click();
  await anne.getByRole("button", { name: fr.review.acceptIt("angor"), exact: true }).click();
  await anne.getByText(fr.review.said("angor", "accept")).waitFor();
  expect(await anne.getByRole("button", { name: fr.review.acceptIt("angor") }).count()).toBe(0);
  await look(anne, "review");
  const boris = await open("boris", "en");
  await boris.goto(`${address}/#/jury/exams/1/sittings/1/review`);
  await boris.getByRole("button", { name: en.review.acceptIt("infarctus myocarde"), exact: true }).waitFor();
  await look(boris, "review");
  await boris.getByRole("button", { name: en.review.acceptIt("angor"), exact: true }).focus();
  await boris.keyboard.press("Enter");
  await boris.getByText(en.review.said("angor", "accept")).waitFor();
  const { rows } = await owner.query<{ account_id: number; verdict: string }>(
    "SELECT account_id, verdict FROM review_verdict ORDER BY position",
  );
  expect(rows).toEqual([
    { account_id: 101, verdict: "accept" },
    { account_id: 102, verdict: "accept" },
  ]);
});
