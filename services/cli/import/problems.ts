import { Refusal } from "#cli/command";
import { type Problem, problemLine } from "#domain/exam/problem";

/** Throws Refusal with every problem of a file, when there is one. */
export function refuseProblems(path: string, problems: readonly Problem[]): void {
  const { length } = problems;
  if (length === 0) return;
  throw new Refusal(
    ...problems.map((problem) => `${path}: ${problemLine(problem)}`),
    `${length} ${length === 1 ? "problem" : "problems"}; nothing was imported`,
  );
}
