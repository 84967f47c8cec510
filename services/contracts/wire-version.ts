/**
 * Version of the frames between tablets and ingest. History, one line per version:
 *   1  hello, answer, lock (sealed), submit, applied (in force, displayed, read), waited, status, workspace
 *      / welcome, received, secured, slow, act, opening, step
 *
 * Servers accept a new version one release before tablets send it; on an exam day tablets cannot be updated, so
 * `oldestAccepted` only moves between exams. `wire-version.test.ts` pins the shape to the number.
 */
export const WIRE = { oldestAccepted: 1, sentByTablets: 1, current: 1 } as const;

/** WebSocket subprotocol offered by tablets and selected by ingest. */
export const SUBPROTOCOL = "amphi.v1";
