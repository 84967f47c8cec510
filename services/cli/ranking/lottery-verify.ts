/** `amphi lottery verify`: whether an opened lottery is the one that was committed to before. */
import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { hmacSha256, sha256 } from "#cli/ranking/hashes";
import { readJsonFile } from "#cli/ranking/json-file";
import { readBeacon, readCommittedNumbers } from "#cli/ranking/public-value";
import { readRulesFile } from "#cli/ranking/rules-file";
import { LotteryCommitment, OpenedLottery } from "#contracts/ranking/lottery";
import { commitmentProblems, openedProblems, rulesProblemsOf } from "#domain/lottery/check";
import { lotteryKeys } from "#domain/lottery/draw";

export const lotteryVerifyCommand: Command = {
  path: ["lottery", "verify"],
  usage:
    "lottery verify LOTTERY.json --commitment COMMITMENT.json [--rules RULES.json]\n" +
    "               [--beacon ROUND.json | --numbers FILE.txt] [--key-of CANDIDATE…]",
  summary: "checks an opened lottery against the commitment that was published before, and prints candidates' keys",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      commitment: { type: "string" },
      rules: { type: "string" },
      beacon: { type: "string" },
      numbers: { type: "string" },
      "key-of": { type: "string", multiple: true, default: [] },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new UsageError("one opened lottery is needed");
    if (values.commitment === undefined)
      throw new UsageError("--commitment is needed: the file, or a copy, that was published before marks were known");
    const opened = readJsonFile(path, OpenedLottery);
    const published = readJsonFile(values.commitment, LotteryCommitment);
    const problems = [
      ...commitmentProblems(sha256, published).map((problem) => `${values.commitment ?? ""}: ${problem}`),
      ...openedProblems(sha256, opened),
      ...(opened.commitment === published.commitment ? [] : ["it opens another commitment than the published one"]),
      ...(values.rules === undefined ? [] : rulesProblemsOf(sha256, opened, readRulesFile(values.rules))),
      ...publicValueProblems(opened, values.beacon, values.numbers),
    ];
    if (problems.length > 0) throw new Refusal(...problems.map((problem) => `not valid: ${problem}`));
    context.out(`valid lottery: ${opened.candidates} candidates, commitment ${opened.commitment}`);
    context.out(`public value ${opened.publicValue}`);
    context.out(`seed ${opened.seed}`);
    const keyOf = lotteryKeys(hmacSha256, opened.seed);
    for (const candidate of values["key-of"]) context.out(`${candidate} ${keyOf(candidate)}`);
    return 0;
  },
};

function publicValueProblems({ source, publicValue }: OpenedLottery, beacon?: string, numbers?: string): string[] {
  if (beacon !== undefined && numbers !== undefined) throw new UsageError("either --beacon or --numbers");
  if (beacon === undefined && numbers === undefined) return [];
  if (source.method === "beacon" ? beacon === undefined : numbers === undefined)
    throw new UsageError(`the source is ${source.method}`);
  const value =
    source.method === "beacon" ? readBeacon(beacon ?? "", source) : readCommittedNumbers(numbers ?? "", source);
  return value === publicValue ? [] : ["its public value is not that of the file"];
}
