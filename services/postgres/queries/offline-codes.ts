/** Codes that open a paper without a network: printed for envelopes, revealed one by one by the organiser's console. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { WhichPaper } from "#domain/seal/labels";
import { type Database, reading } from "#postgres/queries/reading";
import { offlineCode } from "#postgres/schema/package";

export interface RoomCode {
  readonly paper: WhichPaper;
  readonly roomId: number;
  /** Null: the code of the start. */
  readonly sectionId: string | null;
  /** From 1. */
  readonly number: number;
  /** Canonical characters, without groups. */
  readonly code: string;
}
/** Every code of a sitting, or of one room: main paper first, by room, the start before sections, by number. */
export async function offlineCodesOf(
  database: Database,
  of: { readonly sittingId: number; readonly roomId?: number },
): Promise<RoomCode[]> {
  const { sittingId, paper, roomId, sectionId, number, code } = offlineCode;
  const rows = await reading("offline codes", () =>
    database
      .select({ paper, roomId, sectionId, number, code })
      .from(offlineCode)
      .where(and(eq(sittingId, of.sittingId), of.roomId === undefined ? undefined : eq(roomId, of.roomId)))
      .orderBy(sql`${paper} DESC`, asc(roomId), asc(sectionId), asc(number)),
  );
  return rows.map((row) => ({ ...row, sectionId: row.sectionId === "" ? null : row.sectionId }));
}

export interface SealedSection {
  readonly paper: WhichPaper;
  readonly id: string;
  readonly title: string;
}
/** The locked sections of a sitting's papers, in their order: those that have codes. */
export async function lockedSectionsOf(database: Database, sittingId: number): Promise<SealedSection[]> {
  const { rows } = await reading("locked sections", () =>
    database.execute<SealedSection & Record<string, unknown>>(sql`
      SELECT w.paper, s.section ->> 'id' AS id, s.section ->> 'title' AS title
      FROM sitting t
      CROSS JOIN LATERAL (VALUES ('main', t.paper_id), ('backup', t.backup_paper_id)) AS w (paper, paper_id)
      JOIN paper p ON p.id = w.paper_id
      CROSS JOIN LATERAL jsonb_array_elements(convert_from(p.view, 'UTF8')::jsonb -> 'sections')
        WITH ORDINALITY AS s (section, position)
      WHERE t.id = ${sittingId} AND s.section ->> 'navigation' = 'locked'
      ORDER BY w.paper DESC, s.position`),
  );
  return rows;
}
