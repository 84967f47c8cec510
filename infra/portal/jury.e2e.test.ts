/** The jury in a browser, beside the real marking process: from a closed collection to the result that a candidate reads. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JuryExam, RECEIPT_CODE, startJuryExam } from "#infra/portal/jury-exam.ts";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { projectRoot } from "#runtime/project-root";
import { points } from "../../web/portal/jury/figures.ts";
import { TEXTS } from "../../web/portal/jury/texts.ts";

const CANDIDATES = 420;
/** Its right option is `e`: what the best candidates chose. */
const WRONG = { item: "qi03", right: ["a"] };
/** Set to write the pictures of the documentation. */
const PICTURES = process.env["PICTURES"] ? join(projectRoot(), "docs/pictures/portal/jury") : null;
const { fr, en } = TEXTS;

let exam: JuryExam;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  const jury = { anne: "Anne Duval", boris: "Boris Petit" };
  [exam, browser] = await Promise.all([
    startJuryExam({ candidates: CANDIDATES, wrongKey: WRONG, jury }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await exam.stop();
  expect(complaints).toEqual([]);
});

/** A page of somebody who is signed in; null: nobody is. */
async function open(login: string | null, locale: "fr" | "en", viewport = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, timezoneId: "Europe/Paris" });
  // The marking process computes beside it, on machines that do other things too.
  context.setDefaultTimeout(100_000);
  if (login !== null) await context.addCookies([exam.cookieOf(login)]);
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
const goto = (page: Page, path: string) => page.goto(`${exam.address}/#/jury/exams/${exam.examId}${path}`);

/** The second key: opens the newest decision, and signs what it says. */
async function sign(page: Page, words: typeof en): Promise<void> {
  await goto(page, "/decisions");
  await page.getByRole("button", { name: words.decisions.open }).first().click();
  await look(page, "decision");
  await page.getByRole("button", { name: words.decisions.sign, exact: true }).click();
  await page.getByRole("row").nth(1).getByText(words.decisions.states.in_force).waitFor();
}
/** Asks for a run on the screen and looks again once the marking process has made it. */
async function mark(page: Page, words: typeof en, runId: number): Promise<void> {
  await goto(page, "");
  await page.getByRole("button", { name: words.exam.mark }).click();
  const row = page.getByRole("row", { name: words.run.title(runId) });
  await row.waitFor();
  await exam.runIsDone(runId);
  await page.reload();
  await row.getByText(words.run.states.done).waitFor();
}

/** Says of options of the item in the dialog what they are worth. */
async function rekey(page: Page, worths: Readonly<Record<string, string>>): Promise<void> {
  const dialog = page.getByRole("dialog");
  for (const [option, worth] of Object.entries(worths))
    await dialog.getByRole("combobox", { name: new RegExp(`^${option} `) }).selectOption({ label: worth });
}
/** How many lines of a run differ from those of another one. */
async function changedLines(before: number, after: number): Promise<number> {
  const { rows } = await exam.owner.query<{ changed: number }>(
    `SELECT count(*)::int AS changed FROM run_candidate a JOIN run_candidate b USING (anonymity_number)
     WHERE a.run_id = $1 AND b.run_id = $2 AND a.items <> b.items`,
    [before, after],
  );
  return rows[0]?.changed ?? 0;
}

test("a closed collection is marked, a suspicious item is ruled on by two, and a candidate reads what two released", async () => {
  const anne = await open("anne", "fr");
  await anne.goto(exam.address);
  await anne.getByRole("link", { name: "Exam", exact: true }).click();
  await mark(anne, fr, 1);
  await look(anne, "exam");
  await anne.getByRole("link", { name: fr.run.title(1) }).click();
  const suspicious = anne.getByRole("row").filter({ hasText: fr.suspicions.right_option_of_the_weak });
  await suspicious.getByRole("link", { name: WRONG.item }).click();
  await anne.getByText(fr.suspicions.right_option_of_the_weak).waitFor();
  await look(anne, "item");
  await anne.goBack();

  await anne.getByRole("link", { name: "C02", exact: true }).click();
  await anne
    .getByRole("row", { name: fr.centre.kinds["incident"] })
    .getByText("La salle n’a plus de réseau.")
    .waitFor();
  await look(anne, "centre");
  await anne.goBack();

  await anne.getByLabel(fr.whatIf.decision(WRONG.item)).selectOption("rekey");
  await rekey(anne, { a: fr.key.worths.wrong, e: fr.key.worths.right });
  await look(anne, "key");
  await anne.getByRole("button", { name: fr.key.keep }).click();
  await anne.getByLabel(fr.whatIf.line).fill("50");
  await anne.getByRole("button", { name: fr.whatIf.see }).click();
  const told = await anne.getByRole("status").locator("strong").innerText();
  await look(anne, "run");
  // Another choice makes what is shown old: it is not there any more, nor can it be proposed.
  await anne.getByLabel(fr.whatIf.decision(WRONG.item)).selectOption("neutralise");
  expect(await anne.getByRole("button", { name: fr.whatIf.propose }).count()).toBe(0);
  await anne.getByLabel(fr.whatIf.decision(WRONG.item)).selectOption("rekey");
  await rekey(anne, { a: fr.key.worths.wrong, e: fr.key.worths.right });
  await anne.getByRole("button", { name: fr.key.keep }).click();
  await anne.getByLabel(fr.decisions.why).fill("Le corrigé désigne une réponse fausse.");
  await anne.getByRole("button", { name: fr.whatIf.propose }).click();
  await anne.getByText(fr.decisions.sent).waitFor();
  await goto(anne, "/runs/1/set-aside");
  await anne.getByRole("radio").last().check();
  await look(anne, "set-aside");

  const boris = await open("boris", "en");
  await sign(boris, en);
  await mark(boris, en, 2);
  // What was announced is what came.
  const changed = await changedLines(1, 2);
  expect(changed).toBeGreaterThan(CANDIDATES / 2);
  expect(told).toBe(fr.whatIf.changed(changed, CANDIDATES));
  await goto(anne, "/runs/2/compare");
  await anne.getByText(`${changed} / ${CANDIDATES}`).waitFor();
  await look(anne, "compare");

  // Ranked by rules; the exam has them from the command line.
  await goto(boris, "");
  await boris.getByRole("button", { name: en.exam.rank }).click();
  await boris
    .getByRole("row", { name: en.exam.ranking(1) })
    .getByText(en.exam.current)
    .waitFor();

  const { rows } = await exam.owner.query<{ id: number; number: string; student: string; mark: number }>(
    `SELECT c.id, c.anonymity_number AS number, c.student_number AS student, r.mark
     FROM run_candidate r JOIN candidate c USING (anonymity_number) WHERE run_id = 2 AND mark > 0 ORDER BY 2 LIMIT 1`,
  );
  const [somebody] = rows;
  if (somebody === undefined) throw new Error("nobody has a mark");
  await exam.owner.query(
    "INSERT INTO receipt (sitting_id, candidate_id, number, code, jws, issued_at_ms, entries, work) VALUES ($1, $2, 1, $3, '', 1, 1, 1)",
    [exam.sittingId, somebody.id, RECEIPT_CODE],
  );
  const candidate = await open(null, "fr", { width: 390, height: 844 });
  await candidate.goto(`${exam.address}/#/results`);
  await candidate.getByLabel(fr.results.code).fill(RECEIPT_CODE);
  await candidate.getByLabel(fr.results.student).fill(somebody.student);
  await candidate.getByRole("button", { name: fr.results.see }).click();
  await candidate.getByText(fr.problems["not_published"] ?? "").waitFor();
  await goto(boris, "/release");
  await boris.getByLabel(en.release.ranking).selectOption("1");
  await boris.getByLabel(en.release.candidate).fill(somebody.number);
  await boris.getByRole("button", { name: en.release.dryRun }).click();
  await boris.getByText(somebody.number, { exact: true }).waitFor();
  await look(boris, "release");
  await boris.getByLabel(en.decisions.why).fill("The jury has deliberated.");
  await boris.getByRole("button", { name: en.decisions.send, exact: true }).click();
  await boris.getByText(en.decisions.sent).waitFor();
  await sign(anne, fr);
  await candidate.getByRole("button", { name: fr.results.see }).click();
  await candidate.getByText(points("fr", somebody.mark), { exact: true }).waitFor();
  await look(candidate, "results");
});

test("a ruling makes what was released stale, and names come once two have lifted anonymity", async () => {
  const anne = await open("anne", "fr");
  await goto(anne, "/anonymity");
  await anne.getByLabel(fr.decisions.why).fill("Les résultats sont proclamés.");
  await anne.getByRole("button", { name: fr.anonymity.propose }).click();
  await anne.getByText(fr.anonymity.waiting("Anne Duval (jury)")).waitFor();
  const boris = await open("boris", "en");
  await sign(boris, en);
  await goto(boris, "/anonymity");
  await boris.getByRole("button", { name: en.anonymity.see }).click();
  await boris.getByLabel(en.anonymity.search).fill("S1000004");
  await boris.getByRole("row").nth(2).waitFor({ state: "detached" });
  await look(boris, "anonymity");
  const letter = await boris.getByRole("link", { name: en.anonymity.letter }).first().getAttribute("href");
  const pdf = await boris.request.get(`${exam.address}${letter}`);
  expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, "%PDF-"]);

  // The first ruling is taken back: the marks would be those of the first run again.
  await goto(anne, "/runs/2");
  await anne.getByRole("checkbox").check();
  await anne.getByRole("button", { name: fr.whatIf.see }).click();
  await anne.getByText(fr.whatIf.changed(await changedLines(1, 2), CANDIDATES)).waitFor();
  await look(anne, "take-back");
  await anne.getByLabel(fr.decisions.why).fill("Le corrigé était juste.");
  await anne.getByRole("button", { name: fr.whatIf.propose }).click();
  await anne.getByText(fr.decisions.sent).waitFor();
  await sign(boris, en);
  await goto(anne, "");
  await anne.getByText(fr.stale.rulings).first().waitFor();
  await look(anne, "stale");
});

test("a text that two accept without seeing each other", async () => {
  const anne = await open("anne", "fr");
  await goto(anne, "");
  await anne.getByRole("link", { name: fr.exam.review }).click();
  await anne.getByRole("button", { name: fr.review.acceptIt("radio"), exact: true }).click();
  await anne.getByText(fr.review.said("radio", "accept")).waitFor();
  expect(await anne.getByRole("button", { name: fr.review.acceptIt("radio") }).count()).toBe(0);
  await look(anne, "review");
  const boris = await open("boris", "en");
  await goto(boris, `/sittings/${exam.sittingId}/review`);
  await boris.getByRole("button", { name: en.review.acceptIt("irm cerebrale"), exact: true }).waitFor();
  await look(boris, "review");
  await boris.getByRole("button", { name: en.review.acceptIt("radio"), exact: true }).focus();
  await boris.keyboard.press("Enter");
  await boris.getByText(en.review.said("radio", "accept")).waitFor();
  const { rows } = await exam.owner.query("SELECT account_id, verdict FROM review_verdict ORDER BY position");
  expect(rows).toEqual([
    { account_id: 101, verdict: "accept" },
    { account_id: 102, verdict: "accept" },
  ]);
});
