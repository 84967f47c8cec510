/** Writing a batch, within the transaction: one statement per table. */
import type pg from "pg";
import {
  type CandidateRef,
  type Entry,
  type Position,
  refKey,
  type StreamId,
  streamIdParts,
} from "#domain/answer/entry";
import { madeAtMs } from "#domain/answer/rule";
import type { DrainBatch } from "#domain/ports/answer-ledger";
import type { CandidateState } from "#postgres/ledger/load";
import { booleans, numbers, texts } from "#postgres/ledger/arrays";
import { SQL } from "#postgres/ledger/statements";
import type { Settlement } from "#domain/answer/settle";

export interface Quarantined {
  readonly streamId: StreamId;
  readonly reason: "unreadable" | "conflict";
  readonly detail: string;
  readonly of: (CandidateRef & Position) | null;
  readonly raw: string;
}
/** Payloads kept for one key: enough to see what happened, too few to fill a disk with. */
const CONFLICTS_KEPT_MAX = 20;

/** An entry with the text it was parsed from. */
export interface Received {
  readonly entry: Entry;
  readonly frameText: string;
}

const conflictOf = ({ entry, frameText }: Received): Quarantined => ({
  streamId: entry.arrival.id,
  reason: "conflict",
  detail: "another frame has this epoch and seq",
  of: { ...entry, epoch: entry.frame.epoch, seq: entry.frame.seq },
  raw: frameText,
});
export const unreadableRecord = (record: Extract<DrainBatch["records"][number], { kind: "poison" }>): Quarantined => ({
  streamId: record.id,
  reason: "unreadable",
  detail: record.reason,
  of: record.of,
  raw: record.raw,
});

export async function insertMarkers(client: pg.PoolClient, batch: DrainBatch): Promise<void> {
  const first = new Map<string, Extract<DrainBatch["records"][number], { kind: "marker" }>>();
  for (const record of batch.records) {
    if (record.kind !== "marker") continue;
    const key = `${refKey(record.marker)}:${record.marker.epoch}`;
    if (!first.has(key)) first.set(key, record);
  }
  if (first.size === 0) return;
  const records = [...first.values()];
  const markers = records.map((r) => r.marker);
  const ids = records.map((r) => streamIdParts(r.id));
  await client.query({
    name: "markers",
    text: SQL.markers,
    values: [
      numbers(markers.map((m) => m.sittingId)),
      numbers(markers.map((m) => m.candidateId)),
      numbers(markers.map((m) => m.epoch)),
      numbers(markers.map(() => batch.generation)),
      numbers(ids.map((id) => id.ms)),
      numbers(ids.map((id) => id.seq)),
      texts(markers.map((m) => m.deviceId)),
      texts(markers.map((m) => m.publicKey && JSON.stringify(m.publicKey))),
      texts(markers.map((m) => m.genesis && JSON.stringify(m.genesis))),
      texts(markers.map((m) => m.genesisHash)),
    ],
  });
}

/**
 * Inserts what is new into the log. `repeats` are further payloads for keys of the batch. A key that is taken by the
 * same frame is silently fine, by another it is a conflict: which one came first is decided by the log alone.
 */
export async function insertEntries(
  client: pg.PoolClient,
  generation: number,
  batch: readonly Received[],
  repeats: readonly Received[],
  candidates: ReadonlyMap<string, CandidateState>,
): Promise<{ inserted: Entry[]; conflicts: Quarantined[] }> {
  if (batch.length === 0) return { inserted: [], conflicts: [] };
  const entries = batch.map((b) => b.entry);
  const frames = entries.map((e) => e.frame);
  const keyColumns = [
    numbers(entries.map((e) => e.sittingId)),
    numbers(entries.map((e) => e.candidateId)),
    numbers(frames.map((f) => f.epoch)),
    numbers(frames.map((f) => f.seq)),
  ];
  const { rows } = await client.query<{ sitting_id: number; candidate_id: number; epoch: number; seq: number }>({
    name: "log",
    text: SQL.log,
    values: [
      ...keyColumns,
      texts(frames.map((f) => f.kind)),
      texts(frames.map((f) => (f.kind === "answer" ? f.itemId : null))),
      texts(batch.map((b) => b.frameText)),
      numbers(frames.map((f) => f.claimedAtMs)),
      numbers(madeTimes(entries, candidates)),
      numbers(entries.map((e) => e.receivedAtMs)),
      numbers(entries.map((e) => streamIdParts(e.arrival.id).seq)),
      generation,
    ],
  });
  if (rows.length === entries.length && repeats.length === 0) return { inserted: entries, conflicts: [] };
  const isNew = new Set(rows.map((r) => `${r.sitting_id}:${r.candidate_id}:${r.epoch}:${r.seq}`));
  const keyOf = (e: Entry) => `${refKey(e)}:${e.frame.epoch}:${e.frame.seq}`;
  const taken = [...batch.filter((b) => !isNew.has(keyOf(b.entry))), ...repeats];
  const differing = await client.query<{ index: number }>(SQL.conflicts, [
    taken.map((t) => t.entry.sittingId),
    taken.map((t) => t.entry.candidateId),
    taken.map((t) => t.entry.frame.epoch),
    taken.map((t) => t.entry.frame.seq),
    taken.map((t) => t.frameText),
    taken.map((_, index) => index),
  ]);
  const conflicts = differing.rows.flatMap(({ index }) => {
    const record = taken[index];
    return record ? [conflictOf(record)] : [];
  });
  return { inserted: entries.filter((e) => isNew.has(keyOf(e))), conflicts };
}

/** When each entry was made, bounded by the entry before it, in this batch or at the candidate's D2. */
function madeTimes(entries: readonly Entry[], candidates: ReadonlyMap<string, CandidateState>): number[] {
  const previous = new Map<string, number>();
  return entries.map((entry) => {
    const key = `${refKey(entry)}:${entry.frame.epoch}`;
    const atD2 = candidates.get(refKey(entry))?.epochs.find((e) => e.epoch === entry.frame.epoch)?.d2MadeAtMs;
    const made = madeAtMs(entry.frame.claimedAtMs, previous.get(key) ?? atD2 ?? 0, entry.receivedAtMs);
    previous.set(key, made);
    return made;
  });
}

export async function insertQuarantine(
  client: pg.PoolClient,
  batch: DrainBatch,
  records: readonly Quarantined[],
): Promise<void> {
  if (records.length === 0) return;
  const perKey = new Map<string, number>();
  const kept = records.filter(({ of }) => {
    if (!of) return true;
    const key = `${refKey(of)}:${of.epoch}:${of.seq}`;
    perKey.set(key, (perKey.get(key) ?? 0) + 1);
    return (perKey.get(key) ?? 0) <= CONFLICTS_KEPT_MAX;
  });
  await client.query(SQL.quarantine, [
    batch.partition,
    batch.generation,
    kept.map((r) => r.streamId),
    kept.map((r) => r.reason),
    kept.map((r) => r.detail),
    kept.map((r) => r.of?.sittingId ?? null),
    kept.map((r) => r.of?.candidateId ?? null),
    kept.map((r) => r.of?.epoch ?? null),
    kept.map((r) => r.of?.seq ?? null),
    // PostgreSQL's text holds no NUL: a record that does is kept readable rather than lost.
    kept.map((r) => r.raw.replaceAll("\0", "\\0")),
    CONFLICTS_KEPT_MAX,
  ]);
}

/** Current answers and progress of the settled candidates; those settled anew lose what they had first. */
export async function writeSettlements(
  client: pg.PoolClient,
  settlements: readonly { ref: CandidateRef; settlement: Settlement; anew: boolean }[],
): Promise<void> {
  const anew = settlements.filter((s) => s.anew).map((s) => s.ref);
  if (anew.length > 0) await client.query(SQL.forget, [anew.map((r) => r.sittingId), anew.map((r) => r.candidateId)]);

  const items = settlements.flatMap(({ ref, settlement }) =>
    [...settlement.items].map(([itemId, item]) => ({ ref, itemId, ...item })),
  );
  if (items.length > 0)
    await client.query({
      name: "current",
      text: SQL.current,
      values: [
        numbers(items.map((i) => i.ref.sittingId)),
        numbers(items.map((i) => i.ref.candidateId)),
        texts(items.map((i) => i.itemId)),
        numbers(items.map((i) => i.answer?.epoch ?? 0)),
        numbers(items.map((i) => i.answer?.seq ?? 0)),
        texts(items.map((i) => i.answer && JSON.stringify(i.answer.value))),
        booleans(items.map((i) => i.lock !== null)),
        numbers(items.map((i) => i.lock?.epoch ?? null)),
        numbers(items.map((i) => i.lock?.seq ?? null)),
      ],
    });

  const epochs = settlements.flatMap(({ ref, settlement }) => settlement.epochs.map((epoch) => ({ ref, ...epoch })));
  if (epochs.length > 0)
    await client.query({
      name: "progress",
      text: SQL.progress,
      values: [
        numbers(epochs.map((e) => e.ref.sittingId)),
        numbers(epochs.map((e) => e.ref.candidateId)),
        numbers(epochs.map((e) => e.epoch)),
        numbers(epochs.map((e) => e.d2)),
        numbers(epochs.map((e) => e.head)),
        numbers(epochs.map((e) => e.d2MadeAtMs)),
        booleans(epochs.map((e) => e.submitted)),
      ],
    });
}
