/**
 * Why ingest closes a socket. The close reason is JSON `{"code":<name>,"retryAfterMs":<n>}` (at most 123 bytes).
 * `retry` tells the tablet what to do: "now" reconnect with jitter, "later" wait for retryAfterMs, "never" sign in
 * again or call the proctor.
 */
export const CLOSE = {
  restarting: { code: 1012, retry: "later", means: "this node is going away; another takes over" },
  bad_frame: { code: 4400, retry: "never", means: "a frame that does not follow the protocol" },
  bad_ticket: { code: 4401, retry: "never", means: "ticket unknown, altered or expired: sign in again" },
  hello_timeout: { code: 4408, retry: "now", means: "no hello in time" },
  gap: { code: 4409, retry: "now", means: "a seq that does not follow: reconnect and resend above d2" },
  not_yours: { code: 4410, retry: "never", means: "an entry of another epoch than the ticket's" },
  too_many_unacked: { code: 4413, retry: "now", means: "more unacknowledged entries than allowed" },
  slow_reader: { code: 4414, retry: "now", means: "the tablet does not read what it is sent" },
  replaced: {
    code: 4415,
    retry: "never",
    means: "the same epoch connected again to this node: the older socket is closed",
  },
  fenced: { code: 4416, retry: "now", means: "another device of the candidate took over: hello tells the new fence" },
  store_unavailable: { code: 4503, retry: "now", means: "an append failed: nothing more is acknowledged here" },
  overloaded: { code: 4529, retry: "later", means: "this node admits no newcomer at the moment" },
} as const satisfies Record<string, { code: number; retry: "now" | "later" | "never"; means: string }>;

export type CloseName = keyof typeof CLOSE;

/** Name of a close code, or null for codes that are not ours (1000, 1001, 1006…). */
export function closeNameOf(code: number): CloseName | null {
  for (const [name, c] of Object.entries(CLOSE)) if (c.code === code) return name as CloseName;
  return null;
}

/** The reason text sent with a close. */
export function closeReason(name: CloseName, retryAfterMs = 0): string {
  return JSON.stringify({ code: name, retryAfterMs });
}
