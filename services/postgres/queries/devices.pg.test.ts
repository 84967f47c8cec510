import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DeviceList } from "#contracts/http/device";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { devicesOfCentre, enrolDevice, findDevice, noteReadiness } from "#postgres/queries/devices";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let control: pg.Pool;
beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  await insertSitting(owner);
  await owner.query("INSERT INTO centre (exam_id, code, name) VALUES (1, 'C2', 'Other')");
  await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'Second'), (2, 'R1', 'Other room')");
});
afterEach(() => Promise.all([owner.end(), control.end()]));

const db = () => databaseOf(control);
const tablet = (deviceId: string, over: object = {}) =>
  enrolDevice(db(), { deviceId, roomId: 1, label: "A1-017", spare: false, enrolledBy: "T. Ech", ...over });
const READY = {
  build: "b",
  packages: ["0".repeat(64)],
  clockOffsetMs: -3,
  storageFreeBytes: 5_000_000_000,
  storagePersistent: true,
  wakeLock: null,
  installed: true,
};

test("a tablet is enrolled in a room; enrolled anew it moves, and keeps what it told", async () => {
  expect(await tablet("device-1")).toBe("enrolled");
  expect(await findDevice(db(), "device-1")).toMatchObject({ roomId: 1, centreId: 1, examId: 1, label: "A1-017" });
  expect(await noteReadiness(db(), "device-1", READY)).toBe(true);
  expect(await tablet("device-1", { roomId: 2, label: "A1-018", spare: true })).toBe("enrolled");
  const devices = await devicesOfCentre(db(), 1);
  expect(DeviceList.shape.devices.parse(devices)).toEqual(devices);
  expect(devices).toMatchObject([{ deviceId: "device-1", roomId: 2, label: "A1-018", spare: true, readiness: READY }]);
});

test("a label is one tablet's in its centre; another centre may have it too", async () => {
  await tablet("device-1");
  expect(await tablet("device-2")).toBe("label_taken");
  expect(await findDevice(db(), "device-2")).toBeNull();
  expect(await tablet("device-2", { roomId: 3 })).toBe("enrolled");
  // Two at once: the constraint decides, not the look before.
  const both = await Promise.all(["device-3", "device-4"].map((id) => tablet(id, { label: "B1" })));
  expect(both.sort()).toEqual(["enrolled", "label_taken"]);
});

test("who is not enrolled tells nothing; a room that is not there takes nobody", async () => {
  expect(await noteReadiness(db(), "device-9", READY)).toBe(false);
  expect(await tablet("device-9", { roomId: 99 })).toBe("room_unknown");
  expect(await devicesOfCentre(db(), 1)).toEqual([]);
});
