/** What the tablets made against what PostgreSQL holds: somebody else than the generator looks. */
import pg from "pg";
import type { RunningTablet } from "#infra/faults/tablet.ts";

export interface Comparison {
  readonly made: number;
  /** Entries that PostgreSQL does not hold, or holds with other bytes. */
  readonly missing: number;
  /** Entries that PostgreSQL holds and no tablet made. */
  readonly unexpected: number;
  /** Items whose answer in force is not the last one made. */
  readonly stale: number;
  readonly quarantined: number;
}

export async function compare(databaseUrl: string, tablets: readonly RunningTablet[]): Promise<Comparison> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const of = (sql: string) =>
      client.query<{ c: number; epoch: number; seq: number; frame: string; item: string; value: unknown }>(sql, [
        tablets.map((t) => t.candidateId),
        tablets[0]?.sittingId ?? 0,
      ]);
    const log = await of(
      "SELECT candidate_id AS c, epoch, seq, frame FROM answer_log WHERE candidate_id = ANY($1) AND sitting_id = $2",
    );
    const current = await of(
      "SELECT candidate_id AS c, item_id AS item, value FROM answer_current WHERE candidate_id = ANY($1) AND sitting_id = $2",
    );
    const quarantined = await client.query("SELECT 1 FROM quarantine");
    const held = new Map(log.rows.map((r) => [`${r.c}:${r.epoch}:${r.seq}`, r.frame]));
    const inForce = new Map(current.rows.map((r) => [`${r.c}:${r.item}`, JSON.stringify(r.value)]));
    let [made, missing, stale] = [0, 0, 0];
    for (const { candidateId, outbox } of tablets) {
      const last = new Map<string, string>();
      for (const frame of outbox.frames()) {
        made += 1;
        const key = `${candidateId}:${frame.epoch}:${frame.seq}`;
        if (held.get(key) !== outbox.sendable(frame.seq)) missing += 1;
        held.delete(key);
        if (frame.kind === "answer") last.set(frame.itemId, JSON.stringify(frame.value));
      }
      for (const [itemId, value] of last) if (inForce.get(`${candidateId}:${itemId}`) !== value) stale += 1;
    }
    return { made, missing, unexpected: held.size, stale, quarantined: quarantined.rowCount ?? 0 };
  } finally {
    await client.end();
  }
}
