/**
 * Texts being typed, kept on the device at every keystroke: they become entries when the typing rests, and a crash in
 * between must not cost a word.
 */
import { z } from "zod";
import { type CandidateRef, type EntryFrame, refKey } from "#domain/answer/entry";
import type { Shelf } from "#client-core/ports";

/** `epoch`, `afterSeq`: the newest entry when it was typed. A later answer to the same item makes the draft stale. */
export const Draft = z.object({
  itemId: z.string(),
  typed: z.string(),
  typedAtServerMs: z.number(),
  epoch: z.number(),
  afterSeq: z.number(),
});
export type Draft = z.infer<typeof Draft>;

const prefix = (ref: CandidateRef): string => `draft:${refKey(ref)}:`;

export async function keepDraft(shelf: Shelf, ref: CandidateRef, draft: Draft): Promise<void> {
  await shelf.set(prefix(ref) + draft.itemId, draft);
}
export async function dropDraft(shelf: Shelf, ref: CandidateRef, itemId: string): Promise<void> {
  await shelf.set(prefix(ref) + itemId, null);
}

/** Drafts that a crash left behind and that no later answer has replaced. */
export async function leftDrafts(shelf: Shelf, ref: CandidateRef, frames: readonly EntryFrame[]): Promise<Draft[]> {
  const names = await shelf.names(prefix(ref));
  const kept = await Promise.all(names.map(async (name) => Draft.safeParse(await shelf.get(name))));
  return kept
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []))
    .filter((draft) => !frames.some((frame) => replaces(frame, draft)));
}

function replaces(frame: EntryFrame, draft: Draft): boolean {
  const later = frame.epoch > draft.epoch || (frame.epoch === draft.epoch && frame.seq > draft.afterSeq);
  return later && frame.kind === "answer" && frame.itemId === draft.itemId;
}
