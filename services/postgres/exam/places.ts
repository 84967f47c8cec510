/** Centres and rooms, found or made by their codes. */
import { and, eq, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { centre, room } from "#postgres/schema/exam";

export interface PlaceToStore {
  readonly centre: string;
  readonly centreName: string;
  readonly room: string;
  readonly roomName: string;
  /** Seat plan; absent: none, or the one that is stored. */
  readonly plan?: { readonly rows: number; readonly columns: number } | null;
}

export const placeKey = (centreCode: string, roomCode: string): string => JSON.stringify([centreCode, roomCode]);

/** Ids of rooms by `placeKey`. */
export async function roomIds(db: NodePgDatabase, examId: number): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: room.id, centre: centre.code, room: room.code })
    .from(room)
    .innerJoin(centre, eq(centre.id, room.centreId))
    .where(eq(centre.examId, examId));
  return new Map(rows.map((row) => [placeKey(row.centre, row.room), row.id]));
}

/** Makes the centres and rooms that are missing; a name that is not empty, or a seat plan, replaces the stored one. */
export async function storePlaces(db: NodePgDatabase, examId: number, places: readonly PlaceToStore[]): Promise<void> {
  const distinct = [...new Map(places.map((one) => [placeKey(one.centre, one.room), one])).values()];
  const centres = [...new Map(distinct.map((one) => [one.centre, one])).values()];
  const of = (list: readonly PlaceToStore[], field: "centre" | "centreName" | "room" | "roomName") =>
    sql.param(list.map((one) => one[field]));
  await db.execute(sql`
    INSERT INTO ${centre} AS stored (exam_id, code, name)
    SELECT ${examId}, code, coalesce(nullif(name, ''), code)
    FROM unnest(${of(centres, "centre")}::text[], ${of(centres, "centreName")}::text[]) AS given (code, name)
    ON CONFLICT (exam_id, code) DO UPDATE SET name = excluded.name
    WHERE excluded.name <> excluded.code AND stored.name <> excluded.name`);
  const planned = (side: "rows" | "columns") => sql.param(distinct.map((one) => one.plan?.[side] ?? null));
  await db.execute(sql`
    INSERT INTO ${room} AS stored (centre_id, code, name, rows, columns)
    SELECT c.id, given.code, coalesce(nullif(given.name, ''), given.code), given.rows, given.columns
    FROM unnest(${of(distinct, "centre")}::text[], ${of(distinct, "room")}::text[], ${of(distinct, "roomName")}::text[],
      ${planned("rows")}::int[], ${planned("columns")}::int[]) AS given (centre, code, name, rows, columns)
    JOIN ${centre} c ON c.exam_id = ${examId} AND c.code = given.centre
    ON CONFLICT (centre_id, code) DO UPDATE SET
      name = CASE WHEN excluded.name = excluded.code THEN stored.name ELSE excluded.name END,
      rows = coalesce(excluded.rows, stored.rows), columns = coalesce(excluded.columns, stored.columns)`);
}

/** Codes of the rooms that a person means by a code: `BOR-1`, or `BOR/1` where several centres share a room code. */
export async function findRooms(
  db: NodePgDatabase,
  examId: number,
  code: string,
): Promise<{ id: number; centre: string; room: string }[]> {
  const rows = await db
    .select({ id: room.id, centre: centre.code, room: room.code })
    .from(room)
    .innerJoin(centre, and(eq(centre.id, room.centreId), eq(centre.examId, examId)));
  return rows.filter((row) => row.room === code || `${row.centre}/${row.room}` === code);
}
