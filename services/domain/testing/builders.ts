/** Test data: builders with overrides. */
import type { AnswerFrame, Entry, EntryFrame, LockFrame, StreamId, WaitedFrame } from "#domain/answer/entry";
import { streamIdParts } from "#domain/answer/entry";
import type { EpochMarker } from "#domain/answer/epoch";
import { type Act, type ActDetails, type ActKind, actOf } from "#domain/sitting/act";
import { NATION, type Scope } from "#domain/sitting/scope";

export const anAnswer = (over: Partial<AnswerFrame> = {}): AnswerFrame => ({
  v: 1,
  kind: "answer",
  epoch: 1,
  seq: 1,
  claimedAtMs: 1_000,
  itemId: "q1",
  value: { choice: ["A"] },
  ...over,
});
export const aLock = (over: Partial<LockFrame> = {}): LockFrame => ({
  v: 1,
  kind: "lock",
  epoch: 1,
  seq: 2,
  claimedAtMs: 2_000,
  stepId: "q1",
  itemIds: ["q1"],
  ...over,
});
export const aWaited = (over: Partial<WaitedFrame> = {}): WaitedFrame => ({
  v: 1,
  kind: "waited",
  epoch: 1,
  seq: 3,
  claimedAtMs: 3_000,
  stepId: "q1",
  waitedMs: 12_000,
  ...over,
});
export function anEntry(frame: EntryFrame, id: StreamId = "5000-0", over: Partial<Entry> = {}): Entry {
  return {
    sittingId: 1,
    candidateId: 16,
    frame,
    arrival: { generation: 1, id },
    receivedAtMs: streamIdParts(id).ms,
    ...over,
  };
}
export const aMarker = (over: Partial<EpochMarker> = {}): EpochMarker => ({
  v: 1,
  sittingId: 1,
  candidateId: 16,
  epoch: 1,
  deviceId: "device-1",
  publicKey: null,
  genesis: null,
  genesisHash: "0".repeat(64),
  ...over,
});

/** An act of the whole nation that takes effect at `atMs`, unless told otherwise. */
export function anAct(
  kind: ActKind,
  atMs = 0,
  over: ActDetails & {
    readonly id?: string;
    readonly scope?: Scope;
    readonly effectiveAtMs?: number;
    /** Numbered instructions before this one. */
    readonly instructionCount?: number;
  } = {},
): Act {
  const { id = `${kind}-${atMs}`, scope = NATION, effectiveAtMs = atMs, ...details } = over;
  const numbered = kind === "instruction";
  const request = { id, kind, author: "organiser", cause: "test", scope, effectiveAtMs, numbered, ...details };
  return actOf(request, atMs, over.instructionCount ?? 0);
}
