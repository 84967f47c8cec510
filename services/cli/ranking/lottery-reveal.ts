/** `amphi lottery reveal`: opens the commitment once its source of chance is public. */
import { BadInput, type Command, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { readOptions } from "#cli/import/arguments";
import { readCandidateList } from "#cli/ranking/candidate-list";
import { sha256 } from "#cli/ranking/hashes";
import { readJsonFile } from "#cli/ranking/json-file";
import { readBeacon, readCommittedNumbers } from "#cli/ranking/public-value";
import { readRulesFile } from "#cli/ranking/rules-file";
import { LotteryCommitment, LotterySecret, type OpenedLottery } from "#contracts/ranking/lottery";
import { commitmentProblems, listProblems, rulesProblemsOf } from "#domain/lottery/check";
import { secretHash, seed } from "#domain/lottery/draw";

export const lotteryRevealCommand: Command = {
  path: ["lottery", "reveal"],
  usage:
    "lottery reveal --commitment COMMITMENT.json --secret SECRET.json --candidates FILE.csv --rules RULES.json\n" +
    "               (--beacon ROUND.json | --numbers FILE.txt) --out LOTTERY.json",
  summary: "opens the commitment with the secret and the public value: the lottery that ranks are made with",
  async run(args, context) {
    const values = readOptions(args, {
      commitment: { type: "string" },
      secret: { type: "string" },
      candidates: { type: "string" },
      rules: { type: "string" },
      beacon: { type: "string" },
      numbers: { type: "string" },
      out: { type: "string" },
    });
    const needed = (name: "commitment" | "secret" | "candidates" | "rules" | "out"): string => {
      const value = values[name];
      if (value === undefined) throw new UsageError(`--${name} is needed`);
      return value;
    };
    const made = readJsonFile(needed("commitment"), LotteryCommitment);
    const { secret } = readJsonFile(needed("secret"), LotterySecret);
    const list = await readCandidateList(needed("candidates"));
    const problems = [
      ...commitmentProblems(sha256, made).map((problem) => `${needed("commitment")}: ${problem}`),
      ...rulesProblemsOf(sha256, made, readRulesFile(needed("rules"))).map(
        (problem) => `${needed("commitment")}: ${problem}`,
      ),
      ...listProblems(sha256, made, list).map((problem) => `${needed("candidates")}: ${problem}`),
      ...(secretHash(sha256, secret) === made.secretHash ? [] : [`${needed("secret")}: not the committed secret`]),
    ];
    if (problems.length > 0) throw new BadInput(...problems);
    const publicValue = readPublicValue(made, values.beacon, values.numbers);
    const opened: OpenedLottery = {
      ...made,
      format: "amphi-lottery",
      secret,
      publicValue,
      seed: seed(sha256, made.listHash, publicValue, secret),
      list,
    };
    await writeWhole(needed("out"), `${JSON.stringify(opened, null, 1)}\n`);
    context.out(`public value ${publicValue}`);
    context.out(`seed ${opened.seed}`);
    return 0;
  },
};

function readPublicValue({ source }: LotteryCommitment, beacon?: string, numbers?: string): string {
  if (source.method === "beacon") {
    if (beacon === undefined || numbers !== undefined)
      throw new UsageError(`--beacon ROUND.json is needed: the commitment names round ${source.round}`);
    return readBeacon(beacon, source);
  }
  if (numbers === undefined || beacon !== undefined)
    throw new UsageError("--numbers FILE.txt is needed: the commitment names public numbers");
  return readCommittedNumbers(numbers, source);
}
