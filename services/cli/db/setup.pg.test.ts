import { Client } from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { ROLES, type Role } from "#postgres/roles";
import { Secret } from "#runtime/secret";

const passwords = Object.fromEntries(ROLES.map((role) => [role, `test-${role}`])) as Record<Role, string>;
const withPasswords = (database: string) => ({ ...settingsWith({ database }), rolePasswords: new Secret(passwords) });

let administrator: Client;
let name: string;
let url: URL;
beforeEach(async () => {
  administrator = new Client({ connectionString: inject("databaseUrl") });
  await administrator.connect();
  name = `setup_${Math.random().toString(36).slice(2)}`;
  url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
});
afterEach(async () => {
  await administrator.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await administrator.query("DROP ROLE IF EXISTS setup_owner");
  await administrator.end();
});

test("an empty database is set up, twice without harm, also by two at once", async () => {
  await administrator.query(`CREATE DATABASE ${name}`);
  const runs = await Promise.all([1, 2].map(() => runAmphi(withPasswords(url.href), "db", "setup")));
  runs.push(await runAmphi(withPasswords(url.href), "db", "setup"));
  expect(runs).toEqual([1, 2, 3].map(() => ({ status: 0, out: "database ready", err: "" })));
  const drain = new Client({
    connectionString: Object.assign(new URL(url), { username: "amphi_drain", password: passwords.amphi_drain }).href,
  });
  await drain.connect();
  expect((await drain.query<{ n: number }>("SELECT count(*)::int AS n FROM answer_log")).rows).toEqual([{ n: 0 }]);
  await expect(drain.query("SELECT FROM answer_key")).rejects.toThrow(/permission denied/);
  await drain.end();
});

test("an owner who may not make roles is told what an administrator has to run", async () => {
  await administrator.query("CREATE ROLE setup_owner LOGIN PASSWORD 'owner'");
  await administrator.query(`CREATE DATABASE ${name} OWNER setup_owner`);
  const owner = Object.assign(new URL(url), { username: "setup_owner", password: "owner" }).href;
  const refused = await runAmphi(withPasswords(owner), "db", "setup");
  expect(refused).toEqual({
    status: 1,
    out: "",
    err: "the database has no amphi_drain, amphi_control, amphi_jobs, amphi_packages, amphi_marking, amphi_portal with its rights: let an administrator run the output of `amphi db roles` once",
  });
  const { out: sql } = await runAmphi(settingsWith({}), "db", "roles");
  const there = new Client({ connectionString: url.href });
  await there.connect();
  await there.query(sql);
  await there.end();
  expect(await runAmphi(settingsWith({ database: owner }), "db", "setup")).toMatchObject({ status: 0, err: "" });
});

test("a set-up that cannot go on says why in one line and leaves no lock behind", async () => {
  const { ownerUrl } = await freshDatabase();
  const wrong = Object.assign(new URL(ownerUrl), { pathname: "/no_such_database" }).href;
  expect(await runAmphi(withPasswords(wrong), "db", "setup")).toEqual({
    status: 1,
    out: "",
    err: 'amphi db setup: database "no_such_database" does not exist',
  });
});
