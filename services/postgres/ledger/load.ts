/** Reading, within the transaction, what settling a batch needs. */
import type pg from "pg";
import { type Arrival, byCandidate, type CandidateRef, type Entry, type EntryFrame } from "#domain/answer/entry";
import type { FoldContext } from "#domain/answer/fold";
import type { SittingStateOf } from "#domain/ports/answer-ledger";
import { endOf } from "#domain/sitting/clock";
import { durationAt } from "#domain/sitting/duration";
import { numbers } from "#postgres/ledger/arrays";
import { SQL } from "#postgres/ledger/statements";
import type { EpochProgress } from "#domain/answer/settle";

export interface CandidateState extends FoldContext {
  readonly epochs: EpochProgress[];
}

interface CandidateRow {
  sitting_id: number;
  candidate_id: number;
  duration_ms: number | null;
  backup_duration_ms: number | null;
  extra_time_numerator: number | null;
  extra_time_denominator: number | null;
  room_id: number | null;
  centre_id: number | null;
  epoch: number | null;
  marker_generation: number | null;
  marker_ms: number | null;
  marker_stream_seq: number | null;
  d2: number;
  head: number;
  d2_made_at_ms: number;
  submitted: boolean;
}

const idsOf = (refs: readonly CandidateRef[]) => [
  numbers(refs.map((r) => r.sittingId)),
  numbers(refs.map((r) => r.candidateId)),
];

export async function loadCandidates(
  client: pg.PoolClient,
  refs: readonly CandidateRef[],
  stateOf: SittingStateOf,
): Promise<Map<string, CandidateState>> {
  const states = new Map<string, CandidateState & { markers: { epoch: number; arrival: Arrival }[] }>();
  if (refs.length === 0) return states;
  const { rows } = await client.query<CandidateRow>({ name: "candidates", text: SQL.candidates, values: idsOf(refs) });
  for (const row of rows) {
    const key = `${row.sitting_id}:${row.candidate_id}`;
    const state = states.get(key) ?? newState(row, stateOf);
    states.set(key, state);
    if (row.epoch === null) continue;
    const { epoch, d2, head, submitted } = row;
    state.epochs.push({ epoch, d2, head, d2MadeAtMs: row.d2_made_at_ms, submitted });
    if (row.marker_ms !== null && row.marker_generation !== null)
      state.markers.push({
        epoch,
        arrival: { generation: row.marker_generation, id: `${row.marker_ms}-${row.marker_stream_seq ?? 0}` },
      });
  }
  return states;
}

function newState(row: CandidateRow, stateOf: SittingStateOf) {
  const markers: { epoch: number; arrival: Arrival }[] = [];
  const { duration_ms, extra_time_numerator: numerator, extra_time_denominator: denominator } = row;
  const place = { centreId: row.centre_id ?? 0, roomId: row.room_id ?? 0, candidateId: row.candidate_id };
  const extra = { numerator: numerator ?? 1, denominator: denominator ?? 1 };
  const state = stateOf(row.sitting_id);
  const durations = duration_ms === null ? null : { durationMs: duration_ms, backupDurationMs: row.backup_duration_ms };
  const endMs = durations && endOf(state, durationAt(state, durations, place), extra, place);
  return {
    epochs: [] as EpochProgress[],
    markers,
    endMs,
    /** Marker of the lowest epoch above. */
    nextMarker: (epoch: number) =>
      markers.filter((m) => m.epoch > epoch).sort((a, b) => a.epoch - b.epoch)[0]?.arrival ?? null,
  };
}

/** Whole logs of a few candidates, by candidate. The frames were parsed before they were stored. */
export async function loadLogs(client: pg.PoolClient, refs: readonly CandidateRef[]): Promise<Map<string, Entry[]>> {
  if (refs.length === 0) return new Map();
  const { rows } = await client.query<{
    sitting_id: number;
    candidate_id: number;
    frame: string;
    received_at_ms: number;
    generation: number;
    stream_seq: number;
  }>(SQL.logOf, idsOf(refs));
  const entries = rows.map((row): Entry => ({
    sittingId: row.sitting_id,
    candidateId: row.candidate_id,
    frame: JSON.parse(row.frame) as EntryFrame,
    arrival: { generation: row.generation, id: `${row.received_at_ms}-${row.stream_seq}` },
    receivedAtMs: row.received_at_ms,
  }));
  return byCandidate(entries);
}
