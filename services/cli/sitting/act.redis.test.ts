import pg from "pg";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { NATION } from "#domain/sitting/scope";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";

let client: pg.Client;
let redis: Redis;
let of: StoredSitting;
let centreId: number;
let act: (kind: string, ...args: string[]) => ReturnType<typeof runAmphi>;
let actWithoutDatabase: typeof act;
let refusal: (...args: string[]) => Promise<string>;
let clock: (...args: string[]) => Promise<string[]>;

beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  const { ownerUrl } = await freshDatabase();
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  redis = openConnection(controlUrl);
  of = await storeSitting(client);
  centreId = (await client.query<{ id: number }>("SELECT id FROM centre")).rows[0]?.id ?? 0;
  const sitting = ["--sitting", String(of.sittingId)];
  const running = settingsWith({ database: ownerUrl, control: controlUrl });
  const said = (kind: string, args: string[]) => ["sitting", "act", kind, ...sitting, "--cause", "test", ...args];
  act = (kind, ...args) => runAmphi(running, ...said(kind, args));
  actWithoutDatabase = (kind, ...args) => runAmphi(settingsWith({ control: controlUrl }), ...said(kind, args));
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
