/** `node measure-market.ts SIZE`: a process of its own, so that its memory is its own. Says what it measured as JSON. */
import { resultText } from "#cli/admission/files";
import { baselineSeats } from "#infra/bench/allocation/baseline.ts";
import { type MarketSize, randomMarket } from "#infra/bench/allocation/random-market.ts";
import { median } from "#infra/bench/measure/median.ts";
import { allocate } from "#domain/admission/allocate";
import { isClean } from "#domain/admission/audit/audit";
import { firstRound, type Market } from "#domain/admission/market/market";
import { readInput } from "#domain/admission/reading/read-input";

export interface MarketRequest extends MarketSize {
  readonly repetitions: number;
  /** The baseline would take too long with a million candidates. */
  readonly baseline: boolean;
}
export interface MarketMeasure {
  /** Allocation with its audit, ms: the first time, and the median once warm. */
  readonly coldMs: number;
  readonly warmMs: number;
  readonly baselineMs: number | null;
  /** Whether the baseline gives the same seats. */
  readonly sameSeats: boolean | null;
  /** Greatest memory of the process, the market and its making included. */
  readonly residentMB: number;
  /** Apart from it: taking the parsed file apart (the reading of an input file), and writing the result as text. */
  readonly parseMs: number;
  readonly readMs: number;
  readonly writeMs: number;
  /** Characters of the input as JSON. */
  readonly inputLength: number;
  readonly clean: boolean;
  readonly admitted: number;
}

export function measureMarket(request: MarketRequest): MarketMeasure {
  const market = randomMarket(request, 7);
  const round = firstRound(request.candidates);
  const cold = timed(() => allocate(market, round));
  const warm = Array.from({ length: request.repetitions }, () => timed(() => allocate(market, round)).ms);
  const residentMB = process.resourceUsage().maxRSS / 1024;
  const { inputLength, parseMs, readMs, names } = throughFile(market);
  const write = timed(() => resultText(cold.result, names));
  const baseline = request.baseline ? timed(() => baselineSeats(market)) : null;
  const { seats, audit, standings } = cold.result;
  return {
    coldMs: cold.ms,
    warmMs: median(warm),
    baselineMs: baseline?.ms ?? null,
    sameSeats: baseline?.result.every((seat, i) => (seat ?? -1) === seats[i]) ?? null,
    ...{ residentMB, inputLength, parseMs, readMs, writeMs: write.ms, clean: isClean(audit) },
    admitted: standings.reduce((sum, one) => sum + one.admitted, 0),
  };
}

function timed<T>(run: () => T): { readonly result: T; readonly ms: number } {
  const startedAt = performance.now();
  const result = run();
  return { result, ms: performance.now() - startedAt };
}

/** The market as the text of a file, and back. */
function throughFile({ places, ranking, rankingStart, wishes, wishStart, rules, kindOf, kinds }: Market) {
  const candidate = (i: number) => `c${String(i).padStart(7, "0")}`;
  const programme = (i: number) => `p${String(i).padStart(5, "0")}`;
  const text = JSON.stringify({
    programmes: Array.from(places, (count, i) => ({
      id: programme(i),
      places: count,
      ranking: Array.from(ranking.subarray(rankingStart[i], rankingStart[i + 1]), candidate),
      overQuota: rules[i]?.overQuota.map(({ category, most, beyond }) => {
        return { category: String(category), max: most, beyondCap: beyond };
      }),
      caps: rules[i]?.caps.map(({ category, most }) => ({ category: String(category), max: most })),
    })),
    candidates: Array.from(kindOf, (kind, i) => ({
      id: candidate(i),
      wishes: Array.from(wishes.subarray(wishStart[i], wishStart[i + 1]), programme),
      categories: kinds[kind]?.map(String),
    })),
  });
  const parsed = timed(() => JSON.parse(text) as unknown);
  const read = timed(() => readInput(parsed.result));
  if ("problems" in read.result) throw new Error("the market cannot be read back");
  return { inputLength: text.length, parseMs: parsed.ms, readMs: read.ms, names: read.result.input.names };
}

if (process.argv[2] !== undefined)
  process.stdout.write(`${JSON.stringify(measureMarket(JSON.parse(process.argv[2]) as MarketRequest))}\n`);
