import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { insertAccount } from "#postgres/exam/staff";
import {
  decisionById,
  decisionsInForce,
  decisionsOf,
  proposeDecision,
  settleDecision,
} from "#postgres/queries/decisions";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let portal: pg.Pool;
/** With the rights of the portal alone. */
let database: Database;
const people = {
  anne: { id: 0, name: "Anne", role: "jury" as const },
  boris: { id: 0, name: "Boris", role: "jury" as const },
};
const EXAM = { kind: "exam", id: 1 } as const;
const RULING = { kind: "ruling", subject: EXAM, payload: { b: 1, a: "é" }, reason: "two right answers" } as const;

beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 2 });
  database = databaseOf(portal);
  await insertSitting(owner);
  for (const person of [people.anne, people.boris]) {
    const staff = { login: person.name, name: person.name, role: "jury", centreId: null, roomIds: [] } as const;
    person.id = await insertAccount(databaseOf(owner), 1, staff, { passwordHash: "x", secondFactor: null });
  }
});
afterEach(() => Promise.all([owner.end(), portal.end()]));

async function proposed(payload: unknown = RULING.payload) {
  const outcome = await proposeDecision(database, people.anne, { ...RULING, payload }, 1_000);
  if ("problem" in outcome) throw new Error(outcome.problem);
  return outcome.decision;
}

test("a ruling is proposed by one, signed by another, then in force and never changed", async () => {
  const ruling = await proposed();
  expect(ruling).toMatchObject({ payloadText: '{"a":"é","b":1}', proposedBy: { name: "Anne (jury)" }, outcome: null });
  const { payloadSha256 } = ruling;
  const sign = (by: typeof people.anne, sha256 = payloadSha256) =>
    settleDecision(database, by, ruling.id, { verdict: "signed", reason: "", payloadSha256: sha256 }, 2_000);
  expect(await sign(people.anne)).toEqual({ problem: "second_person_needed" });
  expect(await sign(people.boris, "0".repeat(64))).toEqual({ problem: "payload_differs" });
  expect(await decisionsInForce(database, EXAM, ["ruling"])).toEqual([]);

  const both = await Promise.all([sign(people.boris), sign(people.boris)]);
  expect(both.filter((one) => "problem" in one)).toEqual([{ problem: "settled_already" }]);
  const inForce = await decisionById(database, ruling.id);
  expect(inForce?.outcome).toEqual({
    ...{ verdict: "signed", reason: "", atMs: 2_000 },
    by: { accountId: people.boris.id, name: "Boris (jury)" },
  });
  expect(await decisionsInForce(database, EXAM, ["ruling"])).toEqual([inForce]);
  expect(await decisionsInForce(database, { kind: "competition", id: 1 }, ["ruling"])).toEqual([]);
  for (const statement of [
    "UPDATE decision SET reason = 'x'",
    "DELETE FROM decision_outcome",
    "TRUNCATE decision CASCADE",
  ])
    await expect(owner.query(statement)).rejects.toThrow("append-only");
});

test("the database itself refuses one person's two signatures, and a text that was not proposed", async () => {
  const ruling = await proposed();
  const insert = (by: number, sha256: string) =>
    portal.query(`INSERT INTO decision_outcome VALUES ($1, $2, $3, 'signed', $4, 'somebody', '', 1)`, [
      ruling.id,
      people.anne.id,
      sha256,
      by,
    ]);
  await expect(insert(people.anne.id, ruling.payloadSha256)).rejects.toThrow("decision_outcome_two_persons");
  await expect(insert(people.boris.id, "0".repeat(64))).rejects.toThrow("decision_outcome_of");
  await expect(
    portal.query(
      `INSERT INTO decision (kind, subject_kind, subject_id, payload, payload_sha256, reason, proposed_by,
      proposed_by_name, proposed_at_ms, expires_at_ms) VALUES ('ruling', 'exam', 1, '{}', 'ab', 'r', $1, 'A', 1, 2)`,
      [people.anne.id],
    ),
  ).rejects.toThrow("decision_payload");
});

test("what is refused or taken back stays in the list, newest first", async () => {
  const [first, second] = [await proposed(1), await proposed(2)];
  const { payloadSha256 } = first;
  await settleDecision(database, people.boris, first.id, { verdict: "refused", reason: "no", payloadSha256 }, 2_000);
  await settleDecision(
    database,
    people.anne,
    second.id,
    { verdict: "taken_back", reason: "", payloadSha256: "" },
    2_000,
  );
  const all = await decisionsOf(database, EXAM, ["ruling"]);
  expect(all.map(({ id, outcome }) => [id, outcome?.verdict])).toEqual([
    [second.id, "taken_back"],
    [first.id, "refused"],
  ]);
  expect(await decisionsInForce(database, EXAM, ["ruling"])).toEqual([]);
});
