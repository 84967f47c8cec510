import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aResult } from "#contracts/testing/a-rehearsal";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import {
  candidateCount,
  passedRehearsals,
  recordedRehearsals,
  recordRehearsal,
  reportOf,
} from "#postgres/queries/rehearsal-records";
import { listTokens, makeToken, revokeToken, useToken } from "#postgres/queries/rehearsal-tokens";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
/** As the process that does it: with the rights of control alone. */
let control: pg.Pool;
beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
});
afterEach(() => Promise.all([owner.end(), control.end()]));

test("a rehearsal is recorded once, with its report, and never changed", async () => {
  const database = databaseOf(control);
  const record = { result: aResult(), report: "<!doctype html><p>é</p>", by: "machine 2" };
  const first = await recordRehearsal(database, record);
  expect(first).toEqual({ id: expect.any(Number) as number, outcome: "recorded" });
  expect(await recordRehearsal(database, { ...record, by: "somebody else" })).toEqual({ ...first, outcome: "known" });
  expect(await recordedRehearsals(database, 10)).toMatchObject([
    { id: first.id, recordedBy: "machine 2", result: aResult() },
  ]);
  expect(gunzipSync((await reportOf(database, first.id)) ?? Buffer.alloc(0)).toString()).toBe(record.report);
  expect(await reportOf(database, 999)).toBe(null);
  for (const statement of ["UPDATE rehearsal_record SET verdict = 'green'", "DELETE FROM rehearsal_record"])
    await expect(owner.query(statement)).rejects.toThrow("append-only");
});

test("those that ended green are what an exam may count on, newest first", async () => {
  const database = databaseOf(control);
  const play = (startedAt: string, state: "green" | "red", candidates: number) =>
    recordRehearsal(database, { result: aResult({ startedAt, state, candidates }), report: "", by: "m" });
  await play("2026-03-01T10:00:00Z", "green", 400);
  await play("2026-03-02T10:00:00Z", "red", 8_300);
  await play("2026-03-03T10:00:00Z", "green", 8_300);
  expect(await passedRehearsals(database)).toEqual([
    { profile: "ecni-2015", candidates: 8_300, atMs: Date.parse("2026-03-03T10:00:00Z") },
    { profile: "ecni-2015", candidates: 400, atMs: Date.parse("2026-03-01T10:00:00Z") },
  ]);
  await insertSitting(owner, { candidates: 3 });
  expect([await candidateCount(database, 1), await candidateCount(database, 2)]).toEqual([3, 0]);
});

test("a token is good until it expires or is revoked; nothing that is stored is one", async () => {
  const database = databaseOf(control);
  const { id, token } = await makeToken(database, {
    name: "bench",
    madeBy: "Olga Petit (operator)",
    expiresAtMs: 5_000,
  });
  expect(token).toMatch(/^amphi_[A-Za-z0-9_-]{43}$/);
  expect(await useToken(database, `${token}x`, 1_000)).toBe(null);
  expect(await listTokens(database)).toMatchObject([{ id, name: "bench", lastUsedAtMs: null, revokedAtMs: null }]);
  expect(await useToken(database, token, 4_999)).toMatchObject({ id, lastUsedAtMs: 4_999 });
  expect(await useToken(database, token, 5_000)).toBe(null);
  expect([await revokeToken(database, id), await revokeToken(database, 999)]).toEqual([true, false]);
  expect(await useToken(database, token, 1_000)).toBe(null);
  const { rows } = await owner.query<{ row: string }>("SELECT t::text AS row FROM rehearsal_token t");
  expect(JSON.stringify(rows)).not.toContain(token.slice(6));
  await expect(control.query("UPDATE rehearsal_token SET expires_at = now()")).rejects.toThrow("permission denied");
});
