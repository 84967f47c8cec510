/**
 * What a jury reads about items, in one pass over the candidates who have a mark: difficulty (mean share of the maximum),
 * discrimination (correlation of the item with the rest of the paper; point-biserial where marks are 0 or full), how often
 * each option was chosen and by whom, Cronbach's alpha. An item counts where it was marked as answered: where it is
 * annulled, neutralised or of another paper it says nothing.
 */
import type { ItemAnswer } from "#domain/marking/column";
import { addPair, correlationOf, meanOf, noSums, type Sums, varianceOf } from "#domain/marking/moments";
import { type CandidateAnswers, type CandidateMarks, type Marking, OUT } from "#domain/marking/run";
import { type Suspicion, suspicionsOf } from "#domain/marking/suspicions";

/** Something that candidates chose or wrote. */
export interface Choice {
  /** Option id, point of a scale, or normalised text. */
  readonly chosen: string;
  /** What the key says of it; null where it has no opinion of one choice alone (a scale). */
  readonly right: boolean | null;
  readonly count: number;
  /** Of the candidates to whom the item counts. */
  readonly rate: number;
  /** Correlation of choosing it with the rest of the paper; null where it cannot be said. */
  readonly discrimination: number | null;
}
export interface CentreDifficulty {
  readonly centre: string;
  readonly candidates: number;
  readonly difficulty: number;
}
export interface ItemStatistics {
  readonly item: string;
  readonly paper: number;
  readonly type: string;
  /** Thousandths. */
  readonly maximum: number;
  readonly candidates: number;
  readonly answered: number;
  readonly difficulty: number;
  readonly deviation: number;
  readonly discrimination: number | null;
  readonly choices: readonly Choice[];
  readonly centres: readonly CentreDifficulty[];
  readonly suspicions: readonly Suspicion[];
}
export interface PaperStatistics {
  readonly paper: number;
  readonly candidates: number;
  /** Of what was reached over the items that count, thousandths. */
  readonly mean: number;
  readonly deviation: number;
  /** Null where not the same items count for everybody, or nothing varies. */
  readonly alpha: number | null;
}

interface Tally {
  readonly sums: Sums;
  answered: number;
  /** By what was chosen: how many, the sum of the rest of their papers, and for a text whether it is accepted. */
  readonly chosen: Map<string, { count: number; rest: number; readonly accepted: boolean | null }>;
  /** By the centre's number: candidates, and the sum of their marks. */
  readonly centres: { n: number; x: number }[];
}
/** Free texts may all differ: those met first are counted. */
const CHOSEN_MAX = 5_000;
const CHOICES_SHOWN = 30;

export function createStatistics({ columns }: Marking) {
  const tallies = columns.map((): Tally => ({ sums: noSums(), answered: 0, chosen: new Map(), centres: [] }));
  const papers = new Map<number, Sums>();
  /** Numbers of centres, in the order in which they are met. */
  const centreNumbers = new Map<string, number>();

  function add({ place, paper, answers }: CandidateAnswers, marks: CandidateMarks): void {
    if (marks.mark === null || marks.own.maximum === 0) return;
    const total = marks.own.mark;
    const sums = papers.get(paper) ?? noSums();
    papers.set(paper, sums);
    addPair(sums, total, 0);
    const centreNumber = centreNumbers.get(place.centre) ?? centreNumbers.size;
    centreNumbers.set(place.centre, centreNumber);
    columns.forEach((column, n) => {
      const mark = marks.items[n] ?? OUT;
      const tally = tallies[n];
      if (mark === OUT || marks.ruled[n] != null || tally === undefined) return;
      const answer = answers[n] ?? column.noAnswer;
      const rest = total - mark;
      addPair(tally.sums, mark, rest);
      if (answer.marked.why.kind !== "no_answer") tally.answered += 1;
      for (const what of answer.chosen) {
        const found = tally.chosen.get(what);
        if (found) {
          found.count += 1;
          found.rest += rest;
        } else if (tally.chosen.size < CHOSEN_MAX)
          tally.chosen.set(what, { count: 1, rest, accepted: isAccepted(answer) });
      }
      const centre = (tally.centres[centreNumber] ??= { n: 0, x: 0 });
      centre.n += 1;
      centre.x += mark;
    });
  }

  function itemStatistics(n: number): ItemStatistics | null {
    const [column, tally] = [columns[n], tallies[n]];
    if (column === undefined || tally === undefined || tally.sums.n === 0) return null;
    const { item, paper } = column;
    const { n: candidates, x, xx, y, yy } = tally.sums;
    const restDeviation = Math.sqrt(varianceOf(candidates, y, yy));
    const choices = choicesOf(column.keys, item.options, tally.chosen).map(({ chosen, right }): Choice => {
      const { count, rest } = tally.chosen.get(chosen) ?? { count: 0, rest: 0 };
      const rate = count / candidates;
      const varies = count > 0 && count < candidates && restDeviation > 1e-9;
      // Point-biserial: how far the choosers' mean lies from everybody's, in deviations, × √(p ÷ (1 − p)).
      const away = (meanOf(count, rest) - meanOf(candidates, y)) / restDeviation;
      return { chosen, right, count, rate, discrimination: varies ? away * Math.sqrt(rate / (1 - rate)) : null };
    });
    const bare = {
      item: item.id,
      paper,
      type: item.type,
      maximum: item.weight,
      candidates,
      answered: tally.answered,
      difficulty: meanOf(candidates, x) / item.weight,
      deviation: Math.sqrt(varianceOf(candidates, x, xx)) / item.weight,
      discrimination: correlationOf(tally.sums),
      choices,
      centres: [...centreNumbers]
        .flatMap(([centre, number]) => {
          const of = tally.centres[number];
          return of ? [{ centre, candidates: of.n, difficulty: meanOf(of.n, of.x) / item.weight }] : [];
        })
        .sort((a, b) => (a.centre < b.centre ? -1 : 1)),
    };
    return { ...bare, suspicions: suspicionsOf(bare) };
  }

  function paperStatistics(paper: number, total: Sums): PaperStatistics {
    const counting = tallies.filter((tally, n) => columns[n]?.paper === paper && tally.sums.n > 0);
    const variance = varianceOf(total.n, total.x, total.xx);
    const isWhole = counting.length > 1 && counting.every((tally) => tally.sums.n === total.n) && variance > 1e-9;
    const within = counting.reduce((sum, { sums }) => sum + varianceOf(sums.n, sums.x, sums.xx), 0);
    const k = counting.length;
    const alpha = isWhole ? (k / (k - 1)) * (1 - within / variance) : null;
    return { paper, candidates: total.n, mean: meanOf(total.n, total.x), deviation: Math.sqrt(variance), alpha };
  }

  return {
    add,
    /** Items with something suspicious first, the most suspicious of all at the top; then in the order of the paper. */
    report() {
      const items = columns.flatMap((_, n) => itemStatistics(n) ?? []);
      const weight = ({ suspicions }: ItemStatistics) => suspicions.reduce((sum, one) => sum + one.weight, 0);
      items.sort((a, b) => weight(b) - weight(a));
      const of = [...papers].sort(([a], [b]) => a - b).map(([paper, total]) => paperStatistics(paper, total));
      return { papers: of, items };
    },
  };
}
export type StatisticsReport = ReturnType<ReturnType<typeof createStatistics>["report"]>;

const isAccepted = ({ marked: { why } }: ItemAnswer): boolean | null =>
  why.kind === "text" ? why.accepted !== null : null;

const SCALE = ["-2", "-1", "0", "1", "2"];

/** Every option, whether chosen or not; every point of a scale; of texts the most frequent. */
function choicesOf(
  keys: Marking["columns"][number]["keys"],
  options: readonly string[],
  chosen: Tally["chosen"],
): { chosen: string; right: boolean | null }[] {
  const ids = new Set(options);
  if (keys.some((key) => key.type === "panel")) return SCALE.map((point) => ({ chosen: point, right: null }));
  const right = new Set(keys.flatMap((key) => (key.type === "options" ? key.right : [])));
  if (ids.size > 0) return options.map((id) => ({ chosen: id, right: right.has(id) }));
  const frequent = [...chosen].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).slice(0, CHOICES_SHOWN);
  return frequent.map(([text, { accepted }]) => ({ chosen: text, right: accepted }));
}
