/** What receipts are made from and where they go, on PostgreSQL. */
import type pg from "pg";
import type { ReceiptStore } from "#jobs/receipts/receipt-maker";
import { inTransaction } from "#postgres/connection";
import { closedSittings } from "#postgres/queries/closed-sittings";
import { evidenceOf } from "#postgres/queries/evidence";
import { databaseOf, reading } from "#postgres/queries/reading";
import { handedInAfter, newestReceipts, storeReceipts, wholeOf } from "#postgres/queries/receipts";
import { listSittings } from "#postgres/queries/sittings";
import { oneSnapshot } from "#postgres/queries/snapshot";

export function createReceiptStore(pool: pg.Pool): ReceiptStore {
  const database = databaseOf(pool);
  return {
    sittings: async () => {
      const closed = new Set((await closedSittings(database)).map(({ sittingId }) => sittingId));
      return (await listSittings(database)).map(({ id, title, paperSlug, viewSha256 }) => ({
        named: { id, title, paper: paperSlug, paperSha256: viewSha256 },
        closed: closed.has(id),
      }));
    },
    handedInAfter: (...asked) => handedInAfter(database, ...asked),
    wholeOf: (...asked) => wholeOf(database, ...asked),
    evidenceOf: (sittingId, candidateIds) =>
      reading("receipts", () =>
        inTransaction(pool, async (client) => {
          await oneSnapshot(client);
          const snapshot = databaseOf(client);
          return {
            candidates: await evidenceOf(snapshot, sittingId, candidateIds),
            newest: await newestReceipts(snapshot, sittingId, candidateIds),
          };
        }),
      ),
    store: (sittingId, receipts) =>
      storeReceipts(
        database,
        receipts.map((one) => ({ sittingId, ...one })),
      ),
  };
}
