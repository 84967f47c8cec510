/** When which fault happens: drawn from the seed, so that a rehearsal that failed can be played again. */
import type { Fault } from "#loadtest/faults/fault";
import type { Random } from "#loadtest/journeys/random";

export interface ScheduledFault {
  readonly fault: Fault;
  /** After the start of composing, ms. */
  readonly atMs: number;
}

/** The time that a kill is given to be over with before the next one, s. */
const APART_SECONDS = 60;
/** Nothing happens in the first and the last part of the composing time. */
const QUIET_SHARE = 0.1;

/**
 * Draws from `faults` again and again, one in each stretch of `everySeconds` of the composing time, at a random instant
 * of its first half; a fault that lasts takes as many stretches as it needs.
 */
export function scheduleFaults(
  faults: readonly Fault[],
  composingMs: number,
  random: Random,
  everySeconds = APART_SECONDS,
): ScheduledFault[] {
  if (faults.length === 0) return [];
  const scheduled: ScheduledFault[] = [];
  const lastMs = composingMs * (1 - QUIET_SHARE);
  let bag: Fault[] = [];
  for (let fromMs = composingMs * QUIET_SHARE; fromMs < lastMs;) {
    if (bag.length === 0) bag = random.sample(faults, faults.length); // each once before any comes again
    const fault = bag.pop();
    if (!fault) break;
    const lengthMs = Math.max(everySeconds, fault.seconds + everySeconds / 2) * 1_000;
    const atMs = Math.round(fromMs + random.next() * Math.min(everySeconds * 500, lastMs - fromMs));
    if (atMs + fault.seconds * 1_000 <= lastMs) scheduled.push({ fault, atMs });
    fromMs += lengthMs;
  }
  return scheduled;
}
