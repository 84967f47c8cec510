/** The journal of a sitting on the control Redis: a stream of `a1` JSON Act, appended by compare-and-append. */
export const JOURNAL_KEYS = {
  stream: (sittingId: number) => `{s${sittingId}}:journal`,
  /** Hash act id → stream id: repeating an act returns its first outcome. */
  acts: (sittingId: number) => `{s${sittingId}}:acts`,
  /** Set of sitting ids that have a journal. */
  sittings: "journals",
  /** Pub/sub: a sitting id whose journal grew. */
  channel: "journal-grew",
} as const;
