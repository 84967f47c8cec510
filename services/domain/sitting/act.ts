/** One event of a sitting's journal. */
export const ACT_KINDS = ["check_in", "ready", "start", "end", "collect", "close", "cancel"] as const;
export type ActKind = (typeof ACT_KINDS)[number];

export interface Act {
  v: 1;
  /** Made when the dialog opens: repeating an act returns its first outcome. */
  id: string;
  kind: ActKind;
  author: string;
  cause: string;
  /** Server time of appending, ms. */
  atMs: number;
  /** When it takes effect, ms; never before `atMs`. */
  effectiveAtMs: number;
}
