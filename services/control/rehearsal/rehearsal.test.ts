import { expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { type RehearsalReport, RoomRehearsals } from "#contracts/http/rehearsal";
import { aControl, aSitting } from "#control/testing/a-control";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, SITTING } from "#control/testing/a-staff";

const SPREAD = { count: 10, p50: 10, p95: 100, max: 200 };
const REPORT: RehearsalReport = {
  v: 1,
  build: "b",
  startedAtMs: 1_000,
  atMs: 61_000,
  state: "playing",
  questions: { total: 10, answered: 4 },
  entries: { made: 12, received: 12, secured: 11 },
  durableMs: SPREAD,
  receivedMs: SPREAD,
  paintedMs: SPREAD,
  longestGapMs: 900,
  reconnects: 1,
  longTasks: { count: 0, longestMs: 0 },
};

async function reported(rehearsal: boolean, body: object = REPORT, ticket?: string) {
  const { app, signIn, world } = aControl();
  world.sittings = [aSitting({ rehearsal })];
  const own = (await signIn()).ticket;
  const response = await app.request("/api/rehearsal/report", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ticket ?? own}` },
    body: JSON.stringify(body),
  });
  const refusal = response.status === 204 ? null : ErrorBody.parse(await response.json()).error.code;
  return { refusal, kept: world.rehearsalReports };
}

test("a report is kept for whoever the ticket names, where the sitting is a rehearsal", async () => {
  const { kept, refusal } = await reported(true);
  expect(refusal).toBe(null);
  expect(kept).toEqual([
    { sittingId: 5, candidateId: 42, deviceId: expect.any(String) as string, roomId: 9, report: REPORT },
  ]);
});

test("refused: of a real sitting, without a ticket, of another shape", async () => {
  expect(await reported(false)).toEqual({ refusal: "not_allowed", kept: [] });
  expect(await reported(true, REPORT, "none")).toEqual({ refusal: "ticket_invalid", kept: [] });
  expect(await reported(true, { ...REPORT, answers: [] })).toEqual({ refusal: "bad_request", kept: [] });
});

test("the sign-in says whether it is a rehearsal", async () => {
  for (const rehearsal of [true, false]) {
    const { signIn, world } = aControl();
    world.sittings = [aSitting({ rehearsal })];
    expect((await signIn()).sitting.rehearsal).toBe(rehearsal);
  }
});

test("tablets are told to play in a rehearsal, never in a real sitting", async () => {
  const desk = aDesk();
  expect(await desk.told(await desk.act("marie", anAsked("play")))).toBe("409 act_refused");
  expect(desk.world.acts).toEqual([]);
  desk.world.rehearsal = true;
  expect(await desk.told(await desk.act("marie", anAsked("play")))).toBe("200 appended");
  expect(await desk.told(await desk.act("proctor", anAsked("stop_play", { scope: { kind: "room", id: 11 } })))).toBe(
    "403 not_allowed",
  );
  expect(desk.world.acts.map(({ kind }) => kind)).toEqual(["play"]);
});

test("the organiser is told of each room what its newest rehearsal said", async () => {
  const desk = aDesk();
  const tablet = { state: "complete", longestGapMs: 10, reconnects: 0, longTasks: { longestMs: 0 } } as const;
  const shares = { receivedMs: { p95: 90 }, durableMs: { p95: 9 }, paintedMs: { p95: 30 } };
  desk.world.played = [
    { ...tablet, ...shares, roomId: 11, candidateId: 1, sittingId: 4, atMs: 70 },
    { ...tablet, ...shares, roomId: 12, candidateId: 2, sittingId: 3, atMs: 80, receivedMs: { p95: 5_000 } },
  ];
  const path = `/api/console/sittings/${SITTING}/rehearsal`;
  const answer = await desk.get(path, await desk.cookieOf("marie"));
  const { rehearsed, rooms } = RoomRehearsals.parse(await answer.json());
  expect(rehearsed).toMatchObject({ candidates: 3, withinDays: 14, passed: { candidates: 10_000 }, nearest: null });
  expect(rooms).toMatchObject([
    { roomId: 11, sittingId: 4, atMs: 70, played: 1, complete: 1, beyond: [] },
    { roomId: 12, sittingId: 3, atMs: 80, verdict: "failed", beyond: ["receivedMs"] },
  ]);
  expect((await desk.get(path, await desk.cookieOf("proctor"))).status).toBe(403);
  expect((await desk.get(path)).status).toBe(401);
});
