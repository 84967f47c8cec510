/**
 * What a load generator writes down, one line per event, short because there are millions: a letter, the candidate, the
 * epoch, then numbers; the frame of an entry last, exactly as sent. `made` stands before the first send of an entry,
 * `received` and `secured` when the server has said so: the generator's word against the database's.
 */
export interface Who {
  readonly candidateId: number;
  readonly epoch: number;
}
interface At {
  /** After the rehearsal's origin, ms. */
  readonly atMs: number;
}
/** A tablet has signed in. */
export interface BegunLine extends Who, At {
  readonly line: "begun";
  readonly sittingId: number;
  /** Where the chain of its entries starts: h_0, hex. */
  readonly genesis: string;
}
/** An entry exists on the tablet. `atMs`: when it was due; `lateMs`: how much later the generator made it. */
export interface MadeLine extends Who, At {
  readonly line: "made";
  readonly lateMs: number;
  readonly frame: string;
}
/** The server acknowledged every entry of this epoch up to `seq`: D1 `received`, D2 `secured`. */
export interface AcknowledgedLine extends Who, At {
  readonly line: "received" | "secured";
  readonly seq: number;
}
/** The key of the step behind a lock came `tookMs` after it. */
export interface StepLine extends Who, At {
  readonly line: "step";
  readonly tookMs: number;
}
/** A socket was welcomed. */
export interface OpenLine extends Who, At {
  readonly line: "open";
}
/** A socket was lost: the name of its close code. */
export interface LostLine extends Who, At {
  readonly line: "lost";
  readonly why: string;
}
/** The tablet leaves. `endMs`: when its time was over by the acts it was told, ms since 1970; null: it knew of no end. */
export interface LeftLine extends Who, At {
  readonly line: "left";
  readonly endMs: number | null;
}
/** The tablet broke, as some were meant to: it never comes back, and what was acknowledged must be stored all the same. */
export interface BrokenLine extends Who, At {
  readonly line: "broken";
}
/** A tablet could not go on: why, in words. */
export interface RefusedLine extends At {
  readonly line: "refused";
  readonly tablet: number;
  readonly reason: string;
}
/** A tablet in another room has downloaded a package: `tablet` of those that do, `tookMs` since it began. */
export interface StagedLine extends At {
  readonly line: "staged";
  readonly tablet: number;
  readonly tookMs: number;
}
export type LedgerLine =
  | BegunLine
  | MadeLine
  | AcknowledgedLine
  | StepLine
  | OpenLine
  | LostLine
  | LeftLine
  | BrokenLine
  | RefusedLine
  | StagedLine;
/** Lines of no candidate. */
export type OtherLine = RefusedLine | StagedLine;
export type TabletLine = Exclude<LedgerLine, OtherLine>;
export const isTabletLine = (line: LedgerLine): line is TabletLine => line.line !== "refused" && line.line !== "staged";

const LETTERS = {
  b: "begun",
  m: "made",
  r: "received",
  s: "secured",
  k: "step",
  o: "open",
  c: "lost",
  e: "left",
  d: "broken",
  x: "refused",
  g: "staged",
} as const satisfies Record<string, LedgerLine["line"]>;

/** Of the lines that there are millions of, written without an object for each. */
export const madeText = (candidateId: number, epoch: number, atMs: number, lateMs: number, frame: string): string =>
  `m ${candidateId} ${epoch} ${atMs} ${lateMs} ${frame}`;
export const acknowledgedText = (
  letter: "r" | "s",
  candidateId: number,
  epoch: number,
  atMs: number,
  seq: number,
): string => `${letter} ${candidateId} ${epoch} ${atMs} ${seq}`;

export function ledgerText(line: LedgerLine): string {
  if (line.line === "refused") return `x ${line.tablet} ${line.atMs} ${line.reason.replaceAll("\n", " ")}`;
  if (line.line === "staged") return `g ${line.tablet} ${line.atMs} ${line.tookMs}`;
  const head = `${line.candidateId} ${line.epoch} ${line.atMs}`;
  switch (line.line) {
    case "begun":
      return `b ${head} ${line.sittingId} ${line.genesis}`;
    case "made":
      return madeText(line.candidateId, line.epoch, line.atMs, line.lateMs, line.frame);
    case "received":
      return acknowledgedText("r", line.candidateId, line.epoch, line.atMs, line.seq);
    case "secured":
      return acknowledgedText("s", line.candidateId, line.epoch, line.atMs, line.seq);
    case "step":
      return `k ${head} ${line.tookMs}`;
    case "open":
      return `o ${head}`;
    case "lost":
      return `c ${head} ${line.why}`;
    case "left":
      return `e ${head} ${line.endMs ?? "-"}`;
    case "broken":
      return `d ${head}`;
  }
}

/** Reads one line; throws with the reason when it is not a ledger line: a damaged ledger proves nothing. */
export function parseLedgerLine(text: string): LedgerLine {
  const words = text.split(" ", 5);
  const [letter = "", ...fields] = words;
  const line = Object.entries(LETTERS).find(([one]) => one === letter)?.[1];
  const number = (n: number) => {
    const value = Number(fields[n]);
    if (fields[n] === undefined || fields[n] === "" || !Number.isInteger(value)) throw notALine(text);
    return value;
  };
  const rest = (after: number) => {
    const from = words.slice(0, after + 1).join(" ").length + 1;
    if (text.length <= from) throw notALine(text);
    return text.slice(from);
  };
  if (line === undefined) throw notALine(text);
  if (line === "refused") return { line, tablet: number(0), atMs: number(1), reason: rest(2) };
  if (line === "staged") return { line, tablet: number(0), atMs: number(1), tookMs: number(2) };
  const head = { candidateId: number(0), epoch: number(1), atMs: number(2) };
  switch (line) {
    case "begun":
      return { line, ...head, sittingId: number(3), genesis: rest(4) };
    case "made":
      return { line, ...head, lateMs: number(3), frame: rest(4) };
    case "received":
    case "secured":
      return { line, ...head, seq: number(3) };
    case "step":
      return { line, ...head, tookMs: number(3) };
    case "open":
    case "broken":
      return { line, ...head };
    case "lost":
      return { line, ...head, why: rest(3) };
    case "left":
      return { line, ...head, endMs: fields[3] === "-" ? null : number(3) };
  }
}
const notALine = (text: string) => new Error(`not a ledger line: ${text.slice(0, 120)}`);

/** The number of an entry, from its text. */
export function seqOf(frame: string): number {
  const seq = (JSON.parse(frame) as { seq?: unknown }).seq;
  if (typeof seq !== "number" || !Number.isInteger(seq))
    throw new Error(`an entry without a number: ${frame.slice(0, 120)}`);
  return seq;
}

/** The candidate of a line, without reading all of it; null for a line of no candidate. */
export function candidateOfLine(text: string): number | null {
  if (text.startsWith("x ") || text.startsWith("g ")) return null;
  const candidateId = Number(text.slice(2, text.indexOf(" ", 2)));
  if (!Number.isInteger(candidateId) || candidateId < 1) throw notALine(text);
  return candidateId;
}
