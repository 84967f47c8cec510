/** One order of a calculation, from what the database holds to what is kept of it. Call inside the order's transaction. */
import { type AllocationFile, firstRoundFile, nextRoundFile } from "#domain/competition/allocation-file";
import {
  type Computed,
  computeRanks,
  computeReorientation,
  computeRound,
  personsByCandidate,
} from "#domain/competition/compute";
import type { CompetitionPlan } from "#domain/competition/plan";
import { reorientationFile } from "#domain/competition/reorientation-file";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import type { Problem } from "#domain/exam/problem";
import { canonicalJson } from "#domain/marking/canonical-json";
import { hashes } from "#jobs/calculations/hashes";
import type { CalculationDone, CalculationRow } from "#postgres/queries/competition/calculations";
import { calculationOf, calculationsOf, openedLottery } from "#postgres/queries/competition/calculations";
import { competitionById } from "#postgres/queries/competition/competitions";
import { competitionRows, enrolledIn } from "#postgres/queries/competition/rows";
import { seatAnswersIn } from "#postgres/queries/competition/seat-answers";
import type { Database } from "#postgres/queries/reading";
import { wishesIn } from "#postgres/queries/student/wishes";

export type Made = CalculationDone | { readonly problems: readonly Problem[] };
const refused = (rule: string, message: string): Made => ({ problems: [{ rule, place: "", message }] });

export async function computeAsked(database: Database, asked: CalculationRow): Promise<Made> {
  const competition = await competitionById(database, asked.competitionId);
  if (!competition) return refused("no-competition", "there is no such competition");
  const made = (input: unknown, computed: Computed<object>): Made =>
    "problems" in computed
      ? computed
      : {
          ...{ revision: competition.revision, inputsHash: computed.inputsHash, input, result: computed.result },
          resultHash: hashes.hashOf([canonicalJson(computed.result)]),
        };
  if (asked.kind === "ranks") {
    const rows = await competitionRows(database, competition.id);
    return made(null, computeRanks(competition.plan, rows, await openedLottery(database, competition.id), hashes));
  }
  const ranks = await doneResult<StoredRanks>(database, asked.competitionId, asked.ranksId);
  if (!ranks) return refused("no-ranks", "there are no such ranks");
  const people = await enrolledIn(database, competition.id);
  const persons = personsByCandidate(competition.plan, people);
  const before = await doneResult<StoredRound>(database, asked.competitionId, asked.roundId);
  if (asked.roundId !== null && !before) return refused("no-round", "there is no such round");

  if (asked.kind === "reorientation") {
    const strategy = competition.plan.reorientations.find(({ code }) => code === asked.strategy);
    if (!strategy) return refused("no-strategy", `no reorientation "${asked.strategy}" in the plan`);
    const file = reorientationFile(competition.plan, strategy, people, ranks.result);
    const hash = hashes.hashOf([canonicalJson(file), canonicalJson(before?.result.seats ?? null)]);
    return made(file, computeReorientation(file, strategy.code, hash, before?.result ?? null, persons));
  }
  const leave = await leaving(database, competition.plan, asked);
  const file = before
    ? nextRoundFile(
        before.input as AllocationFile,
        before.result.seats,
        await seatAnswersIn(database, competition.id),
        leave,
        new Map([...persons].map(([candidate, personId]) => [personId, candidate])),
      )
    : firstRoundFile(competition.plan, people, await wishesIn(database, competition.id), ranks.result, leave);
  const number = (before?.result.number ?? 0) + 1;
  return made(file, computeRound(file, hashes.hashOf([canonicalJson(file)]), number, persons));
}

async function doneResult<Result>(database: Database, competitionId: number, id: number | null) {
  const row = id === null ? null : await calculationOf(database, competitionId, id);
  return row?.state === "done" ? { input: row.input, result: row.result as Result } : null;
}

/**
 * R37: whom the last reorientation of each strategy sends elsewhere before this round. A first round follows those "before
 * admissions", a later one those that were made after the round before it, and not those that follow replacements.
 */
async function leaving(
  database: Database,
  { reorientations }: CompetitionPlan,
  asked: CalculationRow,
): Promise<string[]> {
  const all = await calculationsOf(database, asked.competitionId);
  const leave = new Set<string>();
  for (const { code } of reorientations) {
    const last = all.find(
      (one) =>
        one.kind === "reorientation" && one.state === "done" && one.strategy === code && one.roundId === asked.roundId,
    );
    const row = last ? await calculationOf(database, asked.competitionId, last.id) : null;
    for (const id of (row?.result as StoredReorientation | undefined)?.leave ?? []) leave.add(id);
  }
  return [...leave].sort();
}
