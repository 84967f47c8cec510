/** Everybody who has a console on the day, with a session: 400 proctors, 34 leads, 5 organisers. */
import type { StaffAccount, StaffRole } from "#domain/staff/account";
import type { ConsolePlan } from "#infra/bench/consoles/protocol.ts";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import { openConnection } from "#redis/connection";
import { createStaffSessions } from "#redis/staff-sessions";

export const PROCTORS = 400;
export const ORGANISERS = 5;
/** Session cookies, as control sets them. */
const COOKIE = "amphi_staff";

export interface Staff extends ConsolePlan {
  readonly account: StaffAccount;
  readonly token: string;
}

/** Sessions are put into the store as a sign-in would, without 439 passwords that take their time by design. */
export async function signInStaff({ storage, centres, sitting }: ExamDay): Promise<Staff[]> {
  const redis = openConnection(storage.control.url);
  const sessions = createStaffSessions(redis, redis);
  const rooms = centres.flatMap((centre) => centre.rooms.map((room) => ({ centreId: centre.id, roomId: room.id })));
  const accounts: StaffAccount[] = [];
  const add = (role: StaffRole, centreId: number | null, roomIds: readonly number[]) => {
    const id = 1_000_000 + accounts.length; // of nobody in the database
    accounts.push({ id, login: `bench.${id}`, name: `${role} ${id}`, role, examId: sitting.examId, centreId, roomIds });
  };
  for (let n = 0; n < ORGANISERS; n++) add("organiser", null, []);
  for (const { id } of centres) add("lead_proctor", id, []);
  for (let n = 0; n < PROCTORS; n++) {
    const room = rooms[n % rooms.length];
    if (room) add("proctor", room.centreId, [room.roomId]);
  }
  const staff: Staff[] = [];
  try {
    for (const account of accounts) {
      const { token } = await sessions.open(account, Date.now());
      // As their pages do: a lead has all rooms of the centre on the screen, an organiser none.
      const ofCentre = centres.find(({ id }) => id === account.centreId)?.rooms.map(({ id }) => id) ?? [];
      const roomIds = account.role === "proctor" ? account.roomIds : ofCentre;
      staff.push({ account, token, cookie: `${COOKIE}=${token}`, roomIds, follows: account.role === "organiser" });
    }
  } finally {
    redis.disconnect();
  }
  return staff;
}

export const cookieFor = (staff: Staff, url: string) => ({ name: COOKIE, value: staff.token, url });
