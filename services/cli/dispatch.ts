/** Finds the command that the words name, runs it, and turns its failures into lines and exit codes. */
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { StoreTrouble } from "#domain/ports/answer-stream";

/** 0 done · 1 refused or failed · 2 the command line or a file given is wrong. */
export async function dispatch(
  commands: readonly Command[],
  args: readonly string[],
  context: CliContext,
): Promise<number> {
  if (args.length === 0 || args[0] === "--help" || args[0] === "-h" || args[0] === "help") {
    for (const line of helpLines(commands)) context.out(line);
    return 0;
  }
  const command = commandOf(commands, args);
  if (command === null) {
    context.err(`unknown command: ${args.filter((word) => !word.startsWith("-")).join(" ") || args.join(" ")}`);
    for (const line of helpLines(commands)) context.err(line);
    return 2;
  }
  const rest = args.slice(command.path.length);
  if (rest.includes("--help")) {
    context.out(`usage: amphi ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  try {
    return await command.run(rest, context);
  } catch (error) {
    return explain(error, command, context);
  }
}

/** The command with the longest path that the words begin with. */
function commandOf(commands: readonly Command[], args: readonly string[]): Command | null {
  const fitting = commands.filter((command) => command.path.every((word, n) => args[n] === word));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function explain(error: unknown, command: Command, context: CliContext): number {
  if (error instanceof UsageError || isArgumentError(error)) {
    context.err(`amphi ${command.path.join(" ")}: ${error.message}`);
    context.err(`usage: amphi ${command.usage}`);
    return 2;
  }
  if (error instanceof Refusal) {
    for (const line of error.lines) context.err(line);
    return error instanceof BadInput ? 2 : 1;
  }
  if (error instanceof StoreTrouble || isConnectionError(error)) {
    context.err(`amphi ${command.path.join(" ")}: ${messageOf(error)}`);
    return 1;
  }
  // A defect: its stack is what a report needs.
  context.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && codeOf(error).startsWith("ERR_PARSE_ARGS");

/** A server or a file that is not there: the message says all, a stack would bury it. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.cause !== undefined && isConnectionError(error.cause)) return true;
  return /^(ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EACCES|ENOENT|EEXIST|ENOSPC|28|3D000|57)/.test(codeOf(error));
}

function messageOf(error: unknown): string {
  if (error instanceof StoreTrouble) {
    const { cause } = error;
    // What the driver says of its retries tells a person nothing.
    const gaveUp = cause instanceof Error && cause.name === "MaxRetriesPerRequestError";
    return gaveUp ? error.message.replace(cause.message, "Redis does not answer") : error.message;
  }
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (inner instanceof AggregateError && inner.message === "") inner = inner.errors[0];
  return inner instanceof Error ? inner.message || codeOf(inner) : String(inner);
}

function helpLines(commands: readonly Command[]): string[] {
  const sorted = [...commands].sort((a, b) => a.path.join(" ").localeCompare(b.path.join(" ")));
  return [
    "usage: amphi [--data DIR] COMMAND …",
    "",
    "  --data DIR, before the command: the data folder of the installation (default var)",
    "",
    ...sorted.flatMap((c) => [`  ${c.usage.replaceAll("\n", "\n  ")}`, `      ${c.summary}`]),
  ];
}
