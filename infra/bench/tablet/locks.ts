/** The way through the progressive cases: every lock and how long the next question takes, with its key from ingest. */
import type { Page } from "playwright-core";
import { FORWARD, note, tap } from "#infra/bench/tablet/hand.ts";
import type { Seat } from "#infra/bench/tablet/room.ts";

const CONFIRM = "dialog .actions button:not(.close)";
/** Both cases of the demo's paper. */
const CASES = 2;

/** Milliseconds of every lock that another step of the same case follows. */
export async function lockThrough({ tablet: { page } }: Seat): Promise<number[]> {
  let measured = 0;
  for (let done = 0; done < CASES;) {
    await page.evaluate(answerEverything);
    await page.locator(`${FORWARD}:not([aria-disabled])`).waitFor();
    const last = await page.evaluate(
      () => document.querySelector("aside nav [aria-current=step]")?.closest("li")?.nextElementSibling === null,
    );
    await tap(page, FORWARD);
    await page.locator(CONFIRM).waitFor();
    await note(page, !last);
    const before = await firstStem(page);
    await tap(page, CONFIRM);
    if (last) done++;
    else measured++;
    await page.waitForFunction(
      ([stem, locks]) => {
        const shown = document.querySelector("main [id^='stem-']")?.id ?? null;
        return shown !== null && shown !== stem && window.amphiProbe.locks.length >= locks;
      },
      [before, measured] as const,
      { polling: 50 },
    );
  }
  return page.evaluate(() => window.amphiProbe.locks);
}

const firstStem = (page: Page) => page.evaluate(() => document.querySelector("main [id^='stem-']")?.id ?? null);

/** Something for every question on the screen. Runs in the page. */
function answerEverything(): void {
  for (const article of document.querySelectorAll("main article")) {
    article.querySelector<HTMLInputElement>("fieldset input:not(:checked)")?.click();
    const text = article.querySelector<HTMLInputElement>(".text input");
    if (text) {
      text.value = "réponse";
      text.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    const image = article.querySelector("[role=application]");
    image?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }
}
