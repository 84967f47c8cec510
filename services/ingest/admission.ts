/**
 * Who may enter, and when to come back: a storm of reconnections must not starve those who compose. Limits are per
 * process, never per address: a whole amphitheatre sits behind one.
 */
export interface AdmissionLimits {
  readonly unauthenticatedSocketsMax: number;
  readonly hellosPerSecondMax: number;
}

/** A socket that has not said hello yet. */
export interface Waiting {
  close(name: "hello_timeout"): void;
}

export function createAdmission(limits: AdmissionLimits, random: () => number) {
  /** In order of arrival. */
  const waiting = new Set<Waiting>();
  let second = 0;
  let hellosThisSecond = 0;

  return {
    /**
     * A socket was opened. When too many wait, the one that has waited longest goes: a tablet says hello within one
     * round trip, so a flood of silent sockets pushes itself out and not those who compose.
     */
    enter(socket: Waiting): void {
      const oldest = waiting.size >= limits.unauthenticatedSocketsMax ? waiting.values().next().value : undefined;
      waiting.add(socket);
      oldest?.close("hello_timeout");
    },
    /** A socket that entered has said hello or has gone. */
    leave(socket: Waiting): void {
      waiting.delete(socket);
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
    waiting: () => waiting.size,
  };
}
export type Admission = ReturnType<typeof createAdmission>;

/** A wait between 1 and 5 s, so that those who are sent away do not come back together. */
export const retryAfterMs = (random: () => number): number => 1_000 + Math.floor(random() * 4_000);
