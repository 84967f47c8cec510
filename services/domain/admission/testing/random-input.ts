/** Small random markets with every kind of rule that the guard lets through. Seeded. */
import type { CandidateFile, InputFile, ProgrammeFile } from "#domain/admission/testing/input-file";
import type { SeededNumbers } from "#domain/exam/seeded-numbers";

/** Over-quota `f` and `g` lie apart; `fin` lies within `f`, `rin` within `r`, which lies apart from both. */
const KINDS = [[], [], ["f"], ["f", "fin"], ["g"], ["r"], ["r", "rin"]];
const CAPS = ["f", "fin", "g", "r", "rin"];

export interface Sizes {
  readonly candidates: number;
  readonly programmes: number;
  /** Every programme ranks by one order. */
  readonly commonRanking?: boolean;
  readonly plain?: boolean;
}

/** `sizes`: the greatest; at least one of each. Some programmes leave candidates unranked, some candidates wish for little. */
export function randomInput(random: SeededNumbers, sizes: Sizes): InputFile {
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const people = ids("c", sizes.candidates - skewed(random, sizes.candidates - 1));
  const schools = ids("p", sizes.programmes - skewed(random, sizes.programmes - 1));
  const some = (list: readonly string[]) => random.shuffle(list).slice(0, list.length - skewed(random, list.length));
  const common = random.shuffle(people);
  const candidates = people.map((id): CandidateFile => ({ id, wishes: some(schools), categories: random.pick(KINDS) }));
  const programmes = schools.map((id): ProgrammeFile => {
    const ranking = sizes.commonRanking === true ? common : some(people);
    return {
      id,
      places: random.pick([0, 1, 1, 1, 1, 2, 2, 3]),
      ranking,
      ...(sizes.plain === true ? {} : randomRules(random)),
    };
  });
  return { programmes, candidates };
}

/** Mostly 0, sometimes up to all. */
const skewed = (random: SeededNumbers, most: number): number => (random.below(3) > 0 ? 0 : random.below(most + 1));

function randomRules(random: SeededNumbers): Pick<ProgrammeFile, "overQuota" | "caps"> {
  const groups = random.shuffle(["f", "g"]).slice(0, random.below(3));
  return {
    overQuota: groups.map((category) => ({
      category,
      ...(random.below(2) === 0 ? { max: random.below(3) } : { percent: random.pick([8, 34, 50, 100]) }),
      beyondCap: random.pick(["consume", "refuse"] as const),
    })),
    // A cap that holds an over-quota category whole would let others in: only those that the guard allows.
    caps: random
      .shuffle(CAPS)
      .slice(0, random.below(3))
      .map((category) => ({ category, max: random.below(3) })),
  };
}
