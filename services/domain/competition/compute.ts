/**
 * The three computations of a competition, from its rows to what is kept of them. Pure: hashes are arguments. What cannot
 * be computed comes back as problems, all of them.
 */
import { allocate } from "#domain/admission/allocate";
import { figuresOf, isClean } from "#domain/admission/audit/audit";
import { differing, programmeProposing } from "#domain/admission/engine/programme-proposing";
import { NONE } from "#domain/admission/market/market";
import { overviewOf } from "#domain/admission/overview";
import { readInput } from "#domain/admission/reading/read-input";
import { readReorientation } from "#domain/admission/reorientation/read-strategy";
import { reorient } from "#domain/admission/reorientation/reorient";
import type { SyncHash } from "#domain/answer/chain";
import type { AllocationFile } from "#domain/competition/allocation-file";
import { candidateOf, type Enrolled } from "#domain/competition/people";
import type { CompetitionPlan } from "#domain/competition/plan";
import { type CompetitionRows, rankingInputOf } from "#domain/competition/ranking-input";
import { rankingRulesOf } from "#domain/competition/ranking-rules";
import type { ReorientationFile } from "#domain/competition/reorientation-file";
import { type StoredRanks, storedRanksOf } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import type { Problem } from "#domain/exam/problem";
import { openedProblems, type Opened, rulesProblemsOf } from "#domain/lottery/check";
import { type HmacHex, lotteryKeys } from "#domain/lottery/draw";
import { inputsText } from "#domain/ranking/inputs-text";
import { rank, type RankingResult } from "#domain/ranking/rank";
import type { RankingRules } from "#domain/ranking/rules";

export interface Hashes {
  readonly sha256: SyncHash;
  readonly hmac: HmacHex;
  /** Hexadecimal SHA-256 of the pieces, one after the other. */
  readonly hashOf: (pieces: Iterable<string>) => string;
}
export type Computed<Result> =
  { readonly inputsHash: string; readonly result: Result } | { readonly problems: readonly Problem[] };

const TIES_SHOWN_MAX = 20;
const problem = (rule: string, message: string, place = ""): Problem => ({ rule, place, message });

/** What ranks are made from, hashed: the same hash, the same ranks (R11). */
export function ranksInputs(
  plan: CompetitionPlan,
  rows: CompetitionRows,
  lottery: Opened | null,
  { hashOf }: Pick<Hashes, "hashOf">,
) {
  const rules = rankingRulesOf(plan);
  if (rules === null) return { problems: [problem("nothing-to-rank", "the plan has neither rankings nor programmes")] };
  const read = rankingInputOf(plan, rules, rows);
  if ("problems" in read) return read;
  return {
    rules,
    ranked: read.ranked,
    inputsHash: hashOf(inputsText(rules, read.ranked.input, lottery?.seed ?? null)),
  };
}

export function computeRanks(
  plan: CompetitionPlan,
  rows: CompetitionRows,
  lottery: Opened | null,
  hashes: Hashes,
): Computed<StoredRanks> {
  const inputs = ranksInputs(plan, rows, lottery, hashes);
  if ("problems" in inputs) return inputs;
  const { inputsHash, ranked, rules } = inputs;
  const wrong =
    lottery === null
      ? []
      : [...openedProblems(hashes.sha256, lottery), ...rulesProblemsOf(hashes.sha256, lottery, rules)];
  if (wrong.length > 0) return { problems: wrong.map((message) => problem("lottery", message)) };
  const results = rank(rules, ranked.input, lottery && lotteryKeys(hashes.hmac, lottery.seed));
  const ties = tiesOf(rules, ranked.input.candidates, results);
  if (ties.length > 0) return { problems: ties };
  return { inputsHash, result: storedRanksOf(rules, ranked, results) };
}

function tiesOf(rules: RankingRules, candidates: readonly string[], results: readonly RankingResult[]): Problem[] {
  return results.flatMap(({ unbroken }, n) =>
    unbroken.map((group) => {
      const who = group.slice(0, TIES_SHOWN_MAX).map((one) => candidates[one] ?? "");
      const more = group.length > who.length ? ` and ${group.length - who.length} more` : "";
      const message = `equal after every tie-break: ${who.join(", ")}${more}`;
      return problem(rules.lottery === "none" ? "ties-left" : "lottery-not-drawn", message, rules.rankings[n]?.code);
    }),
  );
}

/** `number`: of the round, from 1. A result that does not pass the audit is refused, whoever asked. */
export function computeRound(
  file: AllocationFile,
  inputsHash: string,
  number: number,
  personByCandidate: ReadonlyMap<string, number>,
): Computed<StoredRound> {
  const read = readInput(file);
  if ("problems" in read) return read;
  const { market, names, round } = read.input;
  const { audit, mode, seats, setAside, standings } = allocate(market, round);
  if (!isClean(audit)) return { problems: [problem("audit", `the audit fails: ${JSON.stringify(figuresOf(audit))}`)] };
  return {
    inputsHash,
    result: {
      ...{ number, mode, audit: figuresOf(audit), setAside: setAside && figuresOf(setAside) },
      people: Object.fromEntries(names.candidates.map((id) => [id, personByCandidate.get(id) ?? 0])),
      seats: Object.fromEntries(names.candidates.map((id, i) => [id, names.programmes[seats[i] ?? NONE] ?? null])),
      overview: overviewOf(market, round, seats),
      wouldDiffer: differing(seats, programmeProposing(market, round, mode)),
      programmes: names.programmes.map((code, i) => ({
        ...{ code, places: market.places[i] ?? 0 },
        ...{ admitted: standings[i]?.admitted ?? 0, lastRank: standings[i]?.lastRank ?? null },
      })),
    },
  };
}

export function computeReorientation(
  file: ReorientationFile,
  code: string,
  inputsHash: string,
  after: StoredRound | null,
  personByCandidate: ReadonlyMap<string, number>,
): Computed<StoredReorientation> {
  const read = readReorientation(file, after && new Map(Object.entries(after.seats)));
  if ("problems" in read) return read;
  const { initialPlaces, ranking, registered, strategy } = read.input;
  const { bound, leave, mayRepeat, reoriented } = reorient(strategy, ranking, registered, initialPlaces);
  const people = (ids: readonly string[]) => ids.flatMap((id) => personByCandidate.get(id) ?? []);
  return {
    inputsHash,
    result: {
      ...{ strategy: code, name: strategy.name, bound, registered, leave },
      ...{ reoriented: people(reoriented), mayRepeat: people(mayRepeat) },
    },
  };
}

/** Persons by the id that computations know them by. */
export const personsByCandidate = (plan: CompetitionPlan, people: readonly Enrolled[]): ReadonlyMap<string, number> =>
  new Map(people.map((one) => [candidateOf(plan.anonymity, one), one.personId]));
