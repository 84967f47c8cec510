/** Enrolled tablets: which room each belongs to, what it told last of itself. */
import { asc, eq, sql } from "drizzle-orm";
import type { DeviceList, DeviceReadiness } from "#contracts/http/device";
import { type Database, reading } from "#postgres/queries/reading";
import { centre, room } from "#postgres/schema/exam";
import { device } from "#postgres/schema/package";

export interface DeviceToEnrol {
  readonly deviceId: string;
  readonly roomId: number;
  readonly label: string;
  readonly spare: boolean;
  /** Who showed the room's QR. */
  readonly enrolledBy: string;
}
export type Enrolment = "enrolled" | "label_taken" | "room_unknown";

/**
 * Enrols a tablet, or enrols it anew: its row is replaced, what it told of itself is kept. `label_taken`: another tablet
 * of that centre has the label. Rejects with StoreTrouble.
 */
export async function enrolDevice(database: Database, toEnrol: DeviceToEnrol): Promise<Enrolment> {
  const { deviceId, roomId, label, spare, enrolledBy } = toEnrol;
  try {
    const { rowCount } = await reading("enrolment", () =>
      database.execute(sql`
        INSERT INTO ${device} (id, centre_id, room_id, label, spare, enrolled_by)
        SELECT ${deviceId}, r.centre_id, r.id, ${label}, ${spare}, ${enrolledBy} FROM ${room} r WHERE r.id = ${roomId}
        ON CONFLICT (id) DO UPDATE SET centre_id = excluded.centre_id, room_id = excluded.room_id,
          label = excluded.label, spare = excluded.spare, enrolled_by = excluded.enrolled_by, enrolled_at = now()`),
    );
    return rowCount === 1 ? "enrolled" : "room_unknown";
  } catch (error) {
    if (violates(error, "device_label")) return "label_taken";
    throw error;
  }
}

/** Keeps what a tablet tells of itself; false when it is not enrolled. */
export async function noteReadiness(database: Database, deviceId: string, readiness: DeviceReadiness) {
  const { rowCount } = await reading("readiness", () =>
    database
      .update(device)
      .set({ readiness, readinessAt: sql`now()` })
      .where(eq(device.id, deviceId)),
  );
  return rowCount === 1;
}

const ROW = {
  deviceId: device.id,
  label: device.label,
  roomId: device.roomId,
  spare: device.spare,
  enrolledBy: device.enrolledBy,
  enrolledAt: device.enrolledAt,
  readiness: device.readiness,
  readinessAt: device.readinessAt,
};

/** Where a tablet is enrolled; null when it is not. */
export async function findDevice(database: Database, deviceId: string) {
  const [found] = await reading("device", () =>
    database
      .select({
        deviceId: device.id,
        label: device.label,
        spare: device.spare,
        roomId: device.roomId,
        room: room.name,
        centreId: device.centreId,
        centre: centre.name,
        examId: centre.examId,
      })
      .from(device)
      .innerJoin(room, eq(room.id, device.roomId))
      .innerJoin(centre, eq(centre.id, device.centreId))
      .where(eq(device.id, deviceId)),
  );
  return found ?? null;
}

/** Tablets of a centre by label. */
export async function devicesOfCentre(database: Database, centreId: number): Promise<DeviceList["devices"]> {
  const rows = await reading("devices", () =>
    database.select(ROW).from(device).where(eq(device.centreId, centreId)).orderBy(asc(device.label)),
  );
  return rows.map(({ enrolledAt, readiness, readinessAt, ...row }) => ({
    ...row,
    enrolledAtMs: enrolledAt.getTime(),
    readiness: readiness && readinessAt ? { ...readiness, atMs: readinessAt.getTime() } : null,
  }));
}

/** Whether a statement was refused by this unique constraint. */
function violates(error: unknown, constraint: string): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    if ("constraint" in one && one.constraint === constraint) return true;
  return false;
}
