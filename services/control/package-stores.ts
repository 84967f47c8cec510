/** Sealed papers, their keys and codes, enrolled tablets and what a spare tablet takes over, on PostgreSQL. */
import type { CodeStore } from "#control/codes/ports";
import type { DeviceStore } from "#control/enrolment/ports";
import type { PackageStore } from "#control/ports";
import { devicesOfCentre, enrolDevice, findDevice, noteReadiness } from "#postgres/queries/devices";
import { lockedSectionsOf, offlineCodesOf } from "#postgres/queries/offline-codes";
import { packageRefsOf } from "#postgres/queries/packages";
import type { Database } from "#postgres/queries/reading";

export const createPackageStore = (database: Database): PackageStore => ({
  staged: async (sittingIds) =>
    [...(await packageRefsOf(database, sittingIds))].map(([sittingId, { main, backup }]) => ({
      sittingId,
      paper: main,
      backup,
    })),
});

export const createCodeStore = (database: Database): CodeStore => ({
  codesOf: (sittingId, roomId) => offlineCodesOf(database, { sittingId, roomId }),
  sectionsOf: (sittingId) => lockedSectionsOf(database, sittingId),
});

export const createDeviceStore = (database: Database): DeviceStore => ({
  enrol: (device) => enrolDevice(database, device),
  find: (deviceId) => findDevice(database, deviceId),
  noteReadiness: (deviceId, readiness) => noteReadiness(database, deviceId, readiness),
  ofCentre: (centreId) => devicesOfCentre(database, centreId),
});
