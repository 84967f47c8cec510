/** The chat kept in PostgreSQL, where minutes of later days read it. */
import type pg from "pg";
import type { ChatMessage } from "#contracts/console/chat";
import { asTrouble } from "#postgres/connection";

/** Both reject with StoreTrouble. */
export interface ChatArchive {
  /** Position of the last message stored, of every sitting that PostgreSQL knows; null where there is none. */
  positions(): Promise<Map<number, string | null>>;
  /** Stores messages, in order; what is there already stays. */
  store(sittingId: number, messages: readonly ChatMessage[]): Promise<void>;
}

export function createChatArchive(pool: pg.Pool): ChatArchive {
  async function ask<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return (await pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw asTrouble("PostgreSQL", error);
    }
  }
  return {
    positions: async () => {
      const rows = await ask<{ id: number; last: string | null }>(
        `SELECT s.id, (SELECT position FROM chat_message m WHERE m.sitting_id = s.id
           ORDER BY split_part(position, '-', 1)::bigint DESC, split_part(position, '-', 2)::bigint DESC LIMIT 1) AS last
         FROM sitting s`,
      );
      return new Map(rows.map(({ id, last }) => [id, last]));
    },
    store: async (sittingId, messages) => {
      await ask(
        `INSERT INTO chat_message (sitting_id, position, message)
         SELECT $1, * FROM unnest($2::text[], $3::jsonb[]) ON CONFLICT DO NOTHING`,
        [sittingId, messages.map(({ position }) => position), messages.map((message) => JSON.stringify(message))],
      );
    },
  };
}
