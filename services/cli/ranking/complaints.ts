/** What is wrong in the files of one command: gathered over all of them, told at once. */
import { BadInput } from "#cli/command";
import { type Problem, problemLine } from "#domain/exam/problem";

/** A file with another meaning than was thought has a problem on every line. */
const LINES_MAX = 1000;

export interface Complaints {
  readonly count: number;
  add(path: string, problem: Problem): void;
  /** Throws BadInput with every problem, when there is one. */
  settle(): void;
}

export function createComplaints(): Complaints {
  const lines: string[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(path, problem) {
      count += 1;
      if (lines.length < LINES_MAX) lines.push(`${path}: ${problemLine(problem)}`);
    },
    settle() {
      if (count === 0) return;
      const more = count > lines.length ? [`… and ${count - lines.length} more`] : [];
      throw new BadInput(...lines, ...more, `${count} ${count === 1 ? "problem" : "problems"}; nothing was written`);
    },
  };
}
