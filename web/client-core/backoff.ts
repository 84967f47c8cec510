/** Full-jitter exponential backoff: the delays of many tablets never line up after a cut. */
import { LIMITS } from "#contracts/limits";
import type { Random } from "#client-core/ports";

/** Delay before attempt n (0 = first after a loss), ms: uniform between 0 and a ceiling that doubles. */
export function reconnectDelayMs(attempt: number, random: Random): number {
  const ceiling = Math.min(LIMITS.reconnectMaxMs, LIMITS.reconnectFirstMs * 2 ** Math.min(attempt, 16));
  return Math.round(random.next() * ceiling);
}
