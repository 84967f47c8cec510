/** `amphi verify-ranking`: a public file, computed again by the independent verifier (services/verifier). */
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { verifyRanking } from "#verifier/verify-ranking";

export const verifyRankingCommand: Command = {
  path: ["verify-ranking"],
  usage: "verify-ranking FILE.jsonl [--commitment HASH]",
  summary: "computes a published ranking again, totals, tie-breaks and lottery, by a separate implementation",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { commitment: { type: "string" } });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new UsageError("one public file is needed");
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BadInput(`${path}: no such file`);
    const bytes = createReadStream(path);
    const hash = createHash("sha256");
    bytes.on("data", (piece) => hash.update(piece));
    const verdict = await verifyRanking(createInterface({ input: bytes, crlfDelay: Infinity }));
    const problems = [...verdict.problems];
    if (verdict.problemCount > problems.length) problems.push(`… and ${verdict.problemCount - problems.length} more`);
    if (values.commitment !== undefined && verdict.commitment !== values.commitment.trim().toLowerCase())
      problems.push(`the lottery opens commitment ${verdict.commitment ?? "none"}, not ${values.commitment}`);
    if (problems.length > 0) throw new Refusal(...problems.map((problem) => `not valid: ${problem}`));
    context.out(`valid ranking: ${verdict.candidates} candidates`);
    for (const [ranking, count] of Object.entries(verdict.ranked)) context.out(`  ${ranking}: ${count} ranked`);
    context.out(verdict.commitment === null ? "no lottery" : `lottery commitment ${verdict.commitment}`);
    context.out(`public file ${hash.digest("hex")}`);
    return 0;
  },
};
