/** The hand of a candidate: taps and keys come from outside the page, as a person's do. */
import type { Page } from "playwright-core";

/** Taps the n-th element of a selector in its middle. False when there is none. */
export async function tap(page: Page, selector: string, n = 0): Promise<boolean> {
  const spot = await page.evaluate(
    ([css, index]) => {
      const element = document.querySelectorAll(css)[index];
      if (!element) return null;
      element.scrollIntoView({ block: "nearest", behavior: "instant" });
      const { height, left, top, width } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    },
    [selector, n] as const,
  );
  if (!spot) return false;
  await page.touchscreen.tap(spot.x, spot.y);
  return true;
}

/** Resolves behind the next frame: nobody acts on what is not on the screen yet. */
export async function seen(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

export const FORWARD = "footer .forward button";
const questionOf = (section: number, question: number) =>
  `aside nav section:nth-of-type(${section}) li:nth-child(${question}) button`;

/** Goes to a question of a section by the navigator, both from 1. */
export async function goTo(page: Page, section: number, question: number): Promise<void> {
  const there = questionOf(section, question);
  await page.locator(there).waitFor();
  await tap(page, there);
  await page.locator(`${there}[aria-current=step]`).waitFor();
  await seen(page);
}

/** From now on, or not any more, the page notes what it is asked to. */
export async function note(page: Page, on: boolean): Promise<void> {
  await page.evaluate((from) => void (window.amphiProbe.fromMs = from ? performance.now() : Infinity), on);
}
