/** Entries that were stored and do not count by themselves: what the jury may rule on. */
import { comparePositions } from "#domain/answer/entry";
import type { SetAsideReason } from "#domain/answer/rule";
import type { AnswerInForce } from "#domain/marking/run-digest";
import { type CandidatePlace, countsAfterAll, type EntryRuling } from "#domain/marking/rulings";

export interface SetAsideEntry extends AnswerInForce {
  readonly column: number;
  readonly reason: SetAsideReason;
}

/**
 * Lets entries that the jury counts join those that count: of each item the highest (epoch, seq) is in force, as in the
 * answer path (invariant I3). Gives those that joined; `inForce` is changed.
 */
export function countSetAside<E extends SetAsideEntry>(
  inForce: (AnswerInForce | null)[],
  setAside: readonly E[],
  rulings: readonly EntryRuling[],
  place: CandidatePlace,
): readonly E[] {
  const counted = setAside.filter(({ reason }) => countsAfterAll(rulings, reason, place));
  for (const { column, answer, epoch, seq } of counted) {
    const now = inForce[column] ?? null;
    if (now === null || comparePositions({ epoch, seq }, now) > 0) inForce[column] = { answer, epoch, seq };
  }
  return counted;
}
