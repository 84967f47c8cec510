/** The vocabulary of the answer log. contracts/frames/ holds the schemas that produce these shapes. */

/**
 * What a candidate has entered for one item. `choice`: option ids in the order ticked; `text`: free text; `points`:
 * thousandths of the image's width and height from its top left corner; `scale`: −2…+2; `empty`: erased.
 */
export type AnswerValue =
  | { choice: string[] }
  | { text: string }
  | { points: { x: number; y: number }[] }
  | { scale: number }
  | { empty: true };

interface FramePosition {
  v: 1;
  epoch: number;
  seq: number;
  /** When the tablet says the entry was made, in estimated server time, ms. */
  claimedAtMs: number;
}
export interface AnswerFrame extends FramePosition {
  kind: "answer";
  itemId: string;
  value: AnswerValue;
}
export interface LockFrame extends FramePosition {
  kind: "lock";
  stepId: string;
  itemIds: string[];
  /** Where in its sealed section it stands; see domain/seal/labels.ts. */
  seal?: { sectionId: string; path: string; token: string | null };
}
export interface SubmitFrame extends FramePosition {
  kind: "submit";
  /** Chain head before this entry (hex) and the device's ES256 signature of its 32 bytes (base64url). */
  proof: { head: string; signature: string } | null;
}
/** How far an act has come on the tablet: in force, on the screen, acknowledged by the candidate. */
export const APPLIED_STAGES = ["applied", "displayed", "read"] as const;
export type AppliedStage = (typeof APPLIED_STAGES)[number];
export interface AppliedFrame extends FramePosition {
  kind: "applied";
  actId: string;
  stage: AppliedStage;
}
/** How long a validated step was left without its successor, because its key did not come. Evidence, changes no answer. */
export interface WaitedFrame extends FramePosition {
  kind: "waited";
  stepId: string;
  waitedMs: number;
}
export type EntryFrame = AnswerFrame | LockFrame | SubmitFrame | AppliedFrame | WaitedFrame;
export type EntryKind = EntryFrame["kind"];

export interface CandidateRef {
  readonly sittingId: number;
  readonly candidateId: number;
}
export const refKey = (r: CandidateRef): string => `${r.sittingId}:${r.candidateId}`;

/** Id of a stream record: milliseconds of the store's clock, and a number within the millisecond. */
export type StreamId = `${number}-${number}`;
export const STREAM_START: StreamId = "0-0";

export function streamIdParts(id: StreamId): { ms: number; seq: number } {
  const dash = id.indexOf("-");
  return { ms: Number(id.slice(0, dash)), seq: Number(id.slice(dash + 1)) };
}
export function compareStreamIds(a: StreamId, b: StreamId): number {
  const x = streamIdParts(a);
  const y = streamIdParts(b);
  return x.ms - y.ms || x.seq - y.seq;
}

/** Where a record stands in the life of its partition's store: total order per candidate, the same on every replay. */
export interface Arrival {
  readonly generation: number;
  readonly id: StreamId;
}
export function compareArrivals(a: Arrival, b: Arrival): number {
  return a.generation - b.generation || compareStreamIds(a.id, b.id);
}

/** Position of an entry among those of its candidate: order is data, never arrival. */
export interface Position {
  readonly epoch: number;
  readonly seq: number;
}
export const comparePositions = (a: Position, b: Position): number => a.epoch - b.epoch || a.seq - b.seq;

/** One entry as the drain and marking see it. */
export interface Entry extends CandidateRef {
  readonly frame: EntryFrame;
  readonly arrival: Arrival;
  /** When the store received it, ms. */
  readonly receivedAtMs: number;
}

/** What folding looks at of a frame. A value is carried through and never opened: whatever stands for one will do. */
export type FrameToFold<V> = Position & { readonly claimedAtMs: number } & (
    | { readonly kind: "answer"; readonly itemId: string; readonly value: V }
    | { readonly kind: "lock"; readonly itemIds: readonly string[] }
    | { readonly kind: Exclude<EntryKind, "answer" | "lock"> }
  );
export type EntryToFold<V = AnswerValue> = Pick<Entry, "arrival" | "receivedAtMs"> & { readonly frame: FrameToFold<V> };

/** Entries by candidate (refKey), in their order. */
export function byCandidate<T extends CandidateRef>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(refKey(entry));
    if (group) group.push(entry);
    else groups.set(refKey(entry), [entry]);
  }
  return groups;
}
