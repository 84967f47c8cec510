/** `amphi rank`: totals and ranks from plain files, without a database. */
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readOptions } from "#cli/import/arguments";
import { type Competition, hashOf, readCompetition } from "#cli/ranking/competition";
import { hmacSha256 } from "#cli/ranking/hashes";
import { type LinesFile, writeLines } from "#cli/whole-file";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import { lotteryKeys } from "#domain/lottery/draw";
import { publicLines } from "#domain/ranking/public-lines";
import { rank, type RankingResult, STATUSES } from "#domain/ranking/rank";
import { inputsHashOf, rankLines } from "#domain/ranking/rank-lines";

const TIES_SHOWN_MAX = 20;

export const rankCommand: Command = {
  path: ["rank"],
  usage:
    "rank --marks FILE.csv… --rules RULES.json --out RANKS.csv [--candidates FILE.csv] [--values FILE.csv]\n" +
    "     [--lottery LOTTERY.json] [--public FILE.jsonl]\n" +
    "rank --marks FILE.csv… --rules RULES.json --check RANKS.csv [the same options]",
  summary:
    "totals and strict ranks from files of marks (docs/formats.md); --check says whether a table of ranks is stale",
  async run(args, context) {
    const values = readOptions(args, {
      marks: { type: "string", multiple: true, default: [] },
      rules: { type: "string" },
      candidates: { type: "string" },
      values: { type: "string" },
      lottery: { type: "string" },
      public: { type: "string" },
      out: { type: "string" },
      check: { type: "string" },
    });
    const { rules, out, check } = values;
    if (rules === undefined) throw new UsageError("--rules RULES.json is needed");
    if ((out === undefined) === (check === undefined)) throw new UsageError("either --out or --check is needed");
    if (check !== undefined && values.public !== undefined) throw new UsageError("--public goes with --out");
    const competition = await readCompetition({ ...values, rules });
    const results = ranked(competition);
    if (check !== undefined) return sayCurrent(context, competition, results, check);
    const files: LinesFile[] = [{ path: out ?? "", lines: ranksText(competition, results) }];
    if (values.public !== undefined) files.push({ path: values.public, lines: publicText(competition, results) });
    const [, publicHash] = await writeLines(files);
    saySummary(context, competition, results);
    context.out(`inputs ${competition.inputsHash}`);
    if (publicHash !== undefined) context.out(`public file ${publicHash}`);
    return 0;
  },
};

/** Throws BadInput while only a lottery could tell some candidates apart and none is given. */
function ranked({ rules, input, lottery }: Competition): RankingResult[] {
  const results = rank(rules, input, lottery && lotteryKeys(hmacSha256, lottery.seed));
  const lines = results.flatMap(({ unbroken }, n) =>
    unbroken.map((group) => {
      const who = group.slice(0, TIES_SHOWN_MAX).map((candidate) => input.candidates[candidate] ?? "");
      const more = group.length > who.length ? ` and ${group.length - who.length} more` : "";
      return `${rules.rankings[n]?.code ?? ""}: equal after every tie-break: ${who.join(", ")}${more}`;
    }),
  );
  if (lines.length === 0) return results;
  const remedy =
    rules.lottery === "none"
      ? 'the rules say "lottery": "none": add a tie-break, or a lottery, before marks are known'
      : "give --lottery LOTTERY.json (amphi lottery reveal); ranks are a strict order";
  throw new BadInput(...lines.slice(0, 1000), remedy);
}

const ranksText = ({ rules, input, inputsHash }: Competition, results: readonly RankingResult[]) =>
  rankLines(rules, input, results, inputsHash);

const publicText = ({ rules, input, inputsHash, lottery }: Competition, results: readonly RankingResult[]) =>
  publicLines(rules, input, results, inputsHash, lottery && publicLottery(lottery));

function publicLottery({ list, ...opened }: OpenedLottery) {
  return { committed: list, opened };
}

function saySummary(context: CliContext, { rules, input }: Competition, results: readonly RankingResult[]): void {
  context.out(`${input.candidates.length} candidates`);
  results.forEach(({ statuses, criteria, decidedBy, ranks }, n) => {
    const counts = STATUSES.map((status, k) => ({ status, count: statuses.filter((one) => one === k).length }));
    const said = counts.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${status}`);
    const drawn = decidedBy.filter((one, index) => (ranks[index] ?? 0) > 1 && one === criteria.length - 1).length;
    const lots = drawn > 0 ? `; ${drawn} told apart by lottery` : "";
    context.out(`  ${rules.rankings[n]?.code ?? ""}: ${said.join(", ")}${lots}`);
  });
}

/** 0: the table is what these inputs give. Throws Refusal when it is stale (R11), or altered by hand. */
async function sayCurrent(
  context: CliContext,
  competition: Competition,
  results: readonly RankingResult[],
  path: string,
): Promise<number> {
  const { heading, hash } = await readRanks(path);
  const inputs = inputsHashOf(heading);
  if (inputs === null) throw new BadInput(`${path}: its heading names no inputs: no table of amphi rank`);
  if (inputs !== competition.inputsHash)
    throw new Refusal(`${path} is stale: it was computed from inputs ${inputs}, these are ${competition.inputsHash}`);
  if (hash !== hashOf(ranksText(competition, results)))
    throw new Refusal(`${path} was altered: it names these inputs, but they give other lines`);
  context.out(`${path} is current: inputs ${inputs}`);
  return 0;
}

async function readRanks(path: string): Promise<{ heading: string; hash: string }> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BadInput(`${path}: no such file`);
  const hash = createHash("sha256");
  let heading = "";
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer);
    if (heading === "") heading = (piece as Buffer).toString("utf8").split("\n", 1)[0] ?? "";
  }
  return { heading, hash: hash.digest("hex") };
}
