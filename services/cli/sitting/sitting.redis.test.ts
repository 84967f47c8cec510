import { rmSync } from "node:fs";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { storePassedRehearsal } from "#postgres/queries/testing/a-passed-rehearsal";
import { storeSitting } from "#postgres/queries/testing/stored-chains";

let client: Client;
let keys: TestKeys;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
let withoutDatabase: typeof amphi;

beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  const { ownerUrl } = await freshDatabase();
  client = new Client({ connectionString: ownerUrl });
  await client.connect();
  await storeSitting(client);
  await storePassedRehearsal(client);
  keys = someKeys();
  amphi = (...args) =>
    runAmphi(settingsWith({ database: ownerUrl, control: controlUrl, keyFile: keys.privateFile }), ...args);
  withoutDatabase = (...args) => runAmphi(settingsWith({ control: controlUrl }), ...args);
});
afterEach(async () => {
  rmSync(keys.folder, { recursive: true });
  await client.end();
});

test("an operator opens, starts and ends a sitting, and sees it", async () => {
  const opened = await amphi(
    "sitting",
    "open",
    "--paper",
    "p1",
    "--title",
    "Afternoon",
    "--start",
    "2026-03-19T14:00+01:00",
  );
  expect(opened).toMatchObject({ status: 0, err: "" });
  const id = opened.out;
  const act = (kind: string) => amphi("sitting", "act", kind, "--sitting", id, "--cause", "test", "--id", `${kind}-1`);
  expect((await act("start")).out).toMatch(/^appended start start-1 at /);
  expect((await amphi("sitting", "list")).out.split("\n")).toEqual([
    "1\tplanned\t1970-01-01T00:00:01.000Z\tp1\tMorning",
    `${id}\trunning\t2026-03-19T13:00:00.000Z\tp1\tAfternoon`,
  ]);
  expect((await act("start")).out).toMatch(/^repeated start start-1 at /);
  expect(await amphi("sitting", "act", "ready", "--sitting", id, "--cause", "test")).toEqual({
    status: 1,
    out: "",
    err: `sitting ${id}: ready is not possible while the sitting is running`,
  });
  const ended = await withoutDatabase("sitting", "act", "end", "--sitting", id, "--cause", "PostgreSQL is away");
  expect(ended).toMatchObject({ status: 0, err: "" });
});

test("what is not there, or said wrongly, is refused and makes nothing", async () => {
  const refusals = await Promise.all([
    amphi("sitting", "open", "--paper", "nothing", "--title", "T"),
    amphi("sitting", "open", "--paper", "p1", "--title", "T", "--start", "2026-03-19T14:00"),
    amphi("sitting", "open", "--paper", "p1"),
    amphi("sitting", "act", "explode", "--sitting", "1", "--cause", "c"),
    amphi("sitting", "act", "start", "--sitting", "1"),
    amphi("sitting", "act", "start", "--sitting", "99", "--cause", "c"),
    amphi("sitting", "act", "start", "--sitting", "one", "--cause", "c"),
    runAmphi(
      settingsWith({ control: "redis://127.0.0.1:1" }),
      "sitting",
      "act",
      "start",
      "--sitting",
      "1",
      "--cause",
      "c",
    ),
  ]);
  expect(refusals.map((run) => `${run.status} ${run.err.split("\n")[0] ?? ""}`)).toEqual([
    '1 no paper "nothing"',
    '2 amphi sitting open: --start takes an instant such as 2026-03-19T09:00+01:00, not "2026-03-19T14:00"',
    "2 amphi sitting open: --paper and --title are needed",
    "2 amphi sitting act: an act is one of check_in, ready, start, end, collect, close, cancel, pause, resume, credit, hold, extra_time, backup, undo, instruction, play, stop_play",
    "2 amphi sitting act: --sitting and --cause are needed",
    "1 there is no sitting 99; amphi sitting list shows them",
    '2 amphi sitting act: --sitting takes a whole number from 1 to 2147483647, not "one"',
    "1 amphi sitting act: journal: Redis does not answer",
  ]);
  expect((await client.query("SELECT FROM sitting")).rowCount).toBe(1);
});
