import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { hmacSha256 } from "#cli/import/demo-store";
import { demoAccounts } from "#cli/import/demo";
import { openDemoSitting } from "#cli/import/demo-sitting";
import { type Run, runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import { demoCardCode, groupedCardCode } from "#domain/exam/card-code";
import { foldJournal } from "#domain/sitting/clock";
import { NATION } from "#domain/sitting/scope";
import { DEMO_PASSWORD } from "#domain/exam/demo-staff";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { paperOfExam } from "#postgres/exam/rehearsals";
import { reschedule } from "#postgres/exam/reschedule";
import { findAccount } from "#postgres/queries/accounts";
import { sealsOf } from "#postgres/queries/packages";
import { findSitting } from "#postgres/queries/sittings";
import { createJournal } from "#redis/journal";
import { createPasswords } from "#runtime/password";
import { acceptedStep, openSecondFactor } from "#runtime/second-factor";

/** As a start leaves it: nearly all of a start's time goes into codes for every room, so most tests take a copy. */
let seeded: TestDatabase;
let firstStart: Run;
let pool: pg.Pool;
let redis: Redis;
let keys: TestKeys;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeAll(async () => {
  seeded = await freshDatabase();
  await begin(seeded);
  firstStart = await amphi("demo", "seed");
  await end();
});
afterEach(end);

/** Empty Redis, and a database: an empty one unless told. */
async function begin(database?: TestDatabase) {
  const { ownerUrl } = database ?? (await freshDatabase());
  const { controlUrl } = await emptyRedis();
  pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  redis = new Redis(controlUrl);
  keys = someKeys();
  const settings = settingsWith({ database: ownerUrl, control: controlUrl, keyFile: keys.privateFile });
  amphi = (...args) => runAmphi(settings, ...args);
  return settings;
}
async function end(): Promise<void> {
  redis.disconnect();
  rmSync(keys.folder, { recursive: true });
  await pool.end();
}
/** The demo, which a start has found there and opened. */
async function beginSeeded(): Promise<Run> {
  await begin(await freshDatabase(seeded));
  return amphi("demo", "seed");
}

const countOf = async (table: string) => Number((await pool.query(`SELECT FROM ${table}`)).rowCount);

describe("amphi demo seed", () => {
  test("stores everything once, opens the paper, prints people who can sign in", async () => {
    expect(firstStart).toMatchObject({ status: 0, err: "" });
    expect(firstStart.out).toContain("demo exam seeded");
    const run = await beginSeeded();
    const people = (out: string) => out.split("\n").slice(1);
    expect(people(firstStart.out)).toEqual(people(run.out));
    const tables = ["exam", "centre", "room", "candidate", "card", "paper", "answer_key", "sitting", "account"];
    const counts = async () => Promise.all(tables.map(countOf));
    expect(await counts()).toEqual([1, 34, 120, 8_300, 8_300, 3, 159, 1, 196]);
    for (const one of demoAccounts())
      expect(run.out).toContain(groupedCardCode(demoCardCode(one.studentNumber, hmacSha256)));
    expect(run.out).toContain("time × 4/3");
    const { rows } = await pool.query("SELECT id, rehearsal FROM sitting");
    expect(rows[0].rehearsal).toBe(1);
    const journal = createJournal(redis);
    expect(foldJournal(await journal.read(rows[0].id as number)).phase).toBe("running");

    const again = await amphi("demo", "seed");
    expect(again.out).toBe(run.out);
    expect(await counts()).toEqual([1, 34, 120, 8_300, 8_300, 3, 159, 1, 196]);
    expect(await journal.read(rows[0].id as number)).toHaveLength(2);

    const card = "card k JOIN candidate c ON c.id = k.candidate_id";
    await pool.query(`UPDATE card SET revoked_at = now() FROM candidate c WHERE c.id = card.candidate_id
      AND c.student_number = '${demoAccounts()[0]?.studentNumber}'`);
    expect(await countOf(`${card} WHERE k.revoked_at IS NOT NULL`)).toBe(1);
    expect((await amphi("demo", "seed")).out).toContain("(a new card was issued)");
  });

  test("what it opens is sealed: the start has the keys, every room its codes; a demo begun unsealed is begun anew", async () => {
    await beginSeeded();
    const seals = await sealsOf(databaseOf(pool), 1);
    expect(seals.map(({ which }) => which)).toEqual(["main", "backup"]);
    expect((await createJournal(redis).read(1)).at(-1)).toMatchObject({ kind: "start", keys: seals[0]?.keys });
    expect((await amphi("packages", "status")).out).toBe(
      seals.map(({ which, bytes, sha256 }) => ["1", which, bytes, sha256].join("\t")).join("\n"),
    );
    const lines = (await amphi("codes", "list", "1")).out.split("\n").map((line) => line.split("\t"));
    expect(lines.filter(([, , , section]) => section === "start")).toHaveLength(2 * 120);
    for (const line of lines) expect(line.at(-1)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const out = join(keys.folder, "codes.pdf");
    expect(await amphi("codes", "print", "1", "--out", out)).toMatchObject({ status: 0, out: `${out}: 240 sheets` });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect((await amphi("codes", "print", "1", "--out", out)).err).toContain("exists");

    const [checkIn, start] = await createJournal(redis).read(1);
    await redis.flushall();
    for (const act of [checkIn, start]) if (act) await createJournal(redis).append(1, { ...act, keys: null });
    await amphi("demo", "seed");
    expect(foldJournal(await createJournal(redis).read(1)).phase).toBe("ended");
    expect((await createJournal(redis).read(2)).at(-1)).toMatchObject({ kind: "start", keys: expect.anything() });
  });

  test("opens a fresh sitting when the last has ended, when its time has passed, or when its journal was lost", async () => {
    await beginSeeded();
    const db = databaseOf(pool);
    const journal = createJournal(redis);
    const paper = await paperOfExam(db, "demo", "demo-epreuve-1");
    if (!paper) throw new Error("no demo paper");
    const open = (nowMs: number) => openDemoSitting(db, journal, paper, nowMs);

    const first = await open(Date.now());
    expect(first.fresh).toBe(false);
    expect((await open(first.endsAtMs - 1)).sittingId).toBe(first.sittingId);

    const second = await open(first.endsAtMs);
    expect([second.fresh, second.sittingId > first.sittingId]).toEqual([true, true]);
    expect(foldJournal(await journal.read(first.sittingId)).phase).toBe("ended");

    await journal.append(second.sittingId, {
      id: "e",
      kind: "end",
      author: "x",
      cause: "",
      scope: NATION,
      effectiveAtMs: null,
    });
    const third = await open(Date.now());
    expect(third.sittingId).toBeGreaterThan(second.sittingId);

    await pool.query("INSERT INTO journal VALUES ($1, 1, 'a', 'check_in', 0, '{}')", [third.sittingId]);
    await redis.flushall();
    const fourth = await open(Date.now());
    expect(fourth.sittingId).toBeGreaterThan(third.sittingId);
  });

  test("staff of every role can sign in; a backup paper is staged; slots are free; every seat is on its plan", async () => {
    const began = Date.now();
    const run = await beginSeeded();
    for (const login of ["demo.organiser", "demo.lead.lyo", "demo.proctor.lyo-1"]) expect(run.out).toContain(login);
    const db = databaseOf(pool);
    const passwords = createPasswords();
    const proctor = await findAccount(db, "demo.proctor.lyo-1");
    expect(proctor?.account).toMatchObject({ role: "proctor", roomIds: [expect.any(Number)] });
    expect(await passwords.verify(proctor?.passwordHash ?? null, DEMO_PASSWORD)).toBe(true);
    const roles = await pool.query<{ role: string; n: number }>(
      "SELECT role, count(*)::int AS n FROM account GROUP BY 1 ORDER BY 1",
    );
    expect(Object.fromEntries(roles.rows.map(({ role, n }) => [role, n]))).toEqual({
      jury: 2,
      lead_proctor: 34,
      office: 2,
      operator: 1,
      organiser: 2,
      proctor: 120,
      teacher: 1,
      technician: 34,
    });
    const organiser = await findAccount(db, "demo.organiser");
    const secret = openSecondFactor(Buffer.alloc(32, 4), "demo.organiser", organiser?.secondFactor ?? Buffer.alloc(0));
    const code = await amphi("staff", "code", "demo.organiser");
    expect(secret && acceptedStep(secret, code.out, Date.now(), null)).not.toBeNull();
    expect((await findSitting(db, 1))?.backup?.paperSlug).toBe("demo-secours");
    expect(await countOf("reserve_slot WHERE sitting_id IS NULL AND start_ms > " + String(began))).toBe(4);
    expect(await countOf("candidate c JOIN room r ON r.id = c.room_id WHERE c.seat::int > r.rows * r.columns")).toBe(0);
    expect(
      await reschedule(
        db,
        { cancelledSittingId: 1, slotId: 1, paper: "demo-reserve", backup: null, override: null },
        { phaseOf: async () => "cancelled", nowMs: began },
      ),
    ).toEqual({ done: { sittingId: 2 } });
  });

  test("an exam from before it had staff gets what it lacks, once", async () => {
    await beginSeeded();
    await pool.query("DELETE FROM account_room; DELETE FROM account; DELETE FROM reserve_slot");
    await pool.query("UPDATE sitting SET backup_paper_id = NULL").catch(() => undefined);
    await pool.query(
      "DELETE FROM sitting; DELETE FROM paper WHERE slug <> 'demo-epreuve-1'; UPDATE room SET rows = NULL, columns = NULL",
    );
    expect((await amphi("demo", "seed")).status).toBe(0);
    expect(await Promise.all(["account", "paper", "room WHERE rows = 7"].map(countOf))).toEqual([196, 3, 120]);
  });

  test("never goes into a database that was named, unless it is the demo's already", async () => {
    const refused = await runAmphi({ ...(await begin()), privateDatabase: false }, "demo", "seed");
    expect(refused).toMatchObject({ status: 1, out: "" });
    expect(refused.err).toContain("passwords that everybody knows");
    await end();
    const has = await begin(await freshDatabase(seeded));
    expect((await runAmphi({ ...has, privateDatabase: false }, "demo", "seed")).status).toBe(0);
  });

  test("goes on where a start was cut off between the sitting and its acts", async () => {
    await begin(await freshDatabase(seeded));
    expect((await amphi("demo", "seed")).status).toBe(0);
    expect(await countOf("sitting")).toBe(1);
    expect(await createJournal(redis).read(1)).toHaveLength(2);
  });
});
