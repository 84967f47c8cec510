/** A journal as the drain archives it, for tests. */
import type { Client } from "pg";
import type { Act } from "#domain/sitting/act";

export async function storeJournal(client: Client, sittingId: number, acts: readonly Act[]): Promise<void> {
  for (const [n, act] of acts.entries())
    await client.query("INSERT INTO journal VALUES ($1, $2, $3, $4, $5, $6)", [
      sittingId,
      n + 1,
      act.id,
      act.kind,
      act.effectiveAtMs,
      act,
    ]);
}
