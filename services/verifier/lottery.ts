/** The lottery of the file, computed again from what was committed to and what became public. */
import { createHash, createHmac } from "node:crypto";
import type { Candidate, Head, Lottery } from "./file.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** JSON with members sorted by name and no spaces. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What does not fit, in sentences. */
export function lotteryProblems({ rules, lottery }: Head, candidates: readonly Candidate[]): string[] {
  if (lottery === null) return [];
  const list = candidates.filter(({ late }) => late !== true).map(({ candidate }) => candidate);
  const committed = [...list, ...lottery.withdrawn].sort();
  const checks: [boolean, string][] = [
    [rules.lottery === lottery.source.method, "lottery: not by the method that the rules name"],
    [sha256(sorted(rules)) === lottery.rulesHash, "lottery: committed to other rules"],
    [
      committed.length === lottery.candidates &&
        sha256(committed.map((one) => `${one}\n`).join("")) === lottery.listHash,
      "lottery: committed to other candidates",
    ],
    [sha256(lottery.secret) === lottery.secretHash, "lottery: another secret than the committed one"],
    [
      sha256(commitmentText(lottery)) === lottery.commitment,
      "lottery: the commitment is not the hash of what it names",
    ],
    [sha256(seedText(lottery)) === lottery.seed, "lottery: the seed is not the hash of list, public value and secret"],
  ];
  return checks.filter(([fits]) => !fits).map(([, sentence]) => sentence);
}

function commitmentText({ listHash, rulesHash, source, secretHash }: Lottery): string {
  const said =
    source.method === "beacon"
      ? `beacon ${JSON.stringify(source.beacon)} ${String(source.round)}`
      : `public-numbers ${JSON.stringify(source.sources)}`;
  return ["amphi lottery commitment v1", listHash, rulesHash, said, secretHash, ""].join("\n");
}

const seedText = ({ listHash, publicValue, secret }: Lottery): string =>
  ["amphi lottery seed v1", listHash, publicValue, secret, ""].join("\n");

/** Keys by candidate, each computed once. */
export function keysOf({ seed }: Lottery): (candidate: string) => string {
  const key = Buffer.from(seed, "hex");
  const known = new Map<string, string>();
  return (candidate) => {
    const found = known.get(candidate) ?? createHmac("sha256", key).update(candidate, "utf8").digest("hex");
    known.set(candidate, found);
    return found;
  };
}
