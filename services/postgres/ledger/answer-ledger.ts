/** The permanent store of answers on PostgreSQL: see AnswerLedger in domain/ports/answer-ledger.ts. */
import type pg from "pg";
import { byCandidate, type CandidateRef, type Entry, refKey, type StreamId } from "#domain/answer/entry";
import {
  type AnswerLedger,
  type DrainBatch,
  PoisonBatch,
  type Secured,
  type SittingStateOf,
  StaleOffset,
} from "#domain/ports/answer-ledger";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { asTrouble, inTransaction, isDataError } from "#postgres/connection";
import { loadCandidates, loadLogs } from "#postgres/ledger/load";
import { SQL } from "#postgres/ledger/statements";
import {
  insertEntries,
  insertMarkers,
  insertQuarantine,
  type Quarantined,
  type Received,
  unreadableRecord,
  writeSettlements,
} from "#postgres/ledger/write";
import { comeInOrder, type EpochProgress, settleAnew, settleInOrder, type Settlement } from "#domain/answer/settle";

export function createAnswerLedger(pool: pg.Pool, stateOf: SittingStateOf): AnswerLedger {
  return {
    offset: async (partition) => {
      const row = await one<{ generation: number; last_id: StreamId }>(pool, SQL.offset, [partition]);
      return { generation: row.generation, lastId: row.last_id };
    },
    beginGeneration: async (partition, after) => {
      const { rows } = await query<{ generation: number }>(pool, SQL.beginGeneration, [partition, after]);
      if (!rows[0]) throw new StaleOffset(`partition ${partition} is past generation ${after}`);
      return rows[0].generation;
    },
    commit: async (batch) => {
      try {
        return await inTransaction(pool, (client) => store(client, batch, stateOf));
      } catch (error) {
        if (error instanceof StaleOffset) throw error;
        if (isDataError(error)) throw new PoisonBatch((error as Error).message, { cause: error });
        throw asTrouble("PostgreSQL", error);
      }
    },
  };
}

async function store(client: pg.PoolClient, batch: DrainBatch, stateOf: SittingStateOf): Promise<Secured[]> {
  const { partition, generation, from, to } = batch;
  const moved = await client.query({ name: "offset", text: SQL.moveOffset, values: [partition, generation, from, to] });
  if (moved.rowCount !== 1) throw new StaleOffset(`partition ${partition} is no longer at ${from}`);

  await insertMarkers(client, batch);
  const { unique, repeats, unreadable } = sortOut(batch);
  const refs = distinctCandidates(unique.map((u) => u.entry));
  const candidates = await loadCandidates(client, refs, stateOf);
  const { inserted, conflicts } = await insertEntries(client, generation, unique, repeats, candidates);
  await insertQuarantine(client, batch, [...unreadable, ...conflicts]);

  const newEntries = byCandidate(inserted);
  const settlements: { ref: CandidateRef; settlement: Settlement; anew: boolean }[] = [];
  const outOfOrder: CandidateRef[] = [];
  for (const ref of refs) {
    const entries = newEntries.get(refKey(ref));
    const candidate = candidates.get(refKey(ref));
    if (!entries || !candidate) continue;
    if (comeInOrder(entries, candidate.epochs, candidate))
      settlements.push({ ref, settlement: settleInOrder(entries, candidate.epochs, candidate), anew: false });
    else outOfOrder.push(ref);
  }
  for (const [key, log] of await loadLogs(client, outOfOrder)) {
    const candidate = candidates.get(key);
    const ref = log[0];
    if (candidate && ref) settlements.push({ ref, settlement: settleAnew(log, candidate), anew: true });
  }
  await writeSettlements(client, settlements);
  return securedOf(
    unique.map((u) => u.entry),
    candidates,
    settlements,
  );
}

/** Entries of the batch, each key once; further payloads for a key; and what could not be read. */
function sortOut(batch: DrainBatch): { unique: Received[]; repeats: Received[]; unreadable: Quarantined[] } {
  const byKey = new Map<string, Received>();
  const repeats: Received[] = [];
  const unreadable: Quarantined[] = [];
  for (const record of batch.records) {
    if (record.kind === "poison") unreadable.push(unreadableRecord(record));
    if (record.kind !== "entry") continue;
    const key = `${refKey(record.entry)}:${record.entry.frame.epoch}:${record.entry.frame.seq}`;
    const first = byKey.get(key);
    if (!first) byKey.set(key, record);
    else if (first.frameText !== record.frameText) repeats.push(record);
  }
  return { unique: [...byKey.values()], repeats, unreadable };
}

function distinctCandidates(entries: readonly Entry[]): CandidateRef[] {
  const refs = new Map<string, CandidateRef>();
  for (const { sittingId, candidateId } of entries) refs.set(`${sittingId}:${candidateId}`, { sittingId, candidateId });
  return [...refs.values()];
}
/** D2 after the batch of every (candidate, epoch) that occurred in it, also where nothing was new. */
function securedOf(
  entries: readonly Entry[],
  candidates: ReadonlyMap<string, { epochs: readonly EpochProgress[] }>,
  settlements: readonly { ref: CandidateRef; settlement: Settlement }[],
): Secured[] {
  const settled = new Map(settlements.map(({ ref, settlement }) => [refKey(ref), settlement]));
  const secured = new Map<string, Secured>();
  for (const { sittingId, candidateId, frame } of entries) {
    const key = `${sittingId}:${candidateId}`;
    const epochs = [...(settled.get(key)?.epochs ?? []), ...(candidates.get(key)?.epochs ?? [])];
    const seq = epochs.find((e) => e.epoch === frame.epoch)?.d2 ?? 0;
    secured.set(`${key}:${frame.epoch}`, { sittingId, candidateId, epoch: frame.epoch, seq });
  }
  return [...secured.values()];
}

async function query<R extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: unknown[]) {
  try {
    return await pool.query<R>(text, values);
  } catch (error) {
    throw asTrouble("PostgreSQL", error);
  }
}
async function one<R extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: unknown[]): Promise<R> {
  const { rows } = await query<R>(pool, text, values);
  if (!rows[0])
    throw new StoreTrouble("PostgreSQL: a row that must exist is missing; were the migrations applied?", "never");
  return rows[0];
}
