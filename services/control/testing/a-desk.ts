/** Requests of staff to a control app on memory stores, as the browser of a console makes them. */
import { ActAnswer, type ActAsked } from "#contracts/console/acts";
import { ErrorBody } from "#contracts/errors";
import { addStaffRequests, type StaffRequestParts } from "#control/staff-requests";
import { aControl } from "#control/testing/a-control";
import { aStaff, SITTING } from "#control/testing/a-staff";

const ORIGIN = "http://localhost";

export function aDesk(over: Partial<StaffRequestParts> = {}) {
  const { world, parts } = aStaff(over);
  const { app } = aControl({ addStaffSide: (to) => addStaffRequests(to, parts), now: parts.now });

  const get = (path: string, cookie = "") => app.request(`${ORIGIN}${path}`, { headers: { cookie } });
  const post = (path: string, body: unknown, cookie = "", headers: Record<string, string> = {}) =>
    app.request(`${ORIGIN}${path}`, {
      method: "POST",
      headers: { origin: ORIGIN, "content-type": "application/json", cookie, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  /** The cookie of somebody who has signed in with everything right. */
  async function cookieOf(login: string): Promise<string> {
    const account = world.accounts.find((one) => one.account.login === login)?.account;
    const { token } = await parts.sessions.open(account ?? { ...aNobody }, world.nowMs);
    return `amphi_staff=${token}`;
  }
  /** The status, and the code of a refusal or the outcome of an act. */
  async function told(response: Response): Promise<string> {
    const body: unknown = await response.json();
    const error = ErrorBody.safeParse(body);
    const answer = ActAnswer.safeParse(body);
    return `${response.status} ${error.success ? error.data.error.code : answer.success ? answer.data.outcome : "ok"}`;
  }
  const act = async (login: string, asked: ActAsked | object, sittingId = SITTING) =>
    post(`/api/console/sittings/${sittingId}/acts`, asked, await cookieOf(login));
  return { world, parts, app, get, post, cookieOf, told, act };
}
const aNobody = { id: 99, login: "", name: "", role: "technician", examId: 1, centreId: 1, roomIds: [] } as const;
