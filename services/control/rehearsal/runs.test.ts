import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import type { RunBegun, RunFigures } from "#contracts/http/rehearsal-run";
import { RESULT_BYTES_MAX } from "#contracts/http/rehearsal-result";
import { aResult } from "#contracts/testing/a-rehearsal";
import { aControl, aSitting, aToken, NOW_MS, TOKEN } from "#control/testing/a-control";
import { StoreTrouble } from "#domain/ports/answer-stream";

const RUN: RunBegun = {
  ...{ v: 1, profile: "day", candidates: 8_300, seed: 1, commit: null, sittingId: 5 },
  ...{ originMs: NOW_MS, startMs: NOW_MS + 60_000, endMs: NOW_MS + 660_000, settleUntilMs: NOW_MS + 780_000 },
  limits: { d1P99Ms: 25, d2P99Ms: 1_000 },
};
const LINE: RunFigures = {
  ...{ v: 1, atMs: 2_000, connected: 800, answersPerSecond: 12.5, d1: { p50: 5, p99: 20 }, d2: { p50: 80, p99: 300 } },
  ...{ waiting: { d1: 1, d2: 30 }, healthy: true, cpu: [["drain-1", 0.2]], faults: ["kill ingest-1"] },
};
const report = gzipSync("<!doctype html>").toString("base64");

function aPlatform(rehearsal = true) {
  const { app, world } = aControl();
  world.sittings = [aSitting({ rehearsal })];
  const headersOf = (token: string | null): Record<string, string> =>
    token === null ? {} : { authorization: `Bearer ${token}` };
  async function told(response: Response) {
    const body = (await response.json()) as Record<string, unknown>;
    const error = ErrorBody.safeParse(body);
    return error.success ? { refusal: error.data.error.code, message: error.data.error.message } : body;
  }
  const get = async (path: string, token: string | null = TOKEN) =>
    told(await app.request(path, { headers: headersOf(token) }));
  const post = async (path: string, body: unknown, token: string | null = TOKEN) =>
    told(
      await app.request(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headersOf(token) },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    );
  return { world, get, post };
}

test("a token in force is told its name, for a sitting that is a rehearsal", async () => {
  const { get } = aPlatform();
  const known = { name: "load machine", expiresAtMs: NOW_MS + 86_400_000 };
  expect(await get("/api/rehearsal/token")).toEqual(known);
  expect(await get("/api/rehearsal/token?sitting=5")).toEqual(known);
  expect(await get("/api/rehearsal/token?sitting=6")).toMatchObject({ refusal: "not_found" });
  expect(await aPlatform(false).get("/api/rehearsal/token?sitting=5")).toMatchObject({ refusal: "not_allowed" });
});

test("without a token in force nothing is begun, told or recorded", async () => {
  const { post, world } = aPlatform();
  const invalid = { refusal: "token_invalid" };
  for (const token of [null, "amphi_short", `amphi_${"x".repeat(43)}`])
    for (const [path, body] of [
      ["runs", RUN],
      ["runs/1/figures", LINE],
      ["results", { v: 1, runId: null, result: aResult(), report }],
    ] as const)
      expect(await post(`/api/rehearsal/${path}`, body, token)).toMatchObject(invalid);
  expect([world.recorded, world.liveRuns.runs(NOW_MS)]).toEqual([[], []]);
});

test("a rehearsal begins, tells how it goes, and ends with its result", async () => {
  const { post, world } = aPlatform();
  const { runId } = (await post("/api/rehearsal/runs", RUN)) as { runId: string };
  expect(await post(`/api/rehearsal/runs/${runId}/figures`, LINE)).toEqual({});
  expect(await post(`/api/rehearsal/runs/${runId}/figures`, LINE)).toMatchObject({ refusal: "too_many_attempts" });
  expect(await post("/api/rehearsal/runs/other/figures", LINE)).toMatchObject({ refusal: "not_found" });
  expect(await post(`/api/rehearsal/runs/${runId}/figures`, { ...LINE, cpu: [["x", -1]] })).toMatchObject({
    refusal: "bad_request",
  });
  expect(world.liveRuns.runs(NOW_MS)).toMatchObject([{ runId, by: "load machine", run: RUN, points: [LINE] }]);
  const sent = { v: 1, runId, result: { ...aResult(), series: {} }, report };
  expect(await post("/api/rehearsal/results", sent)).toEqual({ rehearsalId: 1, outcome: "recorded" });
  expect(world.recorded).toEqual([{ result: aResult(), report: "<!doctype html>", by: "load machine" }]);
  expect(world.liveRuns.runs(NOW_MS)).toEqual([]);
});

test("a real sitting is not rehearsed; what is too large, no report, or not green after all is not recorded", async () => {
  expect(await aPlatform(false).post("/api/rehearsal/runs", RUN)).toMatchObject({ refusal: "not_allowed" });
  const { post, world } = aPlatform();
  const results = (over: object) =>
    post("/api/rehearsal/results", { v: 1, runId: null, result: aResult(), report, ...over });
  expect(await results({ report: Buffer.from("no gzip").toString("base64") })).toMatchObject({
    refusal: "bad_request",
    message: "report: no gzip, or too large",
  });
  const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024)).toString("base64");
  expect(await results({ report: bomb })).toMatchObject({ refusal: "bad_request" });
  expect(await results({ result: { ...aResult(), refusals: { count: 2 } } })).toMatchObject({
    refusal: "bad_request",
    message: "verdict: green, and 2 tablets gave up",
  });
  expect(await post("/api/rehearsal/results", "x".repeat(RESULT_BYTES_MAX + 1))).toMatchObject({
    refusal: "bad_request",
  });
  expect(world.recorded).toEqual([]);
});

test("while PostgreSQL is away a token that was known is good for a quarter of an hour, and revoked at once here", async () => {
  const { get, world } = aPlatform();
  expect(await get("/api/rehearsal/token")).toMatchObject({ name: "load machine" });
  world.useToken = () => Promise.reject(new StoreTrouble("PostgreSQL is away", "later"));
  world.nowMs += 10 * 60_000;
  expect(await get("/api/rehearsal/token")).toMatchObject({ name: "load machine" });
  world.nowMs += 6 * 60_000;
  expect(await get("/api/rehearsal/token")).toMatchObject({ refusal: "store_unavailable" });
  world.useToken = () => Promise.resolve(aToken(world.nowMs - 1));
  expect(await get("/api/rehearsal/token")).toMatchObject({ refusal: "token_invalid" });
});

test("a token that was revoked elsewhere is good for a minute at most; a script without one is slowed down", async () => {
  const { get, world } = aPlatform();
  expect(await get("/api/rehearsal/token")).toMatchObject({ name: "load machine" });
  world.useToken = () => Promise.resolve(null);
  world.nowMs += 59_000;
  expect(await get("/api/rehearsal/token")).toMatchObject({ name: "load machine" });
  world.nowMs += 1_000;
  expect(await get("/api/rehearsal/token")).toMatchObject({ refusal: "token_invalid" });
  const refusals = new Set<unknown>();
  for (let n = 0; n < 30; n++) refusals.add((await get("/api/rehearsal/token"))["refusal"]);
  expect([...refusals]).toEqual(["token_invalid", "too_many_attempts"]);
});
