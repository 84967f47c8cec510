import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { storePassedRehearsal } from "#postgres/queries/testing/a-passed-rehearsal";
import { SOME_KEYS, storeSeal, storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";

let client: pg.Client;
let controlUrl: string;
let of: StoredSitting;
let act: (kind: string, ...args: string[]) => ReturnType<typeof runAmphi>;
let actWithoutDatabase: typeof act;

beforeEach(async () => {
  ({ controlUrl } = await emptyRedis());
  const { ownerUrl } = await freshDatabase();
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  of = await storeSitting(client);
  await storeSeal(client, of, SOME_KEYS);
  const said = (kind: string, args: string[]) => [
    ...["sitting", "act", kind, "--sitting", String(of.sittingId), "--cause", "test"],
    ...args,
  ];
  act = (kind, ...args) => runAmphi(settingsWith({ database: ownerUrl, control: controlUrl }), ...said(kind, args));
  actWithoutDatabase = (kind, ...args) => runAmphi(settingsWith({ control: controlUrl }), ...said(kind, args));
  await act("check_in");
});
afterEach(() => client.end());

async function journal() {
  const redis = openConnection(controlUrl);
  const acts = await createJournal(redis).read(of.sittingId);
  redis.disconnect();
  return acts;
}
const kinds = async () => (await journal()).map(({ kind }) => kind);
const candidates = async () => (await client.query<{ n: string }>("SELECT count(*) AS n FROM candidate")).rows[0]?.n;

test("no real sitting is ready, or starts, before a rehearsal of its size was passed", async () => {
  const refused = {
    status: 1,
    out: "",
    err:
      `sitting ${of.sittingId}: no rehearsal with ${await candidates()} candidates or more was passed in the last 14 days. ` +
      "Say why it is ready all the same (--override REASON)",
  };
  expect(await act("ready")).toEqual(refused);
  expect(await act("start")).toEqual(refused);
  expect(await kinds()).toEqual(["check_in"]);
  await storePassedRehearsal(client, Number(await candidates()));
  expect((await act("ready")).status).toBe(0);
  // It was said: a start needs nothing more, and no PostgreSQL.
  await client.query("ALTER TABLE rehearsal_record RENAME TO away");
  expect((await act("start")).status).toBe(0);
  expect((await journal()).map((one) => ("override" in one ? one.override : "-"))).toEqual(["-", null, null]);
});

test("said with a reason it stands in the journal, and PostgreSQL is not asked", async () => {
  expect((await actWithoutDatabase("ready", "--override", "rehearsed at another site")).status).toBe(0);
  expect((await journal()).at(-1)).toMatchObject({ kind: "ready", override: "rehearsed at another site" });
  expect((await act("pause", "--override", "x")).err).toContain("--override goes with ready, start, not with pause");
});

test("a rehearsal that is too small or too old is told; a rehearsal itself owes nothing", async () => {
  await client.query(
    "INSERT INTO candidate SELECT 9000 + n, exam_id, 'S' || n, family_name, given_name, 'N' || n, room_id, 'X' || n FROM candidate, generate_series(1, 20) n WHERE id = (SELECT min(id) FROM candidate)",
  );
  await storePassedRehearsal(client, 12);
  expect((await act("ready")).err).toContain("(the nearest: 12 candidates, 0 days ago)");
  await client.query(
    `INSERT INTO rehearsal_record (result_sha256, profile, candidates, verdict, started_at, result, report, recorded_by)
     VALUES ('x', 'day', 500, 'green', now() - interval '20 days 1 hour', '{}', '', 'test')`,
  );
  expect((await act("ready")).err).toContain("(the nearest: 500 candidates, 20 days ago)");
  await client.query("UPDATE sitting SET rehearsal = 1");
  expect((await act("ready")).status).toBe(0);
});
