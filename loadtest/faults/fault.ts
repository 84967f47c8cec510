/** What may befall a part of the platform during a rehearsal. */

/**
 * Parts as the launcher names their processes; `ingest`: all of them at once; `centre`: the line between ingest and the
 * centre of the first candidate.
 */
export const FAULT_PARTS = [
  "ingest",
  "ingest-1",
  "drain-1",
  "control-1",
  "redis-answers",
  "redis-control",
  "postgres",
  "centre",
] as const;
export type FaultPart = (typeof FAULT_PARTS)[number];

/**
 * `kill`: kill -9, the launcher starts it again; `restart`: an orderly stop, then the same; `freeze`: stopped for
 * `seconds` as if it hung; `down`: killed again whenever it comes up, for `seconds`; `empty`: killed and its files gone
 * (Redis only: PostgreSQL is the one place that nothing can give back). Of a centre's line: `cut`: nothing passes for
 * `seconds`; `slow`: everything takes 400 ms longer, each way.
 */
export const FAULT_KINDS = ["kill", "restart", "freeze", "down", "empty", "cut", "slow"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly part: FaultPart;
  readonly what: FaultKind;
  /** How long it lasts; 0 where the launcher's restart ends it. */
  readonly seconds: number;
}

/** As it is written in `--faults` and in reports: `kill:ingest-1`, `freeze:postgres:10`. */
export const faultName = ({ part, what, seconds }: Fault): string =>
  `${what}:${part}${seconds > 0 ? `:${seconds}` : ""}`;

const LASTS: Readonly<Record<FaultKind, number>> = {
  kill: 0,
  restart: 0,
  freeze: 5,
  down: 10,
  empty: 0,
  cut: 30,
  slow: 30,
};
const EMPTIED: readonly FaultPart[] = ["redis-answers", "redis-control"];
/** What befalls a line, and nothing else does. */
const OF_A_LINE: readonly FaultKind[] = ["cut", "slow"];
const SECONDS_MAX = 600;

/** Reads one fault; a sentence that says what is wrong otherwise. */
export function readFault(text: string): Fault | string {
  const [kind = "", name = "", duration, ...rest] = text.split(":");
  const what = FAULT_KINDS.find((one) => one === kind);
  const part = FAULT_PARTS.find((one) => one === name);
  if (!what || !part || rest.length > 0)
    return `"${text}" is no fault: KIND:PART[:SECONDS], kinds ${FAULT_KINDS.join(", ")}, parts ${FAULT_PARTS.join(", ")}`;
  if (what === "empty" && !EMPTIED.includes(part)) return `"${text}": only ${EMPTIED.join(" and ")} may be emptied`;
  if ((part === "centre") !== OF_A_LINE.includes(what))
    return `"${text}": a centre may be ${OF_A_LINE.join(" or ")}, and nothing else may`;
  if (duration === undefined) return { part, what, seconds: LASTS[what] };
  const seconds = /^[1-9]\d{0,3}$/.test(duration) ? Number(duration) : NaN;
  if (LASTS[what] === 0) return `"${text}": a ${what} has no duration`;
  return seconds <= SECONDS_MAX ? { part, what, seconds } : `"${text}": 1 to ${SECONDS_MAX} seconds`;
}
