/** Reads of one instant, and rows in batches, so that memory stays constant however many there are. */
import type pg from "pg";

/** Makes the transaction, as its first statement, read one snapshot and write nothing. */
export async function oneSnapshot(client: pg.ClientBase): Promise<void> {
  await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

/** Rows of a query, `batchRows` at a time, through a cursor: one at a time per connection, inside a transaction. */
export async function* inBatches<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  query: string,
  values: readonly unknown[],
  batchRows: number,
): AsyncGenerator<R[]> {
  await client.query(`DECLARE batches NO SCROLL CURSOR FOR ${query}`, [...values]);
  for (;;) {
    const { rows } = await client.query<R>(`FETCH ${batchRows} FROM batches`);
    if (rows.length === 0) break;
    yield rows;
  }
  // After a failure the transaction ends, and the cursor with it.
  await client.query("CLOSE batches");
}
