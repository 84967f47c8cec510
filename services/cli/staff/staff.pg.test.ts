import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { findAccount } from "#postgres/queries/accounts";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";
import { openConnection } from "#redis/connection";
import { createStaffSessions } from "#redis/staff-sessions";
import { createPasswords } from "#runtime/password";
import { acceptedStep, codeAt, openSecondFactor } from "#runtime/second-factor";

let pool: pg.Pool;
let redis: Redis;
let folder: string;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  const { ownerUrl } = await freshDatabase();
  const { controlUrl } = await emptyRedis();
  redis = openConnection(controlUrl);
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  await insertSitting(pool);
  folder = temporaryFolder();
  amphi = (...args) => runAmphi(settingsWith({ database: ownerUrl, control: controlUrl }), ...args);
});
afterEach(async () => {
  redis.disconnect();
  await pool.end();
});

const HEADING = "login;name;role;centre;rooms";
let files = 0;
const file = (...lines: string[]) => {
  const path = join(folder, `staff-${++files}.csv`);
  writeFileSync(path, [HEADING, ...lines].join("\r\n"));
  return path;
};
const letters = (ext = "csv") => join(folder, `letters-${++files}.${ext}`);
const stored = (login: string) => findAccount(databaseOf(pool), login);
const accounts = async () =>
  (
    await pool.query<{ login: string; off: boolean }>(
      "SELECT login, disabled_at IS NOT NULL AS off FROM account ORDER BY 1",
    )
  ).rows;

describe("amphi import staff", () => {
  test("makes accounts whose letters open them, once", async () => {
    const path = file("Anna;Anna Blanc;proctor;C1;R1", "org;Léa Roy;organisateur;;");
    const dry = await amphi("import", "staff", path, "--dry-run");
    expect(dry).toMatchObject({ status: 0, err: "" });
    expect(dry.out).toContain("2 new");
    expect(await accounts()).toEqual([]);

    const out = letters();
    expect(await amphi("import", "staff", path, "--out", out)).toMatchObject({ status: 0, err: "" });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const [, anna = [], org = []] = readFileSync(out, "utf8")
      .split("\r\n")
      .map((row) => row.split(";"));
    expect(anna.slice(0, 4)).toEqual(["anna", "Anna Blanc", "proctor", "Centre"]);
    expect(anna[4]).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    const passwords = createPasswords();
    const one = await stored("ANNA");
    expect(one?.account).toMatchObject({ role: "proctor", roomIds: [1], centreId: 1, examId: 1 });
    expect(await passwords.verify(one?.passwordHash ?? null, anna[4] ?? "")).toBe(true);
    expect(one?.secondFactor).toBeNull();
    const organiser = await stored("org");
    const secret = openSecondFactor(Buffer.alloc(32, 4), "org", organiser?.secondFactor ?? Buffer.alloc(0));
    expect(org[5]).toMatch(/^otpauth:/);
    expect(secret && acceptedStep(secret, codeAt(secret, 1e12), 1e12, null)).not.toBeNull();

    const again = await amphi("import", "staff", path, "--out", letters());
    expect(again.out).toContain("0 new, 0 changed, 2 as before");
    expect((await stored("anna"))?.passwordHash).toBe(one?.passwordHash);
    expect((await amphi("import", "staff", path, "--out", out)).err).toContain("exists");
  });

  test("letters as PDF", async () => {
    const out = letters("pdf");
    await amphi("import", "staff", file("org;Léa Roy;organiser;;"), "--out", out);
    expect(readFileSync(out).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("updates who is there, and disables who is gone only when told", async () => {
    await amphi("import", "staff", file("abc;A;proctor;C1;R1", "abd;B;technician;C1;"), "--out", letters());
    const hash = (await stored("abc"))?.passwordHash;
    const next = file("abc;A;lead_proctor;C1;");
    const out = letters();
    const run = await amphi("import", "staff", next, "--out", out);
    expect(run.out).toContain("1 changed");
    expect(run.out).toContain("no letter was needed");
    expect(existsSync(out)).toBe(false);
    expect(await stored("abc")).toMatchObject({ passwordHash: hash, account: { role: "lead_proctor", roomIds: [] } });
    expect(await accounts()).toEqual([
      { login: "abc", off: false },
      { login: "abd", off: false },
    ]);
    await amphi("import", "staff", next, "--out", letters(), "--remove-missing");
    expect(await accounts()).toEqual([
      { login: "abc", off: false },
      { login: "abd", off: true },
    ]);
  });

  test("a file with a problem changes nothing and leaves no letters", async () => {
    const out = letters();
    const run = await amphi("import", "staff", file("abc;A;proctor;C1;R1", "abd;B;proctor;C9;R1"), "--out", out);
    expect(run).toMatchObject({ status: 1, out: "" });
    expect(run.err).toContain('line 3: the exam has no centre "C9"');
    expect([await accounts(), existsSync(out), existsSync(`${out}.part`)]).toEqual([[], false, false]);
    expect((await amphi("import", "staff", file("abc;A;organiser;;"))).status).toBe(2);
    expect((await amphi("import", "staff", file("abc;A;organiser;;"), "--out", "x.doc")).err).toContain(".pdf or .csv");
  });
});

describe("open sessions", () => {
  test("end with disable, reset, and an import that disables or moves; a new name ends none", async () => {
    const people = ["org;Léa;organiser;;", "abc;A;proctor;C1;R1", "abd;B;technician;C1;"];
    await amphi("import", "staff", file(...people), "--out", letters());
    const sessions = createStaffSessions(redis, redis);
    const open = async (login: string) => {
      const found = await stored(login);
      if (!found) throw new Error(`no account ${login}`);
      const { token } = await sessions.open(found.account, Date.now());
      return async () => (await sessions.find(token, Date.now())) !== null;
    };
    const [org, abc, abd] = [await open("org"), await open("abc"), await open("abd")];
    const alive = async () => [await org(), await abc(), await abd()];
    await amphi("import", "staff", file("org;Léa Roy;organiser;;", ...people.slice(1)), "--out", letters());
    expect(await alive()).toEqual([true, true, true]);
    await amphi("import", "staff", file("org;Léa Roy;organiser;;", "abc;A;lead_proctor;C1;"), "--out", letters());
    expect(await alive()).toEqual([true, false, true]);
    const last = file("org;Léa Roy;organiser;;", "abc;A;lead_proctor;C1;");
    await amphi("import", "staff", last, "--remove-missing", "--out", letters());
    expect(await alive()).toEqual([true, false, false]);
    expect((await amphi("staff", "reset", "org")).status).toBe(0);
    expect(await org()).toBe(false);
    const again = await open("org");
    expect((await amphi("staff", "disable", "org")).status).toBe(0);
    expect(await again()).toBe(false);
  });
});

describe("amphi staff", () => {
  test("lists, resets, disables; prints codes of the demo alone", async () => {
    await amphi("import", "staff", file("org;Léa;organiser;;", "abc;A;proctor;C1;R1"), "--out", letters());
    expect((await amphi("staff", "list")).out).toBe("abc\tproctor\tC1: R1\tA\norg\torganiser\t\tLéa");
    const before = await stored("org");
    expect((await amphi("staff", "disable", "ORG")).out).toBe("org disabled");
    expect((await stored("org"))?.disabled).toBe(true);
    expect((await amphi("staff", "disable", "org")).out).toBe("org was disabled already");
    const reset = (await amphi("staff", "reset", "org")).out.split("\n");
    const after = await stored("org");
    expect(after?.disabled).toBe(false);
    expect(after?.secondFactor).not.toEqual(before?.secondFactor);
    expect(await createPasswords().verify(after?.passwordHash ?? null, reset[0]?.split("\t")[1] ?? "")).toBe(true);
    expect(reset[1]).toMatch(/^otpauth:/);
    expect((await amphi("staff", "code", "org")).err).toContain("demo only");
    expect((await amphi("staff", "code", "nobody")).err).toBe('no account "nobody"');
  });
});
