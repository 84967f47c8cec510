/**
 * 7 and 8 December 2015, played on a whole platform: people at their consoles, a candidate's tablet, and a crowd of tablets
 * without screens in all 34 centres. Minutes are seconds here. The pictures of the guides are taken with
 *
 *     AMPHI_PICTURES=1 npx vitest run --project browser infra/exam-day
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser } from "#infra/testing/browser.ts";
import { everyMinuteCounted, nothingLost, replayed } from "./accounts.ts";
import { type Day, everybody, openConsoles } from "./day.ts";
import { playTheEighth } from "./eighth.ts";
import { openExam, SITTING_TITLE } from "./exam.ts";
import { pictures } from "./pictures.ts";
import { playTheSeventh } from "./seventh.ts";

test("two days of December 2015: nothing is lost, and every minute is accounted for", async () => {
  const exam = await openExam();
  const browser = await launchBrowser();
  try {
    const picture = pictures(process.env["AMPHI_PICTURES"] === "1");
    const day: Day = { exam, browser, staff: await openConsoles(browser, exam), picture };
    const [planned] = await exam.rows<{ id: number }>("SELECT id FROM sitting WHERE title = $1", [SITTING_TITLE]);
    const seventh = await playTheSeventh(day, planned?.id ?? 0);
    const { late, room, all } = seventh.crowd;
    await nothingLost(day, seventh.sittingId, all);
    await replayed(day, seventh.sittingId, all);
    await everyMinuteCounted(day, seventh.sittingId, [...late, ...room, ...all.slice(-3)]);
    for (const tablet of all) tablet.leave();

    const eighth = await playTheEighth(day, seventh);
    await nothingLost(day, eighth.sittingId, eighth.crowd.all);
    await replayed(day, eighth.sittingId, eighth.crowd.all);
    await everyMinuteCounted(day, eighth.sittingId, eighth.crowd.room);
    for (const tablet of eighth.crowd.all) tablet.leave();
    const people = [...everybody(day.staff), seventh.tablet, eighth.spare];
    expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
  } catch (error) {
    await lastScreens(browser);
    throw error;
  } finally {
    await browser.close();
    await exam.stop();
  }
}, 900_000);

/** What everybody saw when it failed. */
async function lastScreens(browser: Browser): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "amphi-exam-day-"));
  const pages = browser.contexts().flatMap((context) => context.pages());
  const taken = pages.map((page, n) => page.screenshot({ path: join(folder, `${n}.png`), timeout: 60_000 }));
  await Promise.allSettled(taken); // what failed is told, whatever becomes of its pictures
  console.error(`the screens as they were: ${folder}`);
}
