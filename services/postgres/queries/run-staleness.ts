/** Whether a run is still what the jury would get today (R11). What changes it is an input: another run, a ruling, a text. */
import { acceptedTexts } from "#domain/marking/accepted-texts";
import { canonicalJson } from "#domain/marking/canonical-json";
import { decisionsInForce } from "#postgres/queries/decisions";
import { verdictsOf } from "#postgres/queries/marking-reviews";
import { type MarkingRunRow, runsOfSitting } from "#postgres/queries/marking-runs";
import type { Database } from "#postgres/queries/reading";

export const RUN_STALE_REASONS = [
  /** A later finished run of the sitting has other marks. */
  "newer_run",
  /** A ruling is in force that the run does not have. */
  "rulings",
  /** Reviewers have settled a short text since. */
  "texts",
] as const;
export type RunStaleReason = (typeof RUN_STALE_REASONS)[number];

type ComparedRun = Pick<MarkingRunRow, "id" | "sittingId" | "unit" | "rulings" | "decisionIds" | "marksSha256">;

/** Of finished runs, by their number: what has changed since; nothing: the run is that of today. */
export async function staleRuns(
  database: Database,
  runs: readonly ComparedRun[],
): Promise<ReadonlyMap<number, readonly RunStaleReason[]>> {
  const bySitting = new Map<number, (run: ComparedRun) => RunStaleReason[]>();
  for (const sittingId of new Set(runs.map((run) => run.sittingId)))
    bySitting.set(sittingId, await reasonsIn(database, sittingId));
  return new Map(runs.map((run) => [run.id, bySitting.get(run.sittingId)?.(run) ?? []]));
}

async function reasonsIn(database: Database, sittingId: number) {
  const done = (await runsOfSitting(database, sittingId)).filter(({ state }) => state === "done");
  const decisions = await decisionsInForce(database, { kind: "sitting", id: sittingId }, ["ruling"]);
  const texts = canonicalJson(acceptedTexts(await verdictsOf(database, sittingId)));
  return (run: ComparedRun): RunStaleReason[] => {
    const newest = done.find(({ unit }) => unit === run.unit);
    const accepted = run.rulings.filter(({ id }) => id.startsWith("review."));
    const reasons: [RunStaleReason, boolean][] = [
      ["newer_run", newest !== undefined && newest.id > run.id && newest.marksSha256 !== run.marksSha256],
      ["rulings", decisions.some(({ id }) => !run.decisionIds.includes(id))],
      ["texts", canonicalJson(accepted) !== texts],
    ];
    return reasons.filter(([, changed]) => changed).map(([reason]) => reason);
  };
}
