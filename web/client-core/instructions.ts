/** The instructions that a tablet has been given, as its candidate sees them. Pure. */
import type { Act } from "#domain/sitting/act";
import type { Sheet } from "#client-core/sheet";

export interface Instruction {
  readonly actId: string;
  /** Of the organiser's; null for a message of the centre or the room. */
  readonly number: number | null;
  readonly text: string;
  /** The question that it stays beside; null for none. */
  readonly itemId: string | null;
  /** From when it counts, ms. */
  readonly atMs: number;
  /** The number of the one that it takes the place of; null for none. */
  readonly corrects: number | null;
  /** The number of the one that took its place; null while it is in force. */
  readonly correctedBy: number | null;
  readonly read: boolean;
}

/** Those in effect, oldest first. */
export function instructionsOf(acts: readonly Act[], stages: Sheet["stages"], nowMs: number): readonly Instruction[] {
  const given = acts.filter((act) => act.kind === "instruction").filter((act) => act.effectiveAtMs <= nowMs);
  return given.map(({ id, number, text, itemId, effectiveAtMs, corrects }) => ({
    actId: id,
    number,
    text,
    itemId,
    atMs: effectiveAtMs,
    corrects,
    correctedBy: number === null ? null : (given.findLast((other) => other.corrects === number)?.number ?? null),
    read: stages.read.has(id),
  }));
}

/** Those to be shown until they are read, oldest first; one that was corrected is replaced by its correction. */
export const unreadOf = (instructions: readonly Instruction[]): readonly Instruction[] =>
  instructions.filter((one) => !one.read && one.correctedBy === null);

/**
 * What stays beside a question: instructions that name it, once they were read. One that was corrected goes when its
 * correction is read: nothing beside a question moves but by the candidate's own hand.
 */
export function errataOf(instructions: readonly Instruction[], itemId: string): readonly Instruction[] {
  const read = instructions.filter((one) => one.read);
  const replaced = (by: number | null) => by !== null && read.some(({ number }) => number === by);
  return read.filter((one) => one.itemId === itemId && !replaced(one.correctedBy));
}
