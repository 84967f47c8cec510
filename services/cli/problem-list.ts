/** What is wrong in the files of one command: gathered over all of them, told at once. */
import { BadInput } from "#cli/command";
import { type Problem, problemLine } from "#domain/exam/problem";

/** A file with another meaning than was thought has a problem on every line. */
const SHOWN_MAX = 1000;

export interface ProblemList {
  say(problem: string): void;
  /** One of that file. */
  add(path: string, problem: Problem): void;
  readonly count: number;
  /** Throws BadInput with all of them, if there is one. */
  refuse(): void;
}

export function createProblemList(): ProblemList {
  const shown: string[] = [];
  let count = 0;
  function say(problem: string): void {
    count += 1;
    if (shown.length < SHOWN_MAX) shown.push(problem);
  }
  return {
    say,
    add: (path, problem) => say(`${path}: ${problemLine(problem)}`),
    get count() {
      return count;
    },
    refuse() {
      if (count === 0) return;
      const more = count > shown.length ? [`… and ${count - shown.length} more`] : [];
      throw new BadInput(...shown, ...more, `${count} ${count === 1 ? "problem" : "problems"}; nothing was written`);
    },
  };
}
