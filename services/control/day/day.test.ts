import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { DayAnswer, ExamPlanView, RescheduleAnswer } from "#contracts/console/day";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, SITTING } from "#control/testing/a-staff";
import { actOf } from "#domain/sitting/act";

const AT = `/api/console/sittings/${SITTING}`;
type Desk = ReturnType<typeof aDesk>;
function checkedIn(): Desk {
  const desk = aDesk();
  desk.world.acts.push(actOf({ ...anAsked("check_in"), author: "before" }, desk.world.nowMs));
  return desk;
}
const common = (over: object = {}) => ({ id: randomUUID(), cause: "lost it", ...over });
const admission = (over: object = {}) =>
  common({
    roomId: 12,
    seat: "B7",
    studentNumber: "2400999",
    familyName: "Roy",
    givenName: "Ana",
    extraTime: { numerator: 1, denominator: 1 },
    ...over,
  });
const post = async (desk: Desk, login: string, path: string, body: object) =>
  desk.post(`${AT}${path}`, body, await desk.cookieOf(login));
const told = async (desk: Desk, login: string, path: string, body: object) =>
  desk.told(await post(desk, login, path, body));

test("a card is made anew: its code is told once, the journal says where, and consoles read the list again", async () => {
  const desk = checkedIn();
  const answer = DayAnswer.parse(await (await post(desk, "lead", "/candidates/101/card", common())).json());
  expect(answer).toMatchObject({
    candidateId: 101,
    cardCode: "0123-4567-89ABC",
    act: {
      kind: "register",
      registration: "card_reissued",
      scope: { kind: "candidate", id: 101 },
      author: "Lea Blanc (lead_proctor)",
      cause: "lost it",
      detail: "Rennes Amphi A, A1",
    },
  });
  expect(desk.world.refreshed).toEqual([1]);
});

test("asked again after a lost reply, the act is told once more and the card is a new one", async () => {
  const desk = checkedIn();
  const asked = common();
  for (let n = 0; n < 2; n++) expect(await told(desk, "lead", "/candidates/101/card", asked)).toBe("200 ok");
  expect([desk.world.acts.length, desk.world.cards]).toEqual([2, 2]);
});

test("under the id of another act nothing is changed: no card that the journal does not know of", async () => {
  const desk = checkedIn();
  const used = common({ id: desk.world.acts[0]?.id });
  expect(await told(desk, "lead", "/candidates/101/card", used)).toBe("409 act_refused");
  expect(await told(desk, "lead", "/candidates/101/move", { ...used, roomId: 12, seat: "B8" })).toBe("409 act_refused");
  expect(await told(desk, "lead", "/candidates", admission({ id: used.id }))).toBe("409 act_refused");
  expect(desk.world.cards).toBe(0);
  expect(await told(desk, "lead", "/candidates", admission({ familyName: "a\u0000" }))).toBe("400 bad_request");
});

test("lead proctors in their centre, organisers everywhere, nobody else", async () => {
  const desk = checkedIn();
  for (const login of ["proctor", "tech", "ops", "elsewhere"]) {
    expect(await told(desk, login, "/candidates/101/card", common())).toBe("403 not_allowed");
    expect(await told(desk, login, "/candidates", admission())).toBe("403 not_allowed");
    expect(await told(desk, login, "/candidates/101/move", common({ roomId: 12, seat: "1" }))).toBe("403 not_allowed");
  }
  expect(await told(desk, "lead", "/candidates/201/card", common())).toBe("403 not_allowed");
  expect(await told(desk, "lead", "/candidates", admission({ roomId: 21 }))).toBe("403 not_allowed");
  expect(await told(desk, "lead", "/candidates/101/move", common({ roomId: 21, seat: "1" }))).toBe("403 not_allowed");
  expect(await told(desk, "lead", "/candidates/201/move", common({ roomId: 11, seat: "1" }))).toBe("403 not_allowed");
  expect(await told(desk, "marie", "/candidates/999/card", common())).toBe("403 not_allowed");
  expect(desk.world.acts.length).toBe(1);
  expect(await told(desk, "marie", "/candidates/101/move", common({ roomId: 21, seat: "1" }))).toBe("200 ok");
  expect(await told(desk, "lead", "/candidates", admission())).toBe("200 ok");
});

test("who is moved out of a paused room is credited what it stood still, once", async () => {
  const desk = checkedIn();
  const { nowMs, acts } = desk.world;
  acts.push(actOf({ ...anAsked("start", { override: "test" }), author: "before" }, nowMs - 1_200_000));
  acts.push(actOf({ ...anAsked("pause", { scope: { kind: "room", id: 11 } }), author: "before" }, nowMs - 600_000));
  const asked = common({ roomId: 12, seat: "B8" });
  for (let n = 0; n < 2; n++) expect(await told(desk, "lead", "/candidates/101/move", asked)).toBe("200 ok");
  const credits = acts.filter(({ kind }) => kind === "credit");
  expect(credits).toMatchObject([{ creditMs: 600_000, scope: { kind: "candidate", id: 101 }, cause: "lost it" }]);
});

test("what PostgreSQL refuses, or the sitting, or a bad request: a sentence, and nothing in the journal", async () => {
  const desk = checkedIn();
  const taken = await post(desk, "lead", "/candidates/101/move", common({ roomId: 12, seat: "taken" }));
  expect([taken.status, await taken.text()]).toEqual([
    409,
    expect.stringContaining("seat taken of room A is taken by Roux Jean"),
  ]);
  expect(await told(desk, "lead", "/candidates/101/card", common({ cause: " " }))).toBe("400 bad_request");
  const third = { extraTime: { numerator: 3, denominator: 2 } };
  expect(await told(desk, "lead", "/candidates", admission(third))).toBe("400 bad_request");
  desk.world.databaseAway = true;
  expect(await told(desk, "lead", "/candidates", admission())).toBe("503 store_unavailable");
  expect(desk.world.acts.length).toBe(1);
});

test("a cancelled sitting is held again by an organiser; its journal says why", async () => {
  const desk = checkedIn();
  const asked = { cause: "servers burned", slotId: 3, paper: "p2", backup: null, override: null };
  expect(await told(desk, "marie", "/reschedule", asked)).toBe("409 act_refused");
  desk.world.acts.push(actOf({ ...anAsked("cancel"), author: "before" }, desk.world.nowMs));
  for (const login of ["lead", "ops", "elsewhere"])
    expect(await told(desk, login, "/reschedule", asked)).toBe("403 not_allowed");
  const answer = await post(desk, "marie", "/reschedule", asked);
  expect(RescheduleAnswer.parse(await answer.json())).toEqual({ sittingId: 103 });
  expect(desk.world.acts.at(-1)).toMatchObject({
    kind: "incident",
    cause: "servers burned → p2 (103)",
  });
});

test("the plan of an exam and its staff are for its organisers", async () => {
  const desk = checkedIn();
  const status = async (login: string, path: string) =>
    (await desk.get(`/api/console/exams/1/${path}`, await desk.cookieOf(login))).status;
  for (const path of ["plan", "staff"]) {
    for (const login of ["lead", "proctor", "tech", "ops", "elsewhere"]) expect(await status(login, path)).toBe(403);
    expect(await status("marie", path)).toBe(200);
  }
  const plan = await desk.get("/api/console/exams/1/plan", await desk.cookieOf("marie"));
  expect(ExamPlanView.parse(await plan.json())).toEqual({ reserveSlots: [], papers: [] });
});
