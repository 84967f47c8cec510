/** `amphi lottery commit`: what is published before any mark is known, and the secret that the office keeps. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { link, rm, writeFile } from "node:fs/promises";
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import { wholeNumber, readOptions } from "#cli/import/arguments";
import { sha256 } from "#cli/ranking/hashes";
import { readCandidateList } from "#cli/ranking/candidate-list";
import { readRulesFile } from "#cli/ranking/rules-file";
import type { LotteryCommitment } from "#contracts/ranking/lottery";
import { rulesHash } from "#domain/lottery/check";
import { commitment, listHash, secretHash } from "#domain/lottery/draw";
import type { LotterySource } from "#domain/lottery/preimages";
import type { RankingRules } from "#domain/ranking/rules";

export const lotteryCommitCommand: Command = {
  path: ["lottery", "commit"],
  usage:
    'lottery commit --candidates FILE.csv --rules RULES.json (--beacon NAME --round N | --numbers "SOURCE"…)\n' +
    "               --out COMMITMENT.json --secret SECRET.json",
  summary: "binds the lottery to candidates, rules and a future source of chance: publish it before any mark is known",
  async run(args, context) {
    const values = readOptions(args, {
      candidates: { type: "string" },
      rules: { type: "string" },
      beacon: { type: "string" },
      round: { type: "string" },
      numbers: { type: "string", multiple: true, default: [] },
      out: { type: "string" },
      secret: { type: "string" },
    });
    const { candidates, rules: rulesPath, out, secret: secretPath } = values;
    if (candidates === undefined || rulesPath === undefined)
      throw new UsageError("--candidates and --rules are needed");
    if (out === undefined || secretPath === undefined) throw new UsageError("--out and --secret are needed");
    const source = sourceOf(values.beacon, values.round, values.numbers);
    const rules = readRulesFile(rulesPath);
    refuseOtherMethod(rulesPath, rules, source);
    const list = await readCandidateList(candidates);
    const secret = randomBytes(32).toString("hex");
    const committed = {
      listHash: listHash(sha256, list),
      rulesHash: rulesHash(sha256, rules),
      source,
      secretHash: secretHash(sha256, secret),
    };
    const made: LotteryCommitment = {
      format: "amphi-lottery-commitment",
      v: 1,
      candidates: list.length,
      ...committed,
      commitment: commitment(sha256, committed),
    };
    const kept = { format: "amphi-lottery-secret", v: 1, commitment: made.commitment, secret };
    // The secret first: a commitment whose secret is lost can never be opened.
    await writeNew(secretPath, `${JSON.stringify(kept, null, 2)}\n`, 0o600);
    try {
      await writeNew(out, `${JSON.stringify(made, null, 2)}\n`, 0o644);
    } catch (error) {
      await rm(secretPath);
      throw error;
    }
    context.out(`commitment ${made.commitment}`);
    context.out(`${list.length} candidates; publish ${out} now, keep ${secretPath} secret, and a copy of it on paper`);
    return 0;
  },
};

function sourceOf(beacon: string | undefined, round: string | undefined, numbers: readonly string[]): LotterySource {
  const byBeacon = beacon !== undefined || round !== undefined;
  if (byBeacon === numbers.length > 0)
    throw new UsageError("either --beacon and --round, or --numbers for each source, are needed");
  if (!byBeacon) {
    if (numbers.length > 16 || numbers.some((one) => one.trim() === "" || one.length > 300))
      throw new UsageError("--numbers takes a text for each source, at most 16 times");
    return { method: "public-numbers", sources: numbers.map((one) => one.trim()) };
  }
  if (beacon === undefined || beacon.trim() === "" || round === undefined)
    throw new UsageError("--beacon NAME and --round N go together");
  return { method: "beacon", beacon: beacon.trim(), round: wholeNumber("round", round, 1, Number.MAX_SAFE_INTEGER) };
}

function refuseOtherMethod(path: string, rules: RankingRules, source: LotterySource): void {
  if (rules.lottery === source.method) return;
  throw new BadInput(`${path}: lottery: the published rules say "${rules.lottery}", not "${source.method}"`);
}

/** All of the file or nothing, and never over another one: a commitment that was published is not made again. */
async function writeNew(path: string, text: string, mode: number): Promise<void> {
  if (existsSync(path)) throw new Refusal(`${path} exists: a commitment that was published is not made again`);
  const partial = `${path}.partial-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(partial, text, { flag: "wx", mode });
    await link(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}
