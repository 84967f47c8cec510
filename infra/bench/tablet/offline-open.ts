/** The tablet opened in mid-paper without a network, from what its worker and its disk hold. */
import { goTo } from "#infra/bench/tablet/hand.ts";
import { installed, type Seat } from "#infra/bench/tablet/room.ts";

export interface Opening {
  readonly readableMs: number;
  readonly interactiveMs: number;
}

/** `seat`: has just signed in. Opens the tablet so many times. */
export async function openOffline(seat: Seat, times: number): Promise<Opening[]> {
  await goTo(seat.tablet.page, 3, 1);
  await installed(seat.tablet);
  const openings: Opening[] = [];
  await seat.context.setOffline(true);
  for (let n = 0; n < times; n++) {
    const { page } = await seat.reopen();
    await page.waitForFunction(() => window.amphiProbe.interactiveMs !== null);
    openings.push(
      await page.evaluate(() => ({
        readableMs: window.amphiProbe.readableMs ?? NaN,
        interactiveMs: window.amphiProbe.interactiveMs ?? NaN,
      })),
    );
  }
  return openings;
}
