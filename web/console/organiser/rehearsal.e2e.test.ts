/** What rehearsals in the rooms said, before a start: the line, and the rooms behind it. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakeControl } from "../testing/fake-control.ts";
import { CODE, PASSWORD } from "../testing/fake-exam.ts";
import { fr } from "../texts/fr.ts";
import { organiserFr } from "../texts/organiser-fr.ts";
import { REHEARSAL_TEXTS } from "../texts/rehearsal.ts";

let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});

/** An organiser who has signed in, on a screen of that size. */
async function organiserAt(control: FakeControl, viewport: { width: number; height: number }) {
  const context = await browser.newContext({ locale: "fr-FR", viewport });
  const page = await context.newPage();
  await page.goto(`${control.url}/console/`);
  await page.getByLabel(fr.signIn.login).fill("duval");
  await page.getByLabel(fr.signIn.password).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByLabel(fr.signIn.code).fill(CODE);
  await page.keyboard.press("Enter");
  return { context, page };
}

test("a room that failed its rehearsal is no-go, named by its centre, with its figures", async () => {
  const control = await FakeControl.start(pages.root, { perRoom: 10 });
  const [first, second] = control.exam.centres.flatMap(({ rooms }) => rooms);
  if (!first || !second) throw new Error("two rooms");
  const worst = { receivedMs: 180, durableMs: 20, paintedMs: 40, longestGapMs: 900, reconnects: 1, longTaskMs: 80 };
  const played = { sittingId: 1, atMs: Date.now(), expected: 10, played: 10, complete: 10, worst };
  control.rehearsals = [
    { ...played, roomId: first.id, verdict: "passed", beyond: [] },
    {
      ...{ ...played, roomId: second.id, verdict: "failed", beyond: ["receivedMs"] },
      worst: { ...worst, receivedMs: 4_200 },
    },
  ];
  control.act("check_in");
  const { context, page } = await organiserAt(control, { width: 1366, height: 768 });
  const list = page.getByRole("region", { name: organiserFr.check.title });
  await list.getByText(organiserFr.check.codes.rehearsal(1)).waitFor();
  const words = REHEARSAL_TEXTS.fr;
  await list.getByRole("button", { name: words.open }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(words.verdicts.failed).waitFor();
  expect(await dialog.getByRole("listitem").first().textContent()).toMatch(/4[\s\u202f]200/);

  expect(await violations(page, "rehearsal")).toEqual([]);
  await context.close();
  await control.stop();
  expect(control.problems).toEqual([]);
});

test("a platform that was not rehearsed is no-go; declared ready all the same, the reason stands in the journal", async () => {
  const control = await FakeControl.start(pages.root, { perRoom: 10 });
  const nearest = { profile: "day", candidates: 8_300, atMs: Date.now() - 20 * 86_400_000 };
  control.rehearsed = { candidates: 8_100, withinDays: 14, passed: null, nearest };
  control.act("check_in");
  const { context, page } = await organiserAt(control, { width: 1280, height: 800 });
  const list = page.getByRole("region", { name: organiserFr.check.title });
  await list.getByText(organiserFr.check.rehearsed(control.rehearsed)).waitFor();
  await page.getByRole("button", { name: organiserFr.bar.more }).click();
  await page.getByRole("button", { name: organiserFr.act.ready, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(fr.act.overrideReady).fill("Répétée à Lyon, sur la machine jumelle");
  expect(await dialog.getByRole("checkbox").count()).toBe(0);
  expect(await violations(page, "declare ready")).toEqual([]);
  await dialog.getByRole("button", { name: fr.act.confirm }).click();
  await dialog.getByText(fr.act.done(0).slice(0, 6)).waitFor();
  expect(control.journal().acts.at(-1)).toMatchObject({
    ...{ kind: "ready", scope: { kind: "nation" }, checks: [], override: "Répétée à Lyon, sur la machine jumelle" },
  });
  await context.close();
  await control.stop();
  expect(control.problems).toEqual([]);
});
