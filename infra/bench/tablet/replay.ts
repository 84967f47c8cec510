/** A tablet that has made thousands of entries without a server is opened again: all of them are read back and delivered. */
import { setTimeout as delay } from "node:timers/promises";
import { goTo } from "#infra/bench/tablet/hand.ts";
import { installed, type Seat } from "#infra/bench/tablet/room.ts";

export interface Replay {
  readonly entries: number;
  /** From the start of the navigation until the question is on the screen. */
  readonly readableMs: number;
  /** From the same until the server has acknowledged the last entry. */
  readonly receivedMs: number;
}

const LOOK_EVERY_MS = 200;
const GIVE_UP_MS = 60_000;

export async function replayOf(seat: Seat, entries: number): Promise<Replay> {
  await goTo(seat.tablet.page, 3, 3); // one answer of several
  await installed(seat.tablet);
  const { page: alone, devtools } = await seat.reopen((page) =>
    page.routeWebSocket(/^wss?:/, (socket) => void socket.close()),
  );
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await alone.locator("main article input").first().waitFor();
  await alone.evaluate(answerAgainAndAgain, entries);
  let held = 0;
  while ((held = await alone.evaluate(entriesHeld)) < entries) await delay(LOOK_EVERY_MS);

  let receivedAtMs = NaN;
  const { page } = await seat.reopen((next) => {
    next.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        const frame = JSON.parse(String(payload)) as { kind: string; seq?: number };
        if (frame.kind === "received" && (frame.seq ?? 0) >= held) receivedAtMs = Date.now();
      }),
    );
    return Promise.resolve();
  });
  await page.waitForFunction(() => window.amphiProbe.readableMs !== null);
  for (const from = Date.now(); Number.isNaN(receivedAtMs) && Date.now() - from < GIVE_UP_MS;)
    await delay(LOOK_EVERY_MS);
  const { readableMs, startedAtMs } = await page.evaluate(() => ({
    readableMs: window.amphiProbe.readableMs ?? NaN,
    startedAtMs: performance.timeOrigin,
  }));
  return { entries: held, readableMs, receivedMs: receivedAtMs - startedAtMs };
}

/** Runs in the page. */
async function answerAgainAndAgain(times: number): Promise<void> {
  const options = document.querySelectorAll<HTMLInputElement>("main article fieldset input");
  for (let n = 0; n < times; n++) {
    options[n % options.length]?.click();
    if (n % 25 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Runs in the page. */
function entriesHeld(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("amphi");
    opening.onerror = () => reject(new Error(opening.error?.message));
    opening.onsuccess = () => {
      const counting = opening.result.transaction("entries").objectStore("entries").count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}
