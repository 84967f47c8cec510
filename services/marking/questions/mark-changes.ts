/** Two markings of the same candidates, compared. */
import type { CompareAnswer, MarkChanges } from "#contracts/marking/requests";
import { type CandidateMarks, OUT } from "#domain/marking/run";

export type ComparedMarks = Pick<CandidateMarks, "anonymityNumber" | "mark" | "maximum" | "code" | "items">;

/** `before`: of the candidates of `after`, in their order; undefined: that run has no such candidate. `ids`: of the columns, the same in both. */
export function markChanges(
  ids: readonly string[],
  before: readonly (ComparedMarks | undefined)[],
  after: readonly ComparedMarks[],
): MarkChanges {
  const touched = new Array<number>(ids.length).fill(0);
  const moves: number[] = [];
  let changed = 0;
  after.forEach((now, n) => {
    const was = before[n];
    if (was === undefined) return;
    let differs = was.mark !== now.mark || was.maximum !== now.maximum || was.code !== now.code;
    now.items.forEach((mark, column) => {
      if (was.items[column] === mark) return;
      differs = true;
      touched[column] = (touched[column] ?? 0) + 1;
    });
    if (differs) changed += 1;
    if (was.mark !== null && now.mark !== null && was.maximum === now.maximum) moves.push(now.mark - was.mark);
  });
  return {
    candidates: after.length,
    changed,
    higher: moves.filter((by) => by > 0).length,
    lower: moves.filter((by) => by < 0).length,
    mostGained: moves.reduce((a, b) => Math.max(a, b), 0),
    mostLost: moves.reduce((a, b) => Math.min(a, b), 0),
    meanBefore: meanOf(before),
    meanAfter: meanOf(after),
    items: ids
      .map((item, n) => ({ item, candidates: touched[n] ?? 0 }))
      .filter(({ candidates }) => candidates > 0)
      .sort((a, b) => b.candidates - a.candidates || (a.item < b.item ? -1 : 1)),
  };
}
function meanOf(all: readonly (ComparedMarks | undefined)[]): number {
  const marks = all.flatMap((one) => one?.mark ?? []);
  return marks.length === 0 ? 0 : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}

/** Candidates whose line differs, the largest change first. */
export function largestChanges(
  ids: readonly string[],
  before: readonly (ComparedMarks | undefined)[],
  after: readonly ComparedMarks[],
  atMost: number,
): CompareAnswer["changes"] {
  const changes = after.flatMap((now, n) => {
    const was = before[n];
    if (was === undefined) return [];
    const items = ids.flatMap((item, column) => {
      const [a, b] = [was.items[column] ?? OUT, now.items[column] ?? OUT];
      return a === b ? [] : [{ item, before: a === OUT ? null : a, after: b === OUT ? null : b }];
    });
    if (items.length === 0 && was.mark === now.mark && was.maximum === now.maximum && was.code === now.code) return [];
    const [candidate, codeBefore, codeAfter] = [now.anonymityNumber, was.code, now.code];
    return [{ candidate, before: was.mark, after: now.mark, codeBefore, codeAfter, items }];
  });
  const by = (one: (typeof changes)[number]) => Math.abs((one.after ?? 0) - (one.before ?? 0));
  return changes.sort((a, b) => by(b) - by(a) || (a.candidate < b.candidate ? -1 : 1)).slice(0, atMost);
}
