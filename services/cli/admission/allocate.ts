import { findingLines } from "#cli/admission/finding-lines";
import { inputFrom, resultText } from "#cli/admission/files";
import { languageOf } from "#cli/admission/language";
import { reportOf } from "#cli/admission/report/report";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { writeWhole } from "#cli/evidence/write-whole";
import { readArguments } from "#cli/import/arguments";
import { type Allocation, allocate } from "#domain/admission/allocate";
import { isClean } from "#domain/admission/audit/audit";
import { differing, programmeProposing } from "#domain/admission/engine/programme-proposing";
import { overviewOf } from "#domain/admission/overview";
import type { AllocationInput } from "#domain/admission/reading/read-input";

/** One round of admissions from a file to a file. What does not pass the audit is never written. */
export const allocateCommand: Command = {
  path: ["allocate"],
  usage: "allocate --in IN.json --out OUT.json [--report FILE.html] [--language fr|en]",
  summary: "gives places to candidates from rankings and wishes, audits the result and writes it; files only",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      in: { type: "string" },
      out: { type: "string" },
      report: { type: "string" },
      language: { type: "string" },
    });
    const { in: from, out: to } = values;
    if (from === undefined || to === undefined || positionals.length > 0)
      throw new UsageError("--in FILE and --out FILE are needed, and nothing else");
    const language = languageOf(values.language) ?? "fr";
    const input = await inputFrom(from, "nothing was written");
    const result = allocate(input.market, input.round);
    if (!isClean(result.audit))
      throw new Refusal(
        ...findingLines(result.audit, input.names),
        "the result does not pass the audit; nothing was written",
      );
    const differ = differing(result.seats, programmeProposing(input.market, input.round, result.mode));
    await writeWhole(to, resultText(result, input.names));
    if (values.report !== undefined) await writeWhole(values.report, reportOf(input, result, differ, language));
    saySummary(input, result, differ, context);
    return 0;
  },
};

function saySummary(input: AllocationInput, result: Allocation, differ: number, context: CliContext): void {
  const { byWish, nowhere, moves } = overviewOf(input.market, input.round, result.seats);
  const admitted = byWish.reduce((sum, count) => sum + count, 0);
  context.err(
    `${admitted} admitted, ${byWish[0] ?? 0} of them to their first wish; ${nowhere} admitted nowhere, ${moves.left} left`,
  );
  context.err(
    differ === 0
      ? "had programmes proposed instead of candidates, everybody would have the same seat"
      : `had programmes proposed instead of candidates, ${differ} would have another seat, none of them a better one`,
  );
  if (result.setAside !== null) {
    const { demoted, blockingPairs } = result.setAside;
    context.err(`protected mode: the plain result would demote ${demoted}, with ${blockingPairs} blocking pairs`);
  }
  for (const line of findingLines(result.audit, input.names)) context.err(line);
}
