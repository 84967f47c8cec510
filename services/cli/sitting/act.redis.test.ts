import pg from "pg";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { NATION } from "#domain/sitting/scope";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { storePassedRehearsal } from "#postgres/queries/testing/a-passed-rehearsal";
import { SOME_KEYS, storeSeal, storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";

let client: pg.Client;
let redis: Redis;
let of: StoredSitting;
let centreId: number;
let act: (kind: string, ...args: string[]) => ReturnType<typeof runAmphi>;
let actWithoutDatabase: typeof act;
let rescheduled: (...args: string[]) => ReturnType<typeof runAmphi>;
let refusal: (...args: string[]) => Promise<string>;
let clock: (...args: string[]) => Promise<string[]>;

beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  const { ownerUrl } = await freshDatabase();
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  redis = openConnection(controlUrl);
  of = await storeSitting(client);
  await storePassedRehearsal(client);
  await storeSeal(client, of, SOME_KEYS);
  centreId = (await client.query<{ id: number }>("SELECT id FROM centre")).rows[0]?.id ?? 0;
  const sitting = ["--sitting", String(of.sittingId)];
  const running = settingsWith({ database: ownerUrl, control: controlUrl });
  const said = (kind: string, args: string[]) => ["sitting", "act", kind, ...sitting, "--cause", "test", ...args];
  act = (kind, ...args) => runAmphi(running, ...said(kind, args));
  actWithoutDatabase = (kind, ...args) => runAmphi(settingsWith({ control: controlUrl }), ...said(kind, args));
  rescheduled = (...args) => runAmphi(running, "sitting", "reschedule", ...sitting, ...args);
  refusal = async (...args) => {
    const { status, out, err } = await runAmphi(running, "sitting", "clock", ...args);
    return `${status} ${out}${err.split("\n")[0] ?? ""}`;
  };
  clock = async (...args) => {
    const { status, out, err } = await runAmphi(running, "sitting", "clock", ...sitting, ...args);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    return out.split("\n");
  };
});
afterEach(async () => {
  await client.end();
  redis.disconnect();
});
const acts = () => createJournal(redis).read(of.sittingId);
const soon = (minutes: number) => new Date(Math.ceil(Date.now() / 60_000) * 60_000 + minutes * 60_000).toISOString();
async function started(): Promise<void> {
  for (const kind of ["check_in", "start"]) expect((await act(kind)).status).toBe(0);
}

describe("sitting act", () => {
  test("a start carries the keys of the sealed paper, a later one also without PostgreSQL; unsealed there is none", async () => {
    await act("check_in");
    await client.query("UPDATE sealed_package SET paper = 'backup'");
    expect(await act("start")).toMatchObject({
      status: 1,
      err: `sitting ${of.sittingId}: the sealed paper is not at hand: no tablet could open it`,
    });
    await client.query("UPDATE sealed_package SET paper = 'main'");
    expect((await act("start")).status).toBe(0);
    expect((await acts()).at(-1)).toMatchObject({ kind: "start", keys: SOME_KEYS });
    await client.query("DELETE FROM sealed_package");
    await act("ready", "--scope", "centre:REN");
    expect((await act("start", "--scope", "centre:REN")).status).toBe(0);
    expect((await acts()).at(-1)).toMatchObject({ scope: { kind: "centre" }, keys: SOME_KEYS });
  });

  test("names become ids: centre, room and candidate", async () => {
    await started();
    expect((await act("ready", "--scope", "centre:REN")).err).toBe("");
    expect((await act("start", "--scope", "centre:REN")).out).toMatch(
      /^appended start \S+ at \S+Z for centre:REN, at once$/,
    );
    expect((await act("pause", "--scope", "room:REN/A2")).err).toBe("");
    const credit = await act("credit", "--scope", "candidate:2400042", "--minutes", "6.2", "--id", "c1");
    expect(credit.out).toMatch(/^appended credit c1 at \S+Z for candidate:2400042, 6.2 min, at once$/);
    expect((await acts()).map((one) => one.scope)).toEqual([
      NATION,
      NATION,
      { kind: "centre", id: centreId },
      { kind: "centre", id: centreId },
      { kind: "room", id: of.roomId },
      { kind: "candidate", id: of.candidateId },
    ]);
    expect((await acts()).at(-1)).toMatchObject({ creditMs: 372_000, author: "operator", cause: "test" });
  });

  test("a start that is forced says why; a pause ends for a part, then for all at an announced instant", async () => {
    await act("check_in");
    expect(await act("start", "--scope", "centre:REN")).toEqual({
      status: 1,
      out: "",
      err: `sitting ${of.sittingId}: centre:REN: it is not ready: say why it starts all the same`,
    });
    expect((await act("start", "--scope", "centre:REN", "--override", "one table is late")).status).toBe(0);
    await act("start");
    await act("pause");
    const wave = await act("resume", "--scope", "room:REN/A2", "--lifts", "nation");
    expect(wave).toMatchObject({ status: 0, err: "" });
    const at = soon(20);
    const resumed = await actWithoutDatabase("resume", "--at", at, "--id", "r1");
    expect(resumed.out).toContain(`for nation, effective ${at} = `);
    expect((await acts()).slice(-2)).toMatchObject([
      { kind: "resume", scope: { kind: "room" }, lifts: NATION },
      { kind: "resume", scope: NATION, lifts: NATION, effectiveAtMs: Date.parse(at) },
    ]);
    expect((await acts()).find((one) => one.kind === "start")).toMatchObject({ override: "one table is late" });
  });

  test("the same id again returns the first outcome, also past its instant and without PostgreSQL; never another act", async () => {
    await started();
    await act("pause", "--scope", "centre:REN", "--id", "p1");
    const past = ["--at", "2015-12-07T15:45:00+01:00"];
    const again = await actWithoutDatabase("pause", "--scope", "centre:REN", "--id", "p1", ...past);
    expect(again).toMatchObject({ status: 0, err: "" });
    expect(again.out).toMatch(/^repeated pause p1 at /);
    for (const [kind, ...args] of [["end"], ["pause", "--scope", "nation"]] as const)
      expect((await act(kind, ...args, "--id", "p1")).err).toBe(
        `sitting ${of.sittingId}: --id p1 was used for pause (centre), nothing appended`,
      );
    expect(await acts()).toHaveLength(3);
  });

  test("hold, extra time, what is taken back, instructions with numbers", async () => {
    await act("check_in");
    expect(await act("hold", "--scope", "centre:REN")).toMatchObject({ status: 0, err: "" });
    const one = ["--scope", "candidate:2400042"];
    expect(await act("extra_time", ...one, "--factor", "4/3", "--id", "e1")).toMatchObject({ status: 0, err: "" });
    expect(await act("undo", ...one, "--act", "e1")).toMatchObject({ status: 0, err: "" });
    expect((await act("undo", ...one, "--act", "e1")).err).toContain("something followed it");
    expect((await act("undo", "--act", "none")).err).toBe("--act: the journal has no act none");
    for (const words of [
      ["--text", "Page 3"],
      ["--text", "Page 4", "--corrects", "1", "--audience", "proctors"],
    ])
      expect(await act("instruction", ...words)).toMatchObject({ status: 0, err: "" });
    expect((await act("instruction", "--text", "x", "--corrects", "9")).err).toContain("no instruction 9");
    expect((await acts()).slice(1)).toMatchObject([
      { kind: "hold" },
      { kind: "extra_time", numerator: 4, denominator: 3 },
      { kind: "undo", actId: "e1", undoes: "extra_time" },
      { kind: "instruction", number: 1, audience: "everyone", text: "Page 3", corrects: null },
      { kind: "instruction", number: 2, audience: "proctors", corrects: 1 },
    ]);
  });

  test("a backup paper is given where one is staged", async () => {
    await started();
    expect((await act("backup")).err).toBe(`no backup paper is staged with sitting ${of.sittingId}`);
    const paper = `WITH p AS (INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      SELECT exam_id, 'b', 'B', 'fr', 600000, '{}', '', '' FROM paper LIMIT 1 RETURNING id)`;
    await client.query(`${paper} UPDATE sitting SET backup_paper_id = p.id FROM p`);
    await client.query(`INSERT INTO sealed_package (sitting_id, paper, paper_id, sha256, manifest, bytes, start_key, cases_key)
      SELECT id, 'backup', backup_paper_id, 'b', '', 0, start_key, cases_key FROM sitting JOIN sealed_package ON sitting_id = id`);
    expect(await act("backup", "--scope", "centre:REN")).toMatchObject({ status: 0, err: "" });
    expect((await clock()).join("\n")).toMatch(/backup b, 10 min[^]*exception: centre:REN: running, backup paper 20/);
  });

  test("every problem is named at once, and nothing is appended", async () => {
    await started();
    const wrong = await act("resume", "--scope", "room:REN/B9", "--lifts", "centre:XXX", "--at", "2015-12-07T15:45Z");
    expect(wrong).toMatchObject({ status: 1, out: "" });
    expect(wrong.err.split("\n")).toEqual([
      expect.stringMatching(/^--at: 2015-12-07 \d\d:45:00 \(\S+\) is past, it is /),
      '--scope: no room "B9" in centre REN; there are A2',
      '--lifts: no centre "XXX"; there are REN',
    ]);
    expect((await act("pause", "--scope", "candidate:9")).err).toBe('--scope: no candidate has the student number "9"');
    expect((await act("pause", "--scope", "room:XXX/A2")).err).toBe(
      '--scope: no room "XXX/A2"; centres with rooms are REN',
    );
    const narrower = await act("resume", "--scope", "centre:REN", "--lifts", "room:REN/A2");
    expect(narrower.err).toBe("--lifts: room:REN/A2 does not contain centre:REN");
    const nowhere = await actWithoutDatabase("pause", "--scope", "centre:REN");
    expect(nowhere.err).toMatch(/^DATABASE_URL is not set/);
    expect(await acts()).toHaveLength(2);
  });
});

describe("sitting clock", () => {
  test("before the start nothing is known; after it, the end of most and the other ends", async () => {
    await client.query(
      `INSERT INTO candidate (exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat,
         extra_time_numerator, extra_time_denominator)
       SELECT $1, 's' || n, 'F', 'G', 'B-' || n, $2, n, CASE n WHEN 3 THEN 4 ELSE 1 END, CASE n WHEN 3 THEN 3 ELSE 1 END
       FROM generate_series(1, 3) AS n`,
      [of.examId, of.roomId],
    );
    expect(await clock()).toEqual([
      `sitting ${of.sittingId} "Morning", paper p1, 60 min`,
      expect.stringMatching(/^now \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(\S+\): planned$/),
      "end for most: not known yet, 4 candidates",
    ]);
    await act("check_in");
    await act("start", "--at", "2100-01-01T14:00:00Z");
    await act("credit", "--minutes", "5", "--scope", "candidate:2400042");
    const lines = await clock();
    expect(lines[1]).toMatch(/: check_in$/);
    const shown = (iso: string) => expect.stringContaining(` ${zoned(iso)} `) as unknown;
    expect(lines.slice(2)).toEqual([
      shown("2100-01-01T14:00:00Z"),
      "exception: candidate:A-7: check_in, credit 5 min 00 s",
      shown("2100-01-01T15:00:00Z"),
      shown("2100-01-01T15:05:00Z"),
      shown("2100-01-01T15:20:00Z"),
    ]);
    expect(lines.slice(-3).map((line) => line.replace(/: .*\),/, ":"))).toEqual([
      "end for most: 2 candidates",
      "other end: 1 candidate",
      "other end: 1 candidate",
    ]);
  });

  test("shows the phase of each part on its own, and of one candidate", async () => {
    await started();
    await act("pause");
    await act("resume", "--scope", "centre:REN", "--lifts", "nation");
    await act("pause", "--scope", "room:REN/A2", "--at", "2100-01-01T14:00:00Z", "--id", "later");
    const lines = await clock();
    expect(lines[1]).toMatch(/: paused$/);
    expect(lines[2]).toMatch(/^announced: pause room:REN\/A2 at 2100-01-01 /);
    expect(lines[3]).toMatch(/^exception: centre:REN: running, let out of a wider pause at /);
    expect(lines[4]).toMatch(/^exception: room:REN\/A2: running, paused from 2100-01-01 .*, no resume announced$/);
    const one = await clock("--candidate", "2400042");
    expect(one).toContainEqual(
      expect.stringMatching(/^candidate: REN\/A2, extra time none: running, \d+ min \d\d s left$/),
    );
    expect(one.filter((line) => line.startsWith("act: "))).toHaveLength(5);
    await act("resume", "--scope", "room:REN/A2");
    expect((await clock()).filter((line) => line.startsWith("announced: "))).toEqual([]);
  });

  test("refuses who and what is not there", async () => {
    expect(await refusal("--sitting", "77")).toBe("1 there is no sitting 77; amphi sitting list shows them");
    expect(await refusal("--sitting", String(of.sittingId), "--candidate", "9")).toBe(
      `1 no candidate of sitting ${of.sittingId} has the student number "9"`,
    );
    expect(await refusal()).toBe("2 amphi sitting clock: --sitting is needed");
  });
});

function zoned(iso: string): string {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
    Date.parse(iso),
  );
}

describe("sitting reschedule", () => {
  test("only what is cancelled is held again, on a free slot, with another paper", async () => {
    await started();
    await client.query(
      "INSERT INTO reserve_slot (exam_id, start_ms) SELECT id, ms FROM exam, unnest(ARRAY[4605238800000, 1449565200000]) AS ms",
    );
    await client.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
      SELECT exam_id, 'other', 'Other', 'fr', 600000, '{}', '', '' FROM paper LIMIT 1`);
    const slot = ["--slot", "2115-12-08T10:00+01:00"];
    expect((await rescheduled("--paper", "other", ...slot)).err).toContain("is running: only a cancelled one");
    await act("cancel");
    expect((await rescheduled("--paper", "other", "--slot", "2015-12-09T10:00+01:00")).err).toContain(
      "  1: 2115-12-08",
    );
    expect((await rescheduled("--paper", "other", "--slot", "2")).err).toContain("the reserve slot is over");
    const made = await rescheduled("--paper", "other", ...slot);
    expect(made).toMatchObject({ status: 0, err: "" });
    expect((await rescheduled("--paper", "other", "--slot", "1")).err).toContain(
      `sitting ${made.out} replaces it already`,
    );
  });
});
