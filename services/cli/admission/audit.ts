import { inputFrom, resultFrom } from "#cli/admission/files";
import { findingLines } from "#cli/admission/finding-lines";
import { type Command, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { audit, figuresOf, isClean } from "#domain/admission/audit/audit";

/** The audit alone, on any result. Exit status 1 when it must not be released. */
export const auditCommand: Command = {
  path: ["audit"],
  usage: "audit --in IN.json --result OUT.json",
  summary:
    "audits a result of allocate, or of any other program: prints what it found as JSON; exit 1 unless it is clean",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { in: { type: "string" }, result: { type: "string" } });
    if (values.in === undefined || values.result === undefined || positionals.length > 0)
      throw new UsageError("--in FILE and --result FILE are needed, and nothing else");
    const input = await inputFrom(values.in, "nothing was audited");
    const { seats, mode } = await resultFrom(values.result, input, "nothing was audited");
    const found = audit(input.market, input.round, seats, mode);
    context.out(JSON.stringify(figuresOf(found)));
    for (const line of findingLines(found, input.names)) context.err(line);
    return isClean(found) ? 0 : 1;
  },
};
