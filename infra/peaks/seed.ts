/** A competition of thousands in a database of its own: persons, accounts, and a publication that two have signed. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import type { OwnResult } from "#domain/student/result";
import { canonicalJson } from "#domain/marking/canonical-json";

const PROGRAMMES = ["P1", "P2", "P3", "P4", "P5", "P6"];

/** What is unlike in each is the rank: nobody may be shown another's. */
function resultOf(rank: number, students: number): OwnResult {
  const wishes = PROGRAMMES.map((programme, n) => ({
    ...{ programme: `Programme ${programme}`, number: n + 1, rank, lastRank: 100 * n, waiting: rank },
    outcome: "full" as const,
  }));
  const line = "toutes les places étaient prises avant ce rang";
  return {
    marks: Array.from({ length: 12 }, (_, n) => ({ unit: `Unité ${n + 1}`, value: { mark: 12_345, maximum: 20_000 } })),
    rankings: [
      {
        ...{ ranking: "Classement général", total: 1_234_567, outOf: 2_000_000, rank, ranked: students },
        ...{ status: "ranked", excludedBy: null },
      },
    ],
    seat: { round: 1, programme: null, code: null, wish: null, wishes },
    explanation: {
      fr: wishes.map((one) => `rang ${rank} en ${one.programme}, dernier admis ${one.lastRank} : ${line}`),
      en: wishes.map((one) => `rank ${rank} in ${one.programme}, last admitted ${one.lastRank}: every place was taken`),
    },
    reorientation: null,
  };
}

/** Persons and accounts 1 to `students`; the rank of each is its number. `prepared`: results are, and wait for two signatures. */
export async function seed(owner: pg.Pool, students: number, prepared: boolean, nowMs: number): Promise<void> {
  const at = (ms: number) => new Date(nowMs + ms).toISOString();
  const plan = aPlan({
    programmes: PROGRAMMES.map((code) => aProgramme(code, 100)),
    wishes: { most: 0, windows: [{ name: "Now", opensAt: at(-3_600_000), closesAt: at(86_400_000) }] },
    mails: ["wishes-saved"],
  });
  await owner.query("INSERT INTO population (id, code, name) VALUES (1, 'P1', 'First year')");
  await owner.query("INSERT INTO competition (id, population_id, slug, plan) VALUES (1, 1, 'peak', $1)", [plan]);
  const each = "FROM generate_series(1, $1::int) n";
  const many = (sql: string) => owner.query(sql.replace("EACH", each), [students]);
  await many(
    "INSERT INTO person (id, population_id, student_number, family_name, given_name, mail) SELECT n, 1, n, 'F' || n, 'G', n || '@example.fr' EACH",
  );
  await many("INSERT INTO student_account (id, login, name) SELECT n, n || '@example.fr', 'G F' || n EACH");
  await many("INSERT INTO student_account_person (person_id, account_id) SELECT n, n EACH");
  await many(
    "INSERT INTO enrolment (competition_id, person_id, identity, programmes) SELECT 1, n, '{\"abroad\":\"no\"}', '{P1,P2,P3,P4,P5,P6}' EACH",
  );
  if (prepared) await prepare(owner, students);
  await owner.query("ANALYZE");
}

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");
const RESULTS_SHA256 = sha256Of("results");

async function prepare(owner: pg.Pool, students: number): Promise<void> {
  await owner.query(
    "INSERT INTO publication (id, competition_id, state, sha256, people, asked_by) VALUES (1, 1, 'ready', $1, $2, 'seed')",
    [RESULTS_SHA256, students],
  );
  const results = Array.from({ length: students }, (_, i) => JSON.stringify(resultOf(i + 1, students)));
  await owner.query(
    "INSERT INTO prepared_result (publication_id, person_id, result) SELECT 1, n, result FROM unnest($1::text[]) WITH ORDINALITY AS r (result, n)",
    [results],
  );
  await owner.query(
    "INSERT INTO account (id, login, name, role) VALUES (1, 'anne', 'Anne', 'office'), (2, 'boris', 'Boris', 'office')",
  );
}

/** Two have signed that everybody's results are shown from that time on. */
export async function release(owner: pg.Pool, publishAtMs: number, nowMs: number): Promise<void> {
  const text = { v: 1, publicationId: 1, sha256: RESULTS_SHA256, publishAtMs, answersUntilMs: null };
  const payload = canonicalJson(text);
  const payloadSha256 = sha256Of(payload);
  await owner.query(
    `INSERT INTO decision (id, kind, subject_kind, subject_id, payload, payload_sha256, reason, proposed_by, proposed_by_name, proposed_at_ms, expires_at_ms)
     VALUES (1, 'competition_release', 'competition', 1, $1, $2, 'peak', 1, 'Anne (office)', $3, $3::bigint + 86400000)`,
    [payload, payloadSha256, nowMs],
  );
  await owner.query(
    `INSERT INTO decision_outcome (decision_id, proposed_by, payload_sha256, verdict, settled_by, settled_by_name, reason, settled_at_ms)
     VALUES (1, 1, $1, 'signed', 2, 'Boris (office)', '', $2)`,
    [payloadSha256, nowMs],
  );
}
