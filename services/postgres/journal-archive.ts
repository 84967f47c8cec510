/** Journals kept in PostgreSQL, where exports and the marking role's row-level security read them. */
import type pg from "pg";
import type { Act } from "#domain/sitting/act";
import { asTrouble } from "#postgres/connection";

export interface JournalArchive {
  /** Stores a whole journal, oldest first; what is there already stays. */
  store(sittingId: number, acts: readonly Act[]): Promise<void>;
}

export function createJournalArchive(pool: pg.Pool): JournalArchive {
  return {
    store: async (sittingId, acts) => {
      try {
        await pool.query(
          `INSERT INTO journal (sitting_id, position, act_id, kind, effective_at_ms, act)
           SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::bigint[], $6::jsonb[]) ON CONFLICT DO NOTHING`,
          [
            sittingId,
            acts.map((_, index) => index + 1),
            acts.map((act) => act.id),
            acts.map((act) => act.kind),
            acts.map((act) => act.effectiveAtMs),
            acts.map((act) => JSON.stringify(act)),
          ],
        );
      } catch (error) {
        throw asTrouble("PostgreSQL", error);
      }
    },
  };
}
