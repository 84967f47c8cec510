import { expect, test } from "vitest";
import {
  type DeviceList,
  DevicePackages,
  type DeviceReadiness,
  EnrolResponse,
  RoomEnrolment,
} from "#contracts/http/device";
import { ErrorBody } from "#contracts/errors";
import { addConsoleRoutes } from "#control/console-routes";
import { signDevice, signEnrolment } from "#control/enrolment/tokens";
import { CONSOLE_DOOR, sessionOfCookie } from "#staff/door";
import { addStaffRequests } from "#control/staff-requests";
import { aControl, acts, aSitting, NOW_MS, PACKAGE, PACKAGES, TICKET_KEYS } from "#control/testing/a-control";
import { aStaff } from "#control/testing/a-staff";
import { signTicket, verifyTicket } from "#runtime/ticket";

const DEVICE_ID = "tablet-00000001";
const READY: DeviceReadiness = {
  ...{ build: "b1", packages: [PACKAGE.sha256], clockOffsetMs: 3, storageFreeBytes: 1e9 },
  ...{ storagePersistent: true, wakeLock: true, installed: true },
};
const token = (over: object = {}) =>
  signEnrolment(TICKET_KEYS, { roomId: 9, by: "Theo Gris (technician)", expiresAtMs: NOW_MS + 1_000, ...over });

function aHouse() {
  const control = aControl();
  const { app, world } = control;
  const json = { "content-type": "application/json" };
  const enrol = (over: object = {}) =>
    app.request("/api/devices", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ token: token(), deviceId: DEVICE_ID, label: "A1-017", spare: false, ...over }),
    });
  const packages = (authorization = "") => app.request("/api/devices/me/packages", { headers: { authorization } });
  const ready = (authorization: string, said: object = READY) =>
    app.request("/api/devices/me/readiness", {
      method: "POST",
      headers: { ...json, authorization },
      body: JSON.stringify(said),
    });
  return { app, world, enrol, packages, ready, signIn: control.signIn };
}
const codeOf = async (response: Response) => ErrorBody.parse(await response.json()).error.code;

test("a tablet enrolled with the room's code is told what to fetch, and its readiness is kept", async () => {
  const { world, enrol, packages, ready } = aHouse();
  const answer = EnrolResponse.parse(await (await enrol({ spare: true })).json());
  expect(answer).toMatchObject({ label: "A1-017", centre: "Rennes", room: "Amphi 2", spare: true, packages: PACKAGES });
  const shown = `Device ${answer.credential}`;

  world.sittings = [7, 6, 8, 5].map((id) => aSitting({ id, title: `S${id}`, plannedStartMs: NOW_MS + id }));
  world.acts = new Map([
    [6, acts("check_in", "start", "end")],
    [5, acts("check_in")],
  ]);
  world.staged = [5, 6, 7].map((sittingId) => ({
    sittingId,
    paper: PACKAGE,
    backup: sittingId === 7 ? PACKAGE : null,
  }));
  const told = DevicePackages.parse(await (await packages(shown)).json());
  // What is over, and what is not sealed yet, is left out.
  expect(told.sittings.map(({ title, backup }) => [title, backup !== null])).toEqual([
    ["S5", false],
    ["S7", true],
  ]);
  const many = { ...READY, packages: Array<string>(100).fill(PACKAGE.sha256) };
  expect((await ready(shown, many)).status).toBe(200);
  expect(world.readiness.get(DEVICE_ID)).toEqual(many);
  expect((await enrol({ label: "A1-018" })).status).toBe(200);
});

test("a label is one tablet's; a code that is late, altered or of no room enrols nobody", async () => {
  const { enrol } = aHouse();
  await enrol();
  const taken = await enrol({ deviceId: "tablet-00000002" });
  expect([taken.status, await codeOf(taken)]).toEqual([409, "label_taken"]);
  const other = { deviceId: "tablet-00000003", label: "A1-019" };
  const forged = signEnrolment([{ id: "k1", secret: Buffer.alloc(32, 2) }], {
    ...{ roomId: 9, by: "me", expiresAtMs: NOW_MS + 1_000 },
  });
  for (const bad of [
    forged,
    token({ expiresAtMs: NOW_MS }),
    token({ roomId: 10 }),
    `x${token()}`,
    token().slice(0, -2),
    ".",
  ])
    expect(await codeOf(await enrol({ ...other, token: bad }))).toBe("enrolment_invalid");
  for (const label of ["", "a1-017", "A1-017-3-4", "A1 017"])
    expect(await codeOf(await enrol({ ...other, label }))).toBe("bad_request");
});

test("a credential is good for packages and readiness alone, and for nothing once the tablet is not enrolled", async () => {
  const { app, world, enrol, packages, ready, signIn } = aHouse();
  const { credential } = EnrolResponse.parse(await (await enrol()).json());
  expect(await codeOf(await packages(`Bearer ${credential}`))).toBe("enrolment_invalid");
  for (const shown of ["", "Device nonsense", `Device ${token()}`, `Device ${(await signIn()).ticket}`])
    expect([await codeOf(await packages(shown)), await codeOf(await ready(shown))]).toEqual([
      "enrolment_invalid",
      "enrolment_invalid",
    ]);
  expect([verifyTicket(TICKET_KEYS, credential, 0), verifyTicket(TICKET_KEYS, token(), 0)]).toEqual([null, null]);
  const headers = { authorization: `Bearer ${credential}` };
  expect((await app.request("/api/restore", { headers })).status).toBe(401);
  // A credential and a room's code are never taken for each other.
  expect(await codeOf(await enrol({ token: signDevice(TICKET_KEYS, DEVICE_ID) }))).toBe("enrolment_invalid");
  world.devices.clear();
  expect(await codeOf(await packages(`Device ${credential}`))).toBe("enrolment_invalid");
  expect(signTicket.length).toBe(2);
});

function aConsole() {
  const { world, parts } = aStaff();
  const listed: DeviceList["devices"] = [];
  const away = () => Promise.reject(new Error("not asked here"));
  const { app } = aControl({
    now: parts.now,
    addStaffSide: (to) => {
      addStaffRequests(to, parts);
      addConsoleRoutes(to, {
        ...{
          sessionOf: sessionOfCookie(CONSOLE_DOOR, parts.sessions, parts.now),
          now: parts.now,
          ticketKeys: TICKET_KEYS,
        },
        book: {
          ...parts.book,
          room: (roomId) => {
            const centre = parts.book.centres(0).find(({ rooms }) => rooms.some(({ id }) => id === roomId));
            const room = centre?.rooms.find(({ id }) => id === roomId);
            return centre && room ? { examId: 1, centre, room } : null;
          },
          centreExam: (centreId) => (centreId < 3 ? 1 : null),
        },
        packages: { staged: () => Promise.resolve([{ sittingId: 5, paper: PACKAGE, backup: PACKAGE }]) },
        directory: { sittingsOfExam: () => Promise.resolve([aSitting()]) },
        journals: { acts: () => [] },
        feed: { ruleAlert: () => false },
        devices: { enrol: away, find: away, noteReadiness: away, ofCentre: () => Promise.resolve(listed) },
        nodeIds: [],
        requestRestart: away,
      });
    },
  });
  return async (login: string, path: string, method = "POST") => {
    const account = world.accounts.find((one) => one.account.login === login)?.account;
    const { token: session } = await parts.sessions.open(account as NonNullable<typeof account>, world.nowMs);
    const headers = {
      ...{ origin: "https://exam.example", host: "exam.example", cookie: `amphi_staff=${session}` },
      "content-type": "application/json",
    };
    return app.request(`https://exam.example${path}`, { method, headers, ...(method === "POST" && { body: "{}" }) });
  };
}

test("the room's code is shown by those who prepare its centre, at the address of their console, for half a day", async () => {
  const ask = aConsole();
  const path = (room: number) => `/api/console/rooms/${room}/enrolment`;
  const { url, expiresAtMs } = RoomEnrolment.parse(await (await ask("tech", path(11))).json());
  expect(url).toMatch(/^https:\/\/exam\.example\/tablet\/#enrol=[\w-]+\.[\w-]+$/);
  expect(url.length).toBeLessThan(400);
  expect(expiresAtMs).toBe(1_773_936_000_000 + 12 * 3_600_000);
  for (const login of ["lead", "marie"]) expect((await ask(login, path(11))).status).toBe(200);
  for (const login of ["proctor", "elsewhere", "ops"]) expect((await ask(login, path(11))).status).toBe(403);
  for (const login of ["tech", "lead"]) expect((await ask(login, path(21))).status).toBe(403);
  expect((await ask("marie", path(99))).status).toBe(404);
});

test("the tablets of a centre are listed for the same people", async () => {
  const ask = aConsole();
  const path = (centre: number) => `/api/console/centres/${centre}/devices`;
  for (const login of ["tech", "lead", "marie"])
    expect(await (await ask(login, path(1), "GET")).json()).toEqual({ devices: [], packages: [PACKAGE.sha256] });
  for (const login of ["proctor", "elsewhere"]) expect((await ask(login, path(1), "GET")).status).toBe(403);
  expect((await ask("tech", path(2), "GET")).status).toBe(403);
  expect((await ask("marie", path(3), "GET")).status).toBe(404);
});
