/** What every command of `amphi` is made of. */
import type { CliContext } from "#cli/context";

export interface Command {
  /** Words that select it: ["db", "setup"]. The longest match wins. */
  readonly path: readonly string[];
  /** What follows `amphi` in the help, options included: "db setup". */
  readonly usage: string;
  /** One line for `amphi --help`. */
  readonly summary: string;
  /** Runs with the words after the path; resolves to the exit code. May reject with Refusal or UsageError. */
  run(args: readonly string[], context: CliContext): Promise<number>;
}

/** Bad input or a state that forbids the command: its lines go to standard error, exit 1, nothing half-done. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly lines: readonly string[];
  constructor(...lines: string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** Files that cannot be taken as they are: every problem with its place, exit 2, nothing written. */
export class BadInput extends Refusal {
  override name = "BadInput";
}

/** The command line itself is wrong: the line and the usage go to standard error, exit 2. */
export class UsageError extends Error {
  override name = "UsageError";
}
