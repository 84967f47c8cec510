/** Computes a ranking again from its public file and compares. */
import { type Candidate, type Head, readCandidate, readHead, type Ranking, Unreadable } from "./file.ts";
import { keysOf, lotteryProblems } from "./lottery.ts";
import { comparisonOf, type Ranked } from "./order.ts";
import { expectedTotal } from "./totals.ts";

export interface Verdict {
  /** Sentences, the first PROBLEMS_MAX of them; none: the file says what its marks, rules and lottery give. */
  readonly problems: readonly string[];
  /** How many there are. */
  readonly problemCount: number;
  readonly candidates: number;
  /** How many are ranked, by ranking. */
  readonly ranked: Readonly<Record<string, number>>;
  readonly commitment: string | null;
}
const PROBLEMS_MAX = 100;

/** Takes the lines of the file, without their line feeds. */
export async function verifyRanking(lines: AsyncIterable<string> | Iterable<string>): Promise<Verdict> {
  const found: string[] = [];
  let count = 0;
  const say = (problem: string) => {
    count += 1;
    if (found.length < PROBLEMS_MAX) found.push(problem);
  };
  const ranked: Record<string, number> = {};
  let [commitment, candidates]: [string | null, Candidate[]] = [null, []];
  try {
    const file = await read(lines);
    candidates = file.candidates;
    commitment = file.head.lottery?.commitment ?? null;
    checkList(file.head, candidates, say);
    for (const problem of lotteryProblems(file.head, candidates)) say(problem);
    for (const ranking of file.head.rules.rankings)
      ranked[ranking.code] = checkRanking(file.head, ranking, candidates, say);
  } catch (error) {
    // Whatever stops the computation is a fault of the file.
    if (!(error instanceof Error)) throw error;
    say(error.message);
  }
  return { problems: found, problemCount: count, candidates: candidates.length, ranked, commitment };
}

async function read(lines: AsyncIterable<string> | Iterable<string>): Promise<{ head: Head; candidates: Candidate[] }> {
  let [head, number]: [Head | null, number] = [null, 0];
  const candidates: Candidate[] = [];
  for await (const line of lines) {
    number += 1;
    if (head === null) head = readHead(line);
    else candidates.push(readCandidate(line, number));
  }
  if (head === null) throw new Unreadable("the file is empty");
  return { head, candidates };
}

/** Everybody once, in order, and all of them. */
function checkList(head: Head, candidates: readonly Candidate[], say: (problem: string) => void): void {
  if (head.candidates !== candidates.length)
    say(`the head says ${head.candidates} candidates, the file has ${candidates.length}`);
  candidates.forEach(({ candidate }, n) => {
    const before = candidates[n - 1];
    if (before && before.candidate >= candidate) say(`line ${n + 2}: ${candidate} after ${before.candidate}`);
  });
}

/** Returns how many are ranked. */
function checkRanking(
  head: Head,
  ranking: Ranking,
  candidates: readonly Candidate[],
  say: (problem: string) => void,
): number {
  const field: Ranked[] = [];
  for (const candidate of candidates) {
    const { total, status } = expectedTotal(head.rules, ranking, candidate);
    const stated = candidate.results[ranking.code];
    const who = `${ranking.code}: candidate ${candidate.candidate}`;
    if (status === "not-enrolled") {
      if (stated !== undefined) say(`${who} is not enrolled and has a result`);
      continue;
    }
    if (stated === undefined) {
      say(`${who} has no result, and should be ${status}`);
      continue;
    }
    const statedTotal = stated.total === undefined ? null : BigInt(stated.total);
    if (statedTotal !== total) say(`${who} has total ${String(statedTotal)}, and should have ${String(total)}`);
    if ((stated.status ?? "ranked") !== status) say(`${who} is ${stated.status ?? "ranked"}, and should be ${status}`);
    if (status !== "ranked" && stated.rank !== undefined) say(`${who} is ${status} and has a rank`);
    if (status === "ranked") field.push({ candidate, total: total ?? 0n });
  }
  if (ranking.ranks === "computed") checkOrder(head, ranking, field, say);
  else checkImported(ranking, field, say);
  return field.length;
}

function checkOrder(head: Head, ranking: Ranking, field: Ranked[], say: (problem: string) => void): void {
  const keyOf = head.lottery && keysOf(head.lottery);
  field.sort(comparisonOf(head.rules, ranking, keyOf));
  field.forEach(({ candidate }, n) => {
    const rank = candidate.results[ranking.code]?.rank;
    if (rank !== n + 1)
      say(`${ranking.code}: candidate ${candidate.candidate} has rank ${String(rank)}, and should have ${n + 1}`);
  });
}

/** Imported ranks are those that were given, and no two are the same. */
function checkImported(ranking: Ranking, field: readonly Ranked[], say: (problem: string) => void): void {
  const holders = new Map<number, string>();
  for (const { candidate } of field) {
    const [given, stated] = [candidate.values?.[ranking.code]?.rank, candidate.results[ranking.code]?.rank];
    const who = `${ranking.code}: candidate ${candidate.candidate}`;
    if (given !== stated) say(`${who} has rank ${String(stated)}, and was given ${String(given)}`);
    if (stated === undefined || ranking.ranks !== "imported") continue;
    const other = holders.get(stated);
    if (other !== undefined) say(`${who} has the rank of ${other}`);
    holders.set(stated, candidate.candidate);
  }
}
