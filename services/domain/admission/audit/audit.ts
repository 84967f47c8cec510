/**
 * Says whether a result may be released, whoever computed it. It shares with the engine the types of the market and
 * nothing else, and works the other way round: instead of letting candidates propose, it walks down the ranking of each
 * programme once, past those who hold a seat there and those who would rather have one.
 *
 * A candidate s and a programme c **block** when s prefers c to the seat held and c would take s if s came. What c takes
 * when it reads its ranking depends on those above s alone: so one walk answers for everybody.
 */
import { type ByProgramme, claimsOf } from "#domain/admission/audit/claims";
import { excessOf, Room } from "#domain/admission/audit/room";
import type { Market, Mode, Round, Seats } from "#domain/admission/market/market";

export interface Audit {
  /** Everybody sits where they wished and are ranked; resignations and locks hold; nobody beyond places, over-quota numbers
   * and caps but those whose seat is owed to them. */
  readonly feasible: boolean;
  /** No pair blocks, and each programme would choose exactly whom it holds. */
  readonly stable: boolean;
  readonly blockingPairs: number;
  /** Candidates who held a seat, did not resign, and now hold a worse one or none (R28, R29). */
  readonly demoted: number;
  /** Seats that would have to go for every programme to be within its places, over-quota numbers and caps. */
  readonly excess: number;
}

/** Whether the result may be released. Seats in excess are listed, not forbidden: only those that are owed can be. */
export const isClean = ({ feasible, stable, demoted }: Audit): boolean => feasible && stable && demoted === 0;

/** The figures alone, as they are published. */
export const figuresOf = ({ feasible, stable, blockingPairs, demoted, excess }: Audit): Audit => ({
  ...{ feasible, stable, blockingPairs, demoted, excess },
});

/** What to look at, by index. */
export interface Findings {
  /** The first blocking pairs, at most FINDINGS_MAX. */
  readonly blocking: readonly (readonly [candidate: number, programme: number])[];
  /** The first who are demoted, at most FINDINGS_MAX. */
  readonly demoted: readonly number[];
  /** Every programme with seats in excess, and how many. */
  readonly excess: readonly (readonly [programme: number, seats: number])[];
}
const FINDINGS_MAX = 20;

export interface Audited extends Audit {
  readonly findings: Findings;
}

export function audit(market: Market, round: Round, seats: Seats, mode: Mode): Audited {
  const claims = claimsOf(market, round, seats);
  const anybodyOwed = round.additional.some((programme) => programme !== -1);
  const seen = new Int32Array(seats.length);
  const blocking: [number, number][] = [];
  const excess: [number, number][] = [];
  let feasible = claims.astray === 0;
  let [chosen, blockingPairs] = [true, 0];
  for (let programme = 0; programme < market.places.length; programme++) {
    const [holders, wanting] = [of(claims.holders, programme), of(claims.wanting, programme)];
    const found = walk(market, { ...round, mode, anybodyOwed }, programme, holders, wanting, seen);
    feasible &&= found.feasible;
    chosen &&= found.chosen;
    blockingPairs += found.blocking.length;
    for (const candidate of found.blocking.slice(0, FINDINGS_MAX - blocking.length))
      blocking.push([candidate, programme]);
    if (found.excess > 0) excess.push([programme, found.excess]);
  }
  return {
    feasible,
    stable: chosen && blockingPairs === 0,
    blockingPairs,
    demoted: claims.demoted.length,
    excess: excess.reduce((total, [, seats]) => total + seats, 0),
    findings: { blocking, demoted: claims.demoted.slice(0, FINDINGS_MAX), excess },
  };
}

interface Found {
  readonly feasible: boolean;
  readonly chosen: boolean;
  /** Candidates who block with it. */
  readonly blocking: readonly number[];
  readonly excess: number;
}

/** One programme. `seen`: a number for each candidate, in which every programme leaves marks of its own. */
function walk(
  market: Market,
  { additional, anybodyOwed, mode, previous, resigned }: Round & { readonly mode: Mode; readonly anybodyOwed: boolean },
  programme: number,
  holders: Int32Array,
  wanting: Int32Array,
  seen: Int32Array,
): Found {
  const inAddition = (candidate: number) => anybodyOwed && additional[candidate] === programme;
  const comesFirst = (candidate: number) =>
    mode === "protected" && previous[candidate] === programme && resigned[candidate] === 0;
  const room = new Room(market, programme);
  for (const candidate of mode === "plain" ? [] : holders)
    if (!inAddition(candidate) && comesFirst(candidate)) room.take(market.kindOf[candidate] ?? -1);

  const [holds, wants] = [2 * programme + 1, 2 * programme + 2];
  for (const candidate of holders) seen[candidate] = holds;
  for (const candidate of wanting) seen[candidate] = wants;
  let [ranked, toFind, chosen] = [0, holders.length + wanting.length, true];
  const blocking: number[] = [];
  const end = market.rankingStart[programme + 1] ?? 0;
  for (let i = market.rankingStart[programme] ?? 0; i < end && toFind > 0; i++) {
    const candidate = market.ranking[i] as number;
    const mark = seen[candidate] as number;
    if (mark < holds) continue;
    toFind--;
    const owed = inAddition(candidate) || comesFirst(candidate);
    const kind = market.kindOf[candidate] ?? -1;
    if (mark === wants) {
      if (owed || room.wouldTake(kind)) blocking.push(candidate);
      continue;
    }
    ranked++;
    if (owed) continue;
    if (room.wouldTake(kind)) room.take(kind);
    else chosen = false;
  }
  const counted = anybodyOwed ? holders.filter((candidate) => !inAddition(candidate)) : holders;
  const tolerated = mode === "plain" ? 0 : excessOf(market, programme, counted.filter(comesFirst));
  return {
    feasible: ranked === holders.length && excessOf(market, programme, counted) <= tolerated,
    chosen,
    blocking,
    excess: excessOf(market, programme, holders),
  };
}

const of = ({ start, list }: ByProgramme, programme: number): Int32Array =>
  list.subarray(start[programme], start[programme + 1]);
