/** Storing what was read, in pieces if it must be: a record that PostgreSQL refuses is found by bisection. */
import type { StreamId } from "#domain/answer/entry";
import { type AnswerLedger, type DrainedRecord, PoisonBatch, type Secured } from "#domain/ports/answer-ledger";
import type { StreamRecord } from "#domain/ports/answer-stream";
import { parseRecord, poison } from "#drain/parse";

export interface PartitionPosition {
  readonly partition: number;
  readonly generation: number;
  readonly from: StreamId;
}

/**
 * Commits the records in order; returns the D2 of all of them. On the way every committed piece moves the offset, so
 * a failure in the middle leaves a consistent store. Errors other than PoisonBatch are the caller's.
 */
export async function storeRecords(
  ledger: Pick<AnswerLedger, "commit">,
  at: PartitionPosition,
  records: readonly StreamRecord[],
): Promise<{ secured: Secured[]; to: StreamId; quarantined: number }> {
  const last = records.at(-1);
  if (!last) return { secured: [], to: at.from, quarantined: 0 };
  const parsed = records.map((record) => parseRecord(record, at.generation));
  try {
    return await commit(ledger, at, last.id, parsed);
  } catch (error) {
    if (!(error instanceof PoisonBatch)) throw error;
    if (records.length === 1)
      return commit(ledger, at, last.id, [poison(last, `refused by the store: ${error.message}`)]);
    const middle = records.length >> 1;
    const first = await storeRecords(ledger, at, records.slice(0, middle));
    const second = await storeRecords(ledger, { ...at, from: first.to }, records.slice(middle));
    return {
      secured: [...first.secured, ...second.secured],
      to: second.to,
      quarantined: first.quarantined + second.quarantined,
    };
  }
}

async function commit(
  ledger: Pick<AnswerLedger, "commit">,
  at: PartitionPosition,
  to: StreamId,
  records: readonly DrainedRecord[],
): Promise<{ secured: Secured[]; to: StreamId; quarantined: number }> {
  const secured = await ledger.commit({ ...at, to, records });
  return { secured: [...secured], to, quarantined: records.filter((r) => r.kind === "poison").length };
}
