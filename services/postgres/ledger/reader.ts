/** Reads a whole ledger back, in order: for checks of small stores, not for exams (exports stream with a cursor). */
import type pg from "pg";
import type { AnswerValue } from "#domain/answer/entry";
import type { LedgerReader } from "#domain/ports/answer-ledger";

export function createLedgerReader(pool: pg.Pool): LedgerReader {
  return {
    log: async () => {
      const { rows } = await pool.query<{ s: number; c: number; epoch: number; seq: number; frame: string }>(
        "SELECT sitting_id AS s, candidate_id AS c, epoch, seq, frame FROM answer_log ORDER BY 1, 2, 3, 4",
      );
      return rows.map(({ s, c, epoch, seq, frame }) => ({
        sittingId: s,
        candidateId: c,
        epoch,
        seq,
        frameText: frame,
      }));
    },
    current: async () => {
      const { rows } = await pool.query<{
        s: number;
        c: number;
        item: string;
        epoch: number;
        seq: number;
        value: AnswerValue | null;
        locked: boolean;
      }>(
        `SELECT sitting_id AS s, candidate_id AS c, item_id AS item, epoch, seq, value, locked
         FROM answer_current ORDER BY 1, 2, item_id COLLATE "C"`,
      );
      return rows.map(({ s, c, item, ...rest }) => ({ sittingId: s, candidateId: c, itemId: item, ...rest }));
    },
    quarantined: async () =>
      (await pool.query<{ reason: string }>("SELECT reason FROM quarantine ORDER BY id")).rows.map((r) => r.reason),
  };
}
