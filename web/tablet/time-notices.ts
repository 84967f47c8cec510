/** Minutes at which the time left is told, once, without interrupting. */
const MINUTES = [30, 10, 5, 1];
const SAID_FOR_MS = 8_000;

/** The minutes to tell now, or null: only around the moment itself, so that nothing wrong is said later. */
export function minutesToTell(leftMs: number): number | null {
  return MINUTES.find((minutes) => leftMs <= minutes * 60_000 && leftMs > minutes * 60_000 - SAID_FOR_MS) ?? null;
}
