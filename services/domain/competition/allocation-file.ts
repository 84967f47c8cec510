/**
 * A round of admissions as a file (docs/formats.md): what `amphi allocate` reads, so that a round of the portal can be
 * computed, audited and explained again by anybody who holds its input. Pure.
 */
import { categoriesOf } from "#domain/competition/categories";
import { candidateOf, type Enrolled } from "#domain/competition/people";
import type { CompetitionPlan } from "#domain/competition/plan";
import { ranksIn, type StoredRanks } from "#domain/competition/stored-ranks";

export interface AllocationFile {
  readonly programmes: readonly {
    readonly id: string;
    readonly places: number;
    readonly ranking: readonly string[];
    readonly overQuota: readonly object[];
    readonly caps: readonly object[];
  }[];
  readonly candidates: readonly {
    readonly id: string;
    readonly wishes: readonly string[];
    readonly categories: readonly string[];
  }[];
  readonly previous?: Readonly<Record<string, string | null>>;
  readonly resigned?: readonly { readonly id: string; readonly keepsBelow: boolean }[];
  readonly locked?: readonly string[];
}

/** What somebody said last to the seat that was published. */
export interface SeatAnswer {
  readonly personId: number;
  readonly answer: "accepted" | "locked" | "keeps-below" | "resigned";
}

/**
 * The first round: ranks, and the lists as they stand (R20: nobody changes one any more once it is published). `leave`:
 * reoriented before admissions (R37).
 */
export function firstRoundFile(
  plan: CompetitionPlan,
  people: readonly Enrolled[],
  wishes: ReadonlyMap<number, readonly string[]>,
  ranks: StoredRanks,
  leave: readonly string[] = [],
): AllocationFile {
  const nameOf = new Map(people.map((one) => [one.personId, candidateOf(plan.anonymity, one)]));
  const programmes = plan.programmes.map(({ caps, code, overQuota, places }) => ({
    ...{ id: code, places, overQuota, caps },
    ranking: ranksIn(ranks, code).flatMap((personId) => nameOf.get(personId) ?? []),
  }));
  const known = new Set(plan.programmes.map(({ code }) => code));
  const candidates = people.map((one) => ({
    id: candidateOf(plan.anonymity, one),
    wishes: (wishes.get(one.personId) ?? []).filter((code) => known.has(code)),
    categories: categoriesOf(plan.categories, one.identity),
  }));
  const ids = new Set(candidates.map(({ id }) => id));
  return {
    ...{ programmes, candidates: candidates.sort((a, b) => (a.id < b.id ? -1 : 1)) },
    resigned: leave.filter((id) => ids.has(id)).map((id) => ({ id, keepsBelow: false })),
  };
}

/**
 * A later round (R27): ranks, places, categories and lists are those of the first one, whatever was edited since; only
 * seats held, and what was answered to them, are new. `leave`: reoriented, and not to be called (R37).
 */
export function nextRoundFile(
  before: AllocationFile,
  seats: Readonly<Record<string, string | null>>,
  answers: readonly SeatAnswer[],
  leave: readonly string[],
  candidateById: ReadonlyMap<number, string>,
): AllocationFile {
  const resigned = new Map((before.resigned ?? []).map((one) => [one.id, one]));
  const locked = new Set<string>();
  for (const id of leave) resigned.set(id, { id, keepsBelow: false });
  for (const { answer, personId } of answers) {
    const id = candidateById.get(personId);
    if (id === undefined || answer === "accepted") continue;
    if (answer === "locked") locked.add(id);
    else resigned.set(id, { id, keepsBelow: answer === "keeps-below" });
  }
  const { candidates, programmes } = before;
  const holds = (id: string) => (seats[id] ?? null) !== null;
  return {
    ...{ programmes, candidates, previous: seats },
    // Keeping below a seat that is no longer held means nothing: the earlier resignation has been computed.
    resigned: [...resigned.values()]
      .filter(({ id, keepsBelow }) => !keepsBelow || holds(id))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    locked: [...locked].filter((id) => !resigned.has(id) && holds(id)).sort(),
  };
}
