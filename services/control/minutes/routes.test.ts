import { OpenAPIHono } from "@hono/zod-openapi";
import { expect, test } from "vitest";
import type { CandidateLoss } from "#domain/sitting/lost-time";
import type { StaffRole } from "#domain/staff/account";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { addMinutes, type MinutesParts } from "#control/minutes/routes";
import { aDay } from "#control/minutes/testing/a-day";

const day = aDay();
const proof = { head: "ab".repeat(32), signature: "x" };
const submit = JSON.stringify({ v: 1, epoch: 1, seq: 9, claimedAtMs: day.nowMs, kind: "submit", proof });

function served(role: StaffRole, centreId: number | null, over: Partial<MinutesParts> = {}): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error, c) => c.text("", error instanceof StoreTrouble ? 503 : 500));
  const account = { id: 1, login: "a", name: "A", role, examId: 1, centreId, roomIds: role === "proctor" ? [10] : [] };
  addMinutes(app, {
    sessionOf: (cookie) => Promise.resolve(cookie === "in" ? { account, expiresAtMs: 0 } : null),
    book: {
      sitting: (id) => (id === 1 ? day.sitting : null),
      centres: () => [day.centre],
      candidates: () => new Map(day.candidates.map((one) => [one.id, one])),
    },
    journal: { read: () => Promise.resolve([...day.acts]) },
    chat: { after: () => Promise.resolve(day.chat ?? []) },
    presence: { connectionEvents: () => Promise.resolve(day.connections ?? []) },
    submissionsOf: () =>
      Promise.resolve([{ candidateId: 100, frame: submit, stored: true, receiptCode: "7K3MQ9TB2XHN4ABC" }]),
    // Candidate 100 goes on until the fifth minute of each pause that is asked about.
    lastMadeIn: (_sittingId, _ids, pauses) =>
      Promise.resolve(new Map([[100, pauses.map(({ fromMs }) => fromMs + 300_000)]])),
    waitedOf: () => Promise.resolve(new Map()),
    timeZoneOf: () => Promise.resolve("Europe/Paris"),
    now: () => day.nowMs,
    ...over,
  });
  return app;
}
const get = (app: OpenAPIHono, path: string, cookie = "in") =>
  app.request(`/api/console/sittings/1/${path}`, { headers: { cookie } });

test.each<[StaffRole, number | null, number, number]>([
  ["organiser", null, 200, 200],
  ["lead_proctor", 1, 200, 200],
  ["lead_proctor", 2, 403, 403],
  ["proctor", 1, 403, 200],
  ["proctor", 2, 403, 403],
  ["technician", 1, 403, 403],
  ["operator", null, 403, 403],
])("%s of centre %s: minutes %i, ledger %i", async (role, centreId, minutes, ledger) => {
  const app = served(role, centreId);
  expect((await get(app, "minutes/1.pdf")).status).toBe(minutes);
  expect((await get(app, "lost-time/1")).status).toBe(ledger);
  expect((await get(app, "minutes/1.pdf", "out")).status).toBe(401);
});

test("a PDF is sent, an unknown centre is not found, a proctor's ledger has only their own rooms", async () => {
  const sent = await get(served("organiser", null), "minutes/1.pdf?language=en");
  expect(sent.headers.get("content-type")).toBe("application/pdf");
  expect(
    Buffer.from(await sent.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  expect((await get(served("organiser", null), "minutes/7.pdf")).status).toBe(404);
  const roomsOf = async (role: StaffRole) => {
    const { losses } = (await (await get(served(role, 1), "lost-time/1")).json()) as { losses: CandidateLoss[] };
    return [...new Set(losses.map(({ place }) => place.roomId))];
  };
  expect(await roomsOf("lead_proctor")).toEqual([10, 11]);
  expect(await roomsOf("proctor")).toEqual([10]);
});

test("the ledger says who worked during a pause, and for how long", async () => {
  const answer = await get(served("organiser", null), "lost-time/1");
  const { losses } = (await answer.json()) as { losses: CandidateLoss[] };
  const worked = losses.filter(({ workedInPauseMs }) => workedInPauseMs > 0);
  // Two pauses of the room and the nation, five minutes in each.
  expect(worked.map(({ place, workedInPauseMs }) => [place.candidateId, workedInPauseMs])).toEqual([[100, 600_000]]);
});

test("the stores may be away, but for the journal", async () => {
  const away = () => Promise.reject(new StoreTrouble("away", "now"));
  const all = {
    chat: { after: away },
    presence: { connectionEvents: away },
    submissionsOf: away,
    lastMadeIn: away,
    waitedOf: away,
    timeZoneOf: away,
  };
  expect((await get(served("organiser", null, all), "minutes/1.pdf")).status).toBe(200);
  expect((await get(served("organiser", null, { journal: { read: away } }), "minutes/1.pdf")).status).toBe(503);
});
