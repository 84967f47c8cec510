/**
 * The hash chain of one epoch: h_0 = SHA-256 of the genesis text (see epoch.ts), h_n = SHA-256(h_(n−1) ‖ bytes of the
 * n-th frame exactly as sent). Whoever changes, drops or inserts an entry changes every head that follows.
 *
 * The hash function is an argument: SubtleCrypto in the browser (a promise), node:crypto in the services (at once).
 * Known answers: chain-vectors.json.
 */
import type { CandidateRef } from "#domain/answer/entry";
import { type Genesis, genesisText, NO_HEAD } from "#domain/answer/epoch";

export type Bytes = Uint8Array<ArrayBuffer>;
export type SyncHash = (bytes: Bytes) => Uint8Array;

const HEX_BYTE = /../g;
const utf8 = new TextEncoder();

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
export const fromHex = (hex: string): Bytes =>
  Uint8Array.from(hex.match(HEX_BYTE) ?? [], (pair) => Number.parseInt(pair, 16));

export type PreviousEpoch = Pick<Genesis, "previousEpoch" | "previousSeq" | "previousHead">;
/** What the first epoch of a candidate in a sitting starts from. */
export const NO_PREVIOUS_EPOCH: PreviousEpoch = { previousEpoch: 0, previousSeq: 0, previousHead: NO_HEAD };

/** h_0, 32 bytes (or their promise, as the hash gives). */
export function genesisHead<R>(hash: (bytes: Bytes) => R, of: CandidateRef, epoch: number, previous: PreviousEpoch): R {
  return hash(utf8.encode(genesisText(of.sittingId, of.candidateId, epoch, previous)));
}

/** h_n from h_(n−1) (32 bytes) and the bytes of the n-th frame. */
export function nextHead<R>(hash: (bytes: Bytes) => R, head: Uint8Array, frame: Uint8Array): R {
  const both = new Uint8Array(head.length + frame.length);
  both.set(head);
  both.set(frame, head.length);
  return hash(both);
}

/** Where a new epoch's chain starts, complete. */
export function genesisOf(hash: SyncHash, of: CandidateRef, epoch: number, previous: PreviousEpoch): Genesis {
  const { previousEpoch, previousSeq, previousHead } = previous;
  return { previousEpoch, previousSeq, previousHead, hash: toHex(genesisHead(hash, of, epoch, previous)) };
}

/** Whether a genesis is what its own fields say; a forged or damaged one is not. */
export function isGenesisOf(hash: SyncHash, of: CandidateRef, epoch: number, genesis: Genesis): boolean {
  return genesisOf(hash, of, epoch, genesis).hash === genesis.hash;
}

/** Head after the frames of an epoch, in order of seq from 1, hex. */
export function headAfter(hash: SyncHash, genesisHash: string, frames: Iterable<Uint8Array>): string {
  let head: Uint8Array = fromHex(genesisHash);
  for (const frame of frames) head = nextHead(hash, head, frame);
  return toHex(head);
}
