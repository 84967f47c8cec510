/** Problems of files, gathered so that all are told at once. */
import { BadInput } from "#cli/command";

const SHOWN_MAX = 200;

export interface ProblemList {
  say(problem: string): void;
  readonly count: number;
  /** Throws BadInput with all of them, if there is one. */
  refuse(): void;
}

export function createProblemList(): ProblemList {
  const shown: string[] = [];
  let count = 0;
  return {
    say(problem) {
      count += 1;
      if (shown.length < SHOWN_MAX) shown.push(problem);
    },
    get count() {
      return count;
    },
    refuse() {
      if (count === 0) return;
      const more = count > shown.length ? [`and ${count - shown.length} more`] : [];
      throw new BadInput(...shown, ...more, `${count} ${count === 1 ? "problem" : "problems"}; nothing was written`);
    },
  };
}
