/** One order of a publication: what each student will read, made from calculations that are done. Call inside its transaction. */
import { createHash } from "node:crypto";
import { readInput } from "#domain/admission/reading/read-input";
import { readResult } from "#domain/admission/reading/read-result";
import type { AllocationFile } from "#domain/competition/allocation-file";
import type { CalculationKind } from "#domain/competition/calculation";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredReorientation, StoredRound } from "#domain/competition/stored-round";
import type { Problem } from "#domain/exam/problem";
import { prepareResults } from "#domain/student/prepare-results";
import type { ReleasedRound } from "#domain/student/seats-shown";
import { sameList } from "#domain/student/wish-list";
import { calculationOf } from "#postgres/queries/competition/calculations";
import { competitionById } from "#postgres/queries/competition/competitions";
import { enrolledIn, marksIn } from "#postgres/queries/competition/rows";
import type { Database } from "#postgres/queries/reading";
import { type PublicationRow, refusePublication, storePrepared } from "#postgres/queries/student/publications";
import { wishesIn } from "#postgres/queries/student/wishes";

export async function prepareAsked(tx: Database, asked: PublicationRow): Promise<"ready" | "refused"> {
  const problems: Problem[] = [];
  const wrong = (rule: string, message: string) => void problems.push({ rule, place: "", message });
  const competition = await competitionById(tx, asked.competitionId);
  if (!competition) wrong("no-competition", "there is no such competition");

  async function done(id: number | null, kind: CalculationKind) {
    if (id === null) return null;
    const row = await calculationOf(tx, asked.competitionId, id);
    if (row?.state !== "done" || row.kind !== kind) wrong("not-computed", `${kind} ${id} is not computed`);
    else return row;
    return null;
  }
  const ranks = await done(asked.ranksId, "ranks");
  const round = await done(asked.roundId, "round");
  const reorientations = [];
  for (const id of asked.reorientationIds) reorientations.push(await done(id, "reorientation"));
  if (round && round.roundId === null && !(await sameWishes(tx, asked.competitionId, round)))
    wrong("stale", "lists of wishes have changed since the round was computed");
  const released = round && releasedRound(round.input, round.result as StoredRound, problems);
  if (!competition || problems.length > 0) {
    await refusePublication(tx, asked.id, problems);
    return "refused";
  }

  const reoriented = new Map(
    reorientations.flatMap((row) => {
      const { name, reoriented: people } = row?.result as StoredReorientation;
      return people.map((personId): [number, string] => [personId, name]);
    }),
  );
  const { everyone, own } = prepareResults({
    ...{ plan: competition.plan, people: await enrolledIn(tx, competition.id), reoriented, round: released },
    ...{ marks: await marksIn(tx, competition.id, null), ranks: (ranks?.result ?? null) as StoredRanks | null },
  });
  const results = [...own]
    .map(([personId, result]): [number, string] => [personId, JSON.stringify(result)])
    .sort(([a], [b]) => a - b);
  const hash = createHash("sha256");
  for (const [personId, result] of results) hash.update(`${personId} ${result}\n`);
  hash.update(JSON.stringify(everyone));
  await storePrepared(tx, asked.id, { results, everyone, sha256: hash.digest("hex") });
  return "ready";
}

/** Whether the lists that a first round was made from are those in force (R11, R20). */
async function sameWishes(
  tx: Database,
  competitionId: number,
  { input, result }: { readonly input: unknown; readonly result: unknown },
): Promise<boolean> {
  const { candidates, programmes } = input as AllocationFile;
  const known = new Set(programmes.map(({ id }) => id));
  const inForce = await wishesIn(tx, competitionId);
  const { people } = result as StoredRound;
  return candidates.every(({ id, wishes }) =>
    sameList(
      wishes,
      (inForce.get(people[id] ?? 0) ?? []).filter((code) => known.has(code)),
    ),
  );
}

function releasedRound(input: unknown, stored: StoredRound, problems: Problem[]): ReleasedRound | null {
  const read = readInput(input);
  if ("problems" in read) {
    problems.push(...read.problems);
    return null;
  }
  const result = readResult({ seats: stored.seats, mode: stored.mode }, read.input);
  if ("problems" in result) {
    problems.push(...result.problems);
    return null;
  }
  const candidateOf = new Map(Object.entries(stored.people).map(([id, personId]) => [personId, id]));
  return { number: stored.number, input: read.input, result: result.result, candidateOf };
}
