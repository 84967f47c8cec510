import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import type { RehearsalReport } from "#contracts/http/rehearsal";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { keepReport, newestReports } from "#postgres/queries/rehearsals";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let control: pg.Pool;
let sittingId: number;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  sittingId = await insertSitting(owner, { candidates: 2, firstCandidateId: 16 });
  await owner.query("UPDATE sitting SET rehearsal = 1");
  amphi = (...args) => runAmphi(settingsWith({ database: urls.ownerUrl }), ...args);
});
afterEach(() => Promise.all([owner.end(), control.end()]));

const SPREAD = { count: 3, p50: 10, p95: 40, max: 50 };
const aReport = (over: Partial<RehearsalReport> = {}): RehearsalReport => ({
  v: 1,
  build: "b",
  startedAtMs: 1_000,
  atMs: 61_000,
  state: "complete",
  questions: { total: 10, answered: 10 },
  entries: { made: 12, received: 12, secured: 12 },
  durableMs: SPREAD,
  receivedMs: SPREAD,
  paintedMs: SPREAD,
  longestGapMs: 900,
  reconnects: 0,
  longTasks: { count: 0, longestMs: 0 },
  ...over,
});
const keep = (candidateId: number, report: RehearsalReport, of = sittingId) =>
  keepReport(databaseOf(control), { sittingId: of, candidateId, deviceId: `tablet-${candidateId}`, roomId: 1, report });

test("control keeps the last report of a tablet; an older one that comes late changes nothing", async () => {
  expect(await keep(16, aReport({ state: "playing" }))).toBe(true);
  expect(await keep(16, aReport({ atMs: 121_000 }))).toBe(true);
  expect(await keep(16, aReport({ state: "playing", atMs: 90_000 }))).toBe(true);
  const [kept, ...others] = await newestReports(databaseOf(control), [1, 2]);
  expect(others).toEqual([]);
  expect(kept).toMatchObject({ sittingId, candidateId: 16, roomId: 1, state: "complete", report: { atMs: 121_000 } });
  expect(await newestReports(databaseOf(control), [2])).toEqual([]);
});

test("of a real sitting nothing is kept", async () => {
  await owner.query("UPDATE sitting SET rehearsal = 0");
  expect(await keep(16, aReport())).toBe(false);
  expect((await owner.query("SELECT FROM rehearsal_report")).rowCount).toBe(0);
});

test("of each room the newest rehearsal counts", async () => {
  await keep(16, aReport({ longestGapMs: 1 }));
  await owner.query("INSERT INTO sitting (paper_id, title, planned_start_ms, rehearsal) VALUES (1, 'Next', 0, 1)");
  await keep(17, aReport({ longestGapMs: 2 }), sittingId + 1);
  expect((await newestReports(databaseOf(control), [1])).map(({ longestGapMs }) => longestGapMs)).toEqual([2]);
});

test("the verdict of each room, and the exit status of all", async () => {
  const ask = (...more: string[]) => amphi("rehearsal", "results", "--sitting", String(sittingId), ...more);
  expect(await ask()).toMatchObject({ status: 1, out: `no tablet has played in sitting ${sittingId}` });
  await keep(16, aReport());
  const incomplete = await ask();
  expect(incomplete.status).toBe(1);
  expect(incomplete.out).toContain("incomplete\tC1:R1\t1 complete of 1 played of 2 places");
  await keep(17, aReport());
  expect(await ask()).toMatchObject({ status: 0, err: "" });
  await keep(17, aReport({ atMs: 200_000, receivedMs: { ...SPREAD, p95: 2_500 } }));
  const failed = await ask();
  expect(failed.status).toBe(1);
  expect(failed.out).toMatch(/^failed\t.*receivedMs 2500!/);
  const json = JSON.parse((await ask("--json")).out) as { rooms: unknown[]; tablets: unknown[] };
  expect(json).toMatchObject({
    sittingId,
    rooms: [{ roomId: 1, verdict: "failed", beyond: ["receivedMs"] }],
    tablets: [{ candidateId: 16, state: "complete" }, { candidateId: 17 }],
  });
});

test("bad input is said: no sitting, a real one, no number", async () => {
  expect(await amphi("rehearsal", "results")).toMatchObject({ status: 2 });
  expect(await amphi("rehearsal", "results", "--sitting", "999")).toMatchObject({ status: 1, out: "" });
  await owner.query("UPDATE sitting SET rehearsal = 0");
  const real = await amphi("rehearsal", "results", "--sitting", String(sittingId));
  expect([real.status, real.err]).toEqual([1, expect.stringContaining("is no rehearsal") as string]);
});
