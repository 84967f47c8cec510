import { expect, test } from "vitest";
import { addConsoleRoutes } from "#control/console-routes";
import { CONSOLE_DOOR, sessionOfCookie } from "#staff/door";
import { addStaffRequests } from "#control/staff-requests";
import { aControl, TICKET_KEYS } from "#control/testing/a-control";
import { aStaff, SITTING } from "#control/testing/a-staff";
import type { StaffAccount } from "#domain/staff/account";

const away = () => Promise.reject(new Error("no tablets here"));
const noDevices = { enrol: away, find: away, noteReadiness: away, ofCentre: away };
const ORIGIN = "http://localhost";

function aHouse() {
  const { world, parts } = aStaff();
  const ruled: string[] = [];
  const restarted: string[] = [];
  const { app } = aControl({
    now: parts.now,
    addStaffSide: (to) => {
      addStaffRequests(to, parts);
      addConsoleRoutes(to, {
        sessionOf: sessionOfCookie(CONSOLE_DOOR, parts.sessions, parts.now),
        book: { ...parts.book, room: () => null, centreExam: () => null },
        feed: {
          ruleAlert: (sittingId, alertId, account, what) =>
            alertId === "seen" && ruled.push(`${sittingId} ${account.login} ${what}`) > 0,
        },
        nodeIds: ["ingest-1"],
        devices: noDevices,
        packages: { staged: away },
        directory: { sittingsOfExam: away },
        journals: { acts: () => [] },
        ticketKeys: TICKET_KEYS,
        now: parts.now,
        requestRestart: async (nodeId) => void restarted.push(nodeId),
      });
    },
  });
  const post = async (login: string, path: string, origin = ORIGIN) => {
    const account = world.accounts.find((one) => one.account.login === login)?.account as StaffAccount;
    const { token } = await parts.sessions.open(account, world.nowMs);
    const headers = { origin, "content-type": "application/json", cookie: `amphi_staff=${token}` };
    return (await app.request(`${ORIGIN}${path}`, { method: "POST", headers, body: "{}" })).status;
  };
  return { post, ruled, restarted };
}
const alert = (id: string, what: string, sittingId = SITTING) =>
  `/api/console/sittings/${sittingId}/alerts/${id}/${what}`;

test("an alert is taken and closed by who sees it, in sittings of their exam", async () => {
  const { post, ruled } = aHouse();
  expect(await post("proctor", alert("seen", "take"))).toBe(200);
  expect(await post("marie", alert("seen", "close"))).toBe(200);
  expect(ruled).toEqual([`${SITTING} proctor take`, `${SITTING} marie close`]);
  expect(await post("proctor", alert("unseen", "take"))).toBe(404);
  expect(await post("elsewhere", alert("seen", "take"))).toBe(403);
  expect(await post("proctor", alert("seen", "take"), "http://elsewhere.example")).toBe(403);
});

test("a process is restarted by operators alone", async () => {
  const { post, restarted } = aHouse();
  for (const login of ["marie", "lead", "proctor", "tech"])
    expect(await post(login, "/api/console/parts/ingest-1/restart")).toBe(403);
  expect(await post("ops", "/api/console/parts/ingest-9/restart")).toBe(404);
  expect(await post("ops", "/api/console/parts/ingest-1/restart", "http://elsewhere.example")).toBe(403);
  expect(restarted).toEqual([]);
  expect(await post("ops", "/api/console/parts/ingest-1/restart")).toBe(200);
  expect(restarted).toEqual(["ingest-1"]);
});
