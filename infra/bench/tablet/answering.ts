/**
 * Three hours of answering without the thinking: round after round through the isolated questions and the article, with
 * taps, typed words and a way through the navigator, over the slow network.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { FORWARD, goTo, note, seen, tap } from "#infra/bench/tablet/hand.ts";
import type { Probe } from "#infra/bench/tablet/probe.ts";
import { type Seat, slowNetwork } from "#infra/bench/tablet/room.ts";

/** The section of isolated questions in the demo’s paper, from 1; the article follows it. */
const ISOLATED = 3;
const OPTION = "main article fieldset label";
const FIELD = "main article .text input";
/** Between two taps of somebody who hurries. */
const PERSON_MS = 400;
/** Texts typed one after the other in each field. */
const WORDS = 3;
const KEY_EVERY_MS = 90;
/** The typing rests after 400 ms, then its entry is made. */
const REST_MS = 900;
/** The page's long tasks are told a little later than they were. */
const SETTLE_MS = 500;

export interface Answered {
  readonly interactions: number;
  readonly probe: Probe;
}

/**
 * `paced` of the interactions are made at a person's pace and noted; the others follow one another as fast as the page
 * shows them, for what three hours leave behind in memory.
 */
export async function answerFor(seat: Seat, interactions: number, paced: number): Promise<Answered> {
  const { page } = seat.tablet;
  await slowNetwork(seat.tablet);
  // Once through everything unmeasured: whatever drives the page has then loaded what it needs.
  await goTo(page, ISOLATED, 1);
  await answerOne(page, 0, 0);
  await note(page, true);
  const atPace = await rounds(page, 1, paced, PERSON_MS);
  await delay(SETTLE_MS);
  await note(page, false);
  const quick = await rounds(page, atPace.round, interactions - atPace.count, 0);
  return { interactions: atPace.count + quick.count, probe: await page.evaluate(() => window.amphiProbe) };
}

/** Whole rounds until there are `least` interactions. Returns how many there are, and the number of the next round. */
async function rounds(page: Page, from: number, least: number, pauseMs: number) {
  let [count, round] = [0, from];
  for (; count < least; round++) {
    await goTo(page, ISOLATED, 1);
    count++;
    const questions = await page.locator(`aside nav section:nth-of-type(${ISOLATED}) li`).count();
    for (let n = 0; n < questions; n++) {
      count += await answerOne(page, round, pauseMs);
      await delay(pauseMs);
      await tap(page, FORWARD);
      await seen(page);
      count++;
    }
    count += await answerOne(page, round, pauseMs); // the article's first question
    await delay(pauseMs);
    await tap(page, "footer button"); // back to the last isolated question, whose navigator stands beside it
    await seen(page);
    count++;
  }
  return { count, round };
}

/** Another answer than in the round before. Returns how many taps and keys it took. */
async function answerOne(page: Page, round: number, pauseMs: number): Promise<number> {
  if (await tap(page, FIELD)) return typeWords(page, round);
  const options = await page.locator(OPTION).count();
  if (options === 0) return 0;
  for (const n of [round, round + 1]) {
    await delay(pauseMs);
    await tap(page, OPTION, n % options);
    await seen(page);
  }
  return 2;
}

async function typeWords(page: Page, round: number): Promise<number> {
  let keys = 0;
  for (let n = 0; n < WORDS; n++) {
    const word = `mesure ${round}${n} mg`;
    await page.keyboard.press("Control+A");
    for (const letter of word) {
      await page.keyboard.press(letter === " " ? "Space" : letter);
      await delay(KEY_EVERY_MS);
    }
    await delay(REST_MS);
    keys += word.length;
  }
  return 1 + keys;
}
