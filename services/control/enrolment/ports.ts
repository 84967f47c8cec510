/** What enrolling tablets needs. */
import type { DeviceList, DeviceReadiness } from "#contracts/http/device";
import type { PackageSource } from "#contracts/package/manifest";
import type { ConsoleParts } from "#control/http/console-request";
import type { PlannedPackages } from "#control/enrolment/packages-to-have";
import type { RoomAt } from "#control/roster/exam-book";
import type { TicketKey } from "#runtime/config";

export interface DeviceToEnrol {
  readonly deviceId: string;
  readonly label: string;
  readonly spare: boolean;
  readonly roomId: number;
  /** Who showed the room's QR. */
  readonly enrolledBy: string;
}
export interface EnrolledDevice {
  readonly deviceId: string;
  readonly label: string;
  readonly spare: boolean;
  readonly roomId: number;
  readonly room: string;
  readonly centre: string;
  readonly examId: number;
}
/** All reject with StoreTrouble while PostgreSQL is away. */
export interface DeviceStore {
  enrol(device: DeviceToEnrol): Promise<"enrolled" | "label_taken" | "room_unknown">;
  /** Null: not enrolled, or not any more. */
  find(deviceId: string): Promise<EnrolledDevice | null>;
  /** False: not enrolled. */
  noteReadiness(deviceId: string, readiness: DeviceReadiness): Promise<boolean>;
  ofCentre(centreId: number): Promise<DeviceList["devices"]>;
}

/** The tablets' side. */
export interface DeviceParts extends PlannedPackages {
  readonly devices: DeviceStore;
  readonly packageSource: PackageSource;
  readonly ticketKeys: readonly TicketKey[];
  /** Wall clock, ms. */
  readonly now: () => number;
}
/** The technician's side. */
export interface EnrolmentParts extends Pick<ConsoleParts, "sessionOf">, PlannedPackages {
  readonly devices: DeviceStore;
  readonly book: {
    /** Null: no exam that is known has this room. */
    room(roomId: number): RoomAt | null;
    /** Id of the exam that has this centre, or null. */
    centreExam(centreId: number): number | null;
  };
  readonly ticketKeys: readonly TicketKey[];
  /** Wall clock, ms. */
  readonly now: () => number;
}
