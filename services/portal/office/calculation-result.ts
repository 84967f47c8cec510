/** What a calculation gave, with the names of the people in it. */
import type { CalculationResult } from "#contracts/portal/office/http";
import type { AllocationFile } from "#domain/competition/allocation-file";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { enrolledIn } from "#postgres/queries/competition/rows";
import type { Database } from "#postgres/queries/reading";

interface Named {
  readonly personId: number;
  readonly studentNumber: string;
  readonly name: string;
}
export async function peopleOf(database: Database, competitionId: number): Promise<(personId: number) => Named> {
  const people = new Map(
    (await enrolledIn(database, competitionId)).map(({ familyName, givenName, personId, studentNumber }) => [
      personId,
      { personId, studentNumber, name: `${familyName} ${givenName}`.trim() },
    ]),
  );
  return (personId) => people.get(personId) ?? { personId, studentNumber: "", name: "" };
}

export function resultOf(
  { plan }: CompetitionRow,
  row: { readonly kind: string; readonly input: unknown; readonly result: unknown },
  named: (personId: number) => Named,
): CalculationResult {
  const nameOf = (code: string) =>
    [...plan.rankings, ...plan.programmes].find((one) => one.code === code)?.name ?? code;
  if (row.kind === "ranks") {
    const { people, rankings } = row.result as StoredRanks;
    return {
      kind: "ranks",
      rankings: rankings.map((one) => ({
        ...{ code: one.code, name: nameOf(one.code), outOf: one.outOf },
        lines: people
          .map((personId, i) => ({
            ...named(personId),
            ...{ rank: one.ranks[i] ?? null, total: one.totals[i] ?? null, status: one.statuses[i] ?? "no-value" },
            ...{ decidedBy: one.decidedBy[i] ?? null, excludedBy: one.excludedBy[i] ?? null },
          }))
          .filter(({ status }) => status !== "not-enrolled")
          .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (b.total ?? -1) - (a.total ?? -1)),
      })),
    };
  }
  if (row.kind === "round") {
    const stored = row.result as StoredRound;
    const wishes = new Map((row.input as AllocationFile).candidates.map((one) => [one.id, one.wishes]));
    return {
      kind: "round",
      ...{
        number: stored.number,
        mode: stored.mode,
        byWish: [...stored.overview.byWish],
        nowhere: stored.overview.nowhere,
      },
      ...{ blockingPairs: stored.audit.blockingPairs, demoted: stored.audit.demoted, excess: stored.audit.excess },
      wouldDiffer: stored.wouldDiffer,
      programmes: stored.programmes.map((one) => ({ ...one, name: nameOf(one.code) })),
      lines: Object.entries(stored.seats)
        .map(([id, seat]) => {
          const wish = seat === null ? -1 : (wishes.get(id)?.indexOf(seat) ?? -1);
          return { ...named(stored.people[id] ?? 0), seat, wish: wish < 0 ? null : wish + 1 };
        })
        .sort((a, b) => (a.studentNumber < b.studentNumber ? -1 : 1)),
    };
  }
  const { bound, mayRepeat, name, registered, reoriented } = row.result as StoredReorientation;
  return {
    kind: "reorientation",
    name,
    bound,
    registered,
    reoriented: reoriented.map(named),
    mayRepeat: mayRepeat.map(named),
  };
}
