/** What the rehearsal says to the process of its consoles, and what that answers. */
export interface ConsolePlan {
  /** Value of the Cookie header. */
  readonly cookie: string;
  readonly roomIds: readonly number[];
}
export interface ToConsoles {
  readonly say: "open";
  readonly url: string;
  readonly origin: string;
  readonly sittingId: number;
  readonly consoles: readonly ConsolePlan[];
}
export interface ConsolesTold {
  readonly said: "told";
  /** Consoles that have the whole state now. */
  readonly open: number;
  /** Since the last word. */
  readonly bytes: number;
  readonly reconnects: number;
  /** Acts that the last of the consoles has been told since, with when that was, ms since 1970. */
  readonly acts: readonly { readonly actId: string; readonly atMs: number; readonly consoles: number }[];
}
