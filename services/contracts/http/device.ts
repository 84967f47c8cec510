/**
 * Enrolment of a tablet, days before: a technician shows the room's QR, the tablet gets a credential that is good for
 * packages and for telling that it is ready, and for nothing of a candidate.
 */
import { z } from "zod";
import { PackageRef, PackageSource } from "#contracts/package/manifest";
import { DeviceLabel, InstantMs } from "#contracts/frames/fields";

const id = z.number().int().min(1);

/** POST /api/devices. */
export const EnrolRequest = z.strictObject({
  /** Of the QR: made by control for one room, valid for some hours. */
  token: z.string().min(1).max(400),
  deviceId: z.string().min(8).max(64),
  label: DeviceLabel,
  /** Not for a seat: kept aside for whoever's tablet breaks. */
  spare: z.boolean(),
});
export const EnrolResponse = z.strictObject({
  /** For `Authorization: Device <credential>`. */
  credential: z.string(),
  label: DeviceLabel,
  centre: z.string(),
  room: z.string(),
  roomId: id,
  spare: z.boolean(),
  packages: PackageSource,
});
export type EnrolResponse = z.infer<typeof EnrolResponse>;

/** GET /api/devices/me/packages: what to have before the day. */
export const DevicePackages = z.strictObject({
  serverTimeMs: InstantMs,
  /** Soonest first; those that are over or cancelled are gone from it. */
  sittings: z.array(
    z.strictObject({
      id,
      title: z.string(),
      plannedStartMs: InstantMs,
      paper: PackageRef,
      backup: PackageRef.nullable(),
    }),
  ),
});
export type DevicePackages = z.infer<typeof DevicePackages>;

/** POST /api/devices/me/readiness: what the tablet has; the last one counts. */
export const DeviceReadiness = z.strictObject({
  build: z.string().max(64),
  /** SHA-256 of packages that are here and verified. */
  packages: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100),
  clockOffsetMs: z.number().int().nullable(),
  storageFreeBytes: z.number().int().min(0).nullable(),
  storagePersistent: z.boolean().nullable(),
  wakeLock: z.boolean().nullable(),
  /** Opens without a network. */
  installed: z.boolean(),
});
export type DeviceReadiness = z.infer<typeof DeviceReadiness>;

/** GET /api/console/centres/:centreId/devices, for technicians, leads and organisers. */
export const DeviceList = z.strictObject({
  /** SHA-256 of the packages that each of them should have now. */
  packages: z.array(z.string()),
  devices: z.array(
    z.strictObject({
      deviceId: z.string(),
      label: DeviceLabel,
      roomId: id,
      spare: z.boolean(),
      enrolledAtMs: InstantMs,
      enrolledBy: z.string(),
      /** Null: nothing was told since control began to keep it. */
      readiness: DeviceReadiness.extend({ atMs: InstantMs }).nullable(),
    }),
  ),
});
export type DeviceList = z.infer<typeof DeviceList>;
/** POST /api/console/rooms/:roomId/enrolment: what the QR of a room says. */
export const RoomEnrolment = z.strictObject({ url: z.string(), expiresAtMs: InstantMs });
export type RoomEnrolment = z.infer<typeof RoomEnrolment>;
