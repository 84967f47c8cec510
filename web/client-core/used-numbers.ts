/**
 * Numbers that may have been sent: noted in the notebook before they are, so that a run that finds fewer entries on the disk
 * never gives one of them to another text.
 */
import { type CandidateRef, refKey } from "#domain/answer/entry";
import type { Notebook } from "#client-core/ports";

const nameOf = (ref: CandidateRef, epoch: number): string => `used:${refKey(ref)}:${epoch}`;

/** The highest seq of the epoch that may have been sent; 0: none, or the device has no notebook. */
export const usedUpTo = (notebook: Notebook | undefined, ref: CandidateRef, epoch: number): number =>
  Number(notebook?.read(nameOf(ref, epoch)) ?? 0);

export const noteUsed = (notebook: Notebook, ref: CandidateRef, epoch: number, seq: number): void =>
  notebook.write(nameOf(ref, epoch), String(seq));
