/** What the database knows of a sitting, as far as marking asks: its clock, who sat where, whether it is closed. */
import type pg from "pg";
import { Act } from "#contracts/act";
import { createSittingFold, type FoldSources } from "#domain/answer/sitting-fold";
import type { Act as DomainAct } from "#domain/sitting/act";
import type { Seat } from "#domain/sitting/seat";
import { foldJournal, type SittingState } from "#domain/sitting/state";
import { journalOf, markersOf } from "#postgres/queries/export";
import { signedInCandidates } from "#postgres/queries/marking-inputs";
import { seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting, type SittingPlan } from "#postgres/queries/sittings";

export interface SittingFacts {
  readonly plan: SittingPlan;
  readonly state: SittingState;
  /** When the collection was closed, ms; null: it is not. */
  readonly closedAtMs: number | null;
  /** Everybody of the exam, ascending by anonymity number: nobody is left out of a run. */
  readonly seats: readonly Seat[];
  /** Candidates for whom a device signed in. */
  readonly present: ReadonlySet<number>;
  readonly foldCandidate: ReturnType<typeof createSittingFold>;
  /** Whether the backup paper was given to anybody. */
  readonly backupGiven: boolean;
}

/** Null: there is no such sitting. Call inside one snapshot. */
export async function sittingFacts(client: pg.PoolClient, sittingId: number): Promise<SittingFacts | null> {
  const database = databaseOf(client);
  const plan = await findSitting(database, sittingId);
  if (plan === null) return null;
  const acts = await actsOf(client, sittingId);
  const state = foldJournal(acts);
  const seats = [...(await seatsOf(database, plan.examId))].sort((a, b) =>
    a.anonymityNumber < b.anonymityNumber ? -1 : 1,
  );
  const markers = await markersOf(client, sittingId);
  const sources: FoldSources = { seats, markers, state, durations: durationsOf(plan) };
  const close = acts.find(({ kind, scope }) => kind === "close" && scope.kind === "nation");
  return {
    ...{ plan, state, seats },
    closedAtMs: close?.effectiveAtMs ?? null,
    present: await signedInCandidates(database, sittingId),
    foldCandidate: createSittingFold(sources),
    backupGiven: acts.some(({ kind }) => kind === "backup"),
  };
}

/** What is no act in the journal is a defect: the drain stores what was checked. */
async function actsOf(client: pg.PoolClient, sittingId: number): Promise<DomainAct[]> {
  const acts: DomainAct[] = [];
  for await (const rows of journalOf(client, sittingId)) for (const { act } of rows) acts.push(Act.parse(act));
  return acts;
}
