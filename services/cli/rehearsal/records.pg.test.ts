import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { aResult } from "#contracts/testing/a-rehearsal";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { useToken } from "#postgres/queries/rehearsal-tokens";

let pool: pg.Pool;
let folder: string;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
beforeEach(async () => {
  const { ownerUrl } = await freshDatabase();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  folder = mkdtempSync(join(tmpdir(), "amphi-rehearsal-"));
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl }), "rehearsal", ...args);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await pool.end();
});
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

test("the folder of a rehearsal is recorded once, and listed", async () => {
  write("result.json", JSON.stringify({ ...aResult(), series: { connected: [1] } }));
  write("report.html", "<!doctype html>");
  const recorded = "rehearsal 1: green ecni-2015, 8300 candidates, 2026-03-09T10:00:00Z";
  expect(await amphi("record", folder)).toEqual({ status: 0, out: `recorded as ${recorded}`, err: "" });
  expect(await amphi("record", folder, "--by", "Olga")).toEqual({
    status: 0,
    out: `recorded before as ${recorded}`,
    err: "",
  });
  expect((await amphi("list")).out).toBe(
    "1\tgreen\tecni-2015\t8300\t2026-03-09T10:00:00Z\t3 of 3 limits\t0123456789ab",
  );
});

test("what cannot be is refused with its place, all at once, and nothing is recorded", async () => {
  write("result.json", JSON.stringify({ ...aResult(), refusals: { count: 3 }, startedAt: "2126-01-01T00:00:00Z" }));
  const { err, status } = await amphi("record", folder);
  expect(status).toBe(2);
  expect(err.split("\n")).toEqual([
    `${join(folder, "result.json")}: startedAt: in the future`,
    `${join(folder, "result.json")}: verdict: green, and 3 tablets gave up`,
    expect.stringContaining("report.html: ENOENT") as string,
  ]);
  write("report.html", "");
  write("result.json", "{");
  expect((await amphi("record", folder)).err).toContain("result.json: JSON:");
  write("result.json", JSON.stringify({ ...aResult(), seed: "one", verdict: { state: "good", reasons: [] } }));
  expect((await amphi("record", folder)).err).toMatch(/verdict\.state: .*\n.*seed: |seed: .*\n.*verdict\.state: /);
  expect(await amphi("record")).toMatchObject({ status: 2 });
  expect((await pool.query("SELECT FROM rehearsal_record")).rowCount).toBe(0);
});

test("a token is printed once, alone on standard output; it is listed and revoked", async () => {
  const made = await amphi("token", "--name", "load machine", "--days", "2");
  expect(made.status).toBe(0);
  expect(made.out).toMatch(/^amphi_[A-Za-z0-9_-]{43}$/);
  expect(made.err).toContain('token 1 "load machine", good until ');
  expect(await useToken(databaseOf(pool), made.out, Date.now())).toMatchObject({ name: "load machine" });
  const line = (await amphi("tokens")).out;
  expect(line).toMatch(/^1\tin force\t\S+\t20\S+\tcommand line\tload machine$/);
  expect(line).not.toContain(made.out.slice(6));
  expect((await amphi("revoke", "1")).out).toBe("token 1 is revoked");
  expect((await amphi("tokens")).out).toContain("\trevoked\t");
  expect(await useToken(databaseOf(pool), made.out, Date.now())).toBe(null);
  expect(await amphi("revoke", "7")).toMatchObject({ status: 1, out: "" });
  for (const wrong of [["token"], ["token", "--name", " "], ["token", "--name", "x", "--days", "91"], ["revoke"]])
    expect((await amphi(...wrong)).status).toBe(2);
});
