/** `amphi student …`: invitations, mails, personal data. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { aYear, mailOf, studentNumber, type Year } from "#infra/students/a-year.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";

let year: Year;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  const database = await freshDatabase();
  year = await aYear({ ...database, controlUrl }, { nowMs: null });
  amphi = (...args) => runAmphi(settingsWith({ database: database.ownerUrl }), "student", ...args);
});
afterEach(() => year.end());

test("an invitation goes to everybody without a password, and is one mail however often it is asked for", async () => {
  await year.owner.query("UPDATE student_account SET password_hash = NULL WHERE id < 3");
  expect(await amphi("invite", "--population", "nowhere")).toMatchObject({ status: 1 });
  for (let times = 0; times < 2; times++)
    expect((await amphi("invite", "--population", "P1")).out).toBe(
      "0 accounts made, 0 persons joined to an account they had, 2 invitations queued",
    );
  expect(await year.mailer.pass()).toBe(2);
  expect(year.outbox[0]?.text).toMatch(
    /portail des examens et concours : http:\/\/portail\.example\.fr\n[^]*#\/access\/password\//,
  );
  // an address that is somebody else's
  await year.owner.query(
    "INSERT INTO person (population_id, student_number, family_name, given_name, mail) VALUES (1, '29', 'Autre', 'Luc', $1)",
    [mailOf(1)],
  );
  const doubtful = await amphi("invite", "--population", "P1");
  expect([doubtful.status, doubtful.err]).toEqual([
    1,
    expect.stringContaining("29: the address is that of somebody else"),
  ]);
});

test("R40: a text is checked, shown and replaced; the log says by recipient what became of each mail", async () => {
  const competition = ["--competition", "sante-2026"];
  const file = join(temporaryFolder(), "text.json");
  const text = (body: string) => ({ fr: { subject: "{competition}", body }, en: { subject: "{competition}", body } });
  writeFileSync(file, JSON.stringify(text("{rank}")));
  expect(await amphi("template", "wishes-saved", ...competition, "--file", file)).toMatchObject({
    status: 2,
    err: expect.stringContaining("fr.body: {rank}"),
  });
  writeFileSync(file, JSON.stringify(text("Noté : {wishes}")));
  expect((await amphi("template", "wishes-saved", ...competition, "--file", file, "--preview")).out).toContain(
    "Noté : ‹wishes›",
  );
  expect(await amphi("template", "wishes-saved", ...competition, "--file", file)).toMatchObject({ status: 0 });
  const cookie = await year.signIn(1);
  await year.owner.query(
    `UPDATE competition SET plan = jsonb_set(plan, '{wishes,windows}', '[{"name":"x","opensAt":"2020-01-01T00:00:00Z","closesAt":"2099-01-01T00:00:00Z"}]')`,
  );
  await year.json("POST", `${year.path}/wishes`, cookie, { programmes: ["PHA"], version: 0 });
  await year.owner.query("UPDATE mail SET due_at_ms = 0");
  await year.mailer.pass();
  expect(year.outbox[0]).toMatchObject({ subject: "Première année de santé", text: "Noté : 1. Pharmacie" });
  expect((await amphi("mails", ...competition)).out).toMatch(
    /^1\tsent\t\S+\tetudiant1@example\.fr\twishes-saved\tPremière année de santé\t1 attempts\t250 ok$/,
  );
  expect(await amphi("mails", ...competition, "--again", "1")).toMatchObject({ status: 1 });
});

describe("personal data", () => {
  test("are handed out with who saw them, and erased but for the record", async () => {
    const of = [studentNumber(1), "--population", "P1"];
    await year.side.before[1]?.start();
    await year.json("GET", `${year.path}/history`, await year.signIn(1));
    await year.side.before[1]?.stop();
    const data = JSON.parse((await amphi("data", ...of)).out) as Record<string, unknown>;
    expect(data).toMatchObject({
      person: { family_name: "Nom1" },
      account: { login: mailOf(1) },
      seenBy: [{ who: "student", what: "history" }],
    });
    expect(JSON.stringify(data)).not.toContain("hash of");
    expect(await amphi("erase", ...of)).toMatchObject({ status: 2 });
    expect(await amphi("erase", ...of, "--sure")).toMatchObject({ status: 0 });
    const left = JSON.parse((await amphi("data", ...of)).out) as Record<string, unknown>;
    expect(left).toMatchObject({ person: { family_name: "", mail: "" }, account: null, mails: null });
    expect(left["marks"]).toHaveLength(2);
    expect(JSON.stringify(left)).not.toMatch(/etudiant1|Nom1/);
    expect((await amphi("forget", "access", "--before", "2099-01-01")).out).toBe("1 rows deleted");
  });
});
