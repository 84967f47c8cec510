/**
 * Who may enter, and when to come back: a storm of reconnections must not starve those who compose. Limits are per
 * process, never per address: a whole amphitheatre sits behind one.
 */
export interface AdmissionLimits {
  readonly unauthenticatedSocketsMax: number;
  readonly hellosPerSecondMax: number;
}

export function createAdmission(limits: AdmissionLimits, random: () => number) {
  let waiting = 0;
  let second = 0;
  let hellosThisSecond = 0;

  return {
    /** A socket was opened; false when too many have not said hello yet. */
    enter(): boolean {
      if (waiting >= limits.unauthenticatedSocketsMax) return false;
      waiting += 1;
      return true;
    },
    /** A socket that entered has said hello or has gone. */
    leave(): void {
      waiting -= 1;
    },
    /** Null when this hello may go on, else how long to stay away, ms: spread over the next seconds. */
    hello(nowMs: number): number | null {
      const now = Math.floor(nowMs / 1_000);
      if (now !== second) {
        second = now;
        hellosThisSecond = 0;
      }
      hellosThisSecond += 1;
      return hellosThisSecond <= limits.hellosPerSecondMax ? null : retryAfterMs(random);
    },
    waiting: () => waiting,
  };
}
export type Admission = ReturnType<typeof createAdmission>;

/** A wait between 1 and 5 s, so that those who are sent away do not come back together. */
export const retryAfterMs = (random: () => number): number => 1_000 + Math.floor(random() * 4_000);
