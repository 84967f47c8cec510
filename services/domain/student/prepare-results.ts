/**
 * Results as students will read them, made once when a publication is prepared: what the rules of the plan do not show
 * (R39) is not in the document, so no page and no request can show it. Pure.
 */
import type { Enrolled, StoredMark } from "#domain/competition/people";
import type { CompetitionPlan, Shown } from "#domain/competition/plan";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import { everyonesResult } from "#domain/student/everyones-result";
import type { OwnResult, PreparedResults, ShownMark, ShownRanking } from "#domain/student/result";
import { type ReleasedRound, seatsShown } from "#domain/student/seats-shown";

export interface Released {
  readonly plan: CompetitionPlan;
  readonly people: readonly Enrolled[];
  readonly marks: readonly StoredMark[];
  /** Null: the competition has no totals and ranks. */
  readonly ranks: StoredRanks | null;
  readonly round: ReleasedRound | null;
  /** Names of reorientations, by person. */
  readonly reoriented: ReadonlyMap<number, string>;
}

export function prepareResults(released: Released): PreparedResults {
  const { marks, people, plan, ranks, reoriented, round } = released;
  const shown = (what: Shown) => plan.visibility[what] !== "nobody";
  const seats = round === null ? null : seatsShown(plan, round);
  const marksOf = new Map<number, StoredMark[]>();
  for (const mark of marks) {
    const own = marksOf.get(mark.personId);
    if (own) own.push(mark);
    else marksOf.set(mark.personId, [mark]);
  }
  const lines = new Map(ranks?.people.map((personId, i) => [personId, i]));
  const rankedIn = ranks?.rankings.map((one) => one.ranks.filter((rank) => rank !== null).length) ?? [];
  const own = people.map((person): [number, OwnResult] => {
    const seat = seats?.(person.personId) ?? null;
    return [
      person.personId,
      {
        marks: shown("marks") ? marksShown(plan, person, marksOf.get(person.personId) ?? []) : null,
        rankings: rankingsShown(released, lines.get(person.personId), rankedIn),
        seat: shown("seat") ? (seat?.seat ?? null) : null,
        explanation: shown("explanation") && shown("seat") ? (seat?.explanation ?? null) : null,
        reorientation: reoriented.get(person.personId) ?? null,
      },
    ];
  });
  return { own: new Map(own), everyone: everyonesResult(released) };
}

/** Every unit that counts somewhere the student competes; a unit without a mark is shown as empty. */
function marksShown(plan: CompetitionPlan, person: Enrolled, own: readonly StoredMark[]): ShownMark[] {
  const rankings = [...plan.rankings, ...plan.programmes.filter(({ code }) => person.programmes.includes(code))];
  const counts = ({ code, common }: CompetitionPlan["units"][number]) =>
    rankings.some(({ coefficients }) =>
      coefficients === "ects" ? common === true : coefficients?.[code] !== undefined,
    );
  return plan.units.flatMap((unit): ShownMark[] => {
    const value = own.find((one) => one.unit === unit.code)?.value ?? null;
    if (value === null && !counts(unit)) return [];
    if (value === null || !("code" in value)) return [{ unit: unit.name, value }];
    const code = plan.codes.find((one) => one.code === value.code)?.name ?? value.code;
    return [{ unit: unit.name, value: { code } }];
  });
}

/** Rankings that the student is in, or is excluded from: a programme that one is not enrolled in says nothing (R17). */
function rankingsShown(
  { plan, ranks }: Released,
  line: number | undefined,
  rankedIn: readonly number[],
): ShownRanking[] | null {
  const [totals, places] = [plan.visibility.totals !== "nobody", plan.visibility.ranks !== "nobody"];
  if ((!totals && !places) || ranks === null) return null;
  if (line === undefined) return [];
  const named = new Map([...plan.rankings, ...plan.programmes].map((one) => [one.code, one.name]));
  return ranks.rankings.flatMap((one, n): ShownRanking[] => {
    const status = one.statuses[line] ?? "no-value";
    if (status === "not-enrolled") return [];
    const excludedBy = plan.units.find(({ code }) => code === one.excludedBy[line])?.name ?? null;
    return [
      {
        ranking: named.get(one.code) ?? one.code,
        total: totals ? (one.totals[line] ?? null) : null,
        outOf: totals ? one.outOf : null,
        rank: places ? (one.ranks[line] ?? null) : null,
        ranked: places ? (rankedIn[n] ?? 0) : null,
        ...{ status, excludedBy },
      },
    ];
  });
}
