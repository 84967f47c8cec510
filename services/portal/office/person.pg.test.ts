/** One student and the answers to seats, on a real database: who said what, who has seen what. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { officeRoutes } from "#portal/office/routes";
import { type AnOffice, anOffice, PEOPLE, PLAN } from "#portal/testing/an-office";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { writeAccess } from "#postgres/queries/student/access-log";

let office: AnOffice;
let at = "";
let ids: number[] = [];
beforeEach(async () => {
  office = await anOffice(await freshDatabase());
  at = await office.aCompetition({ ...PLAN, mails: ["resignation"] });
  await office.sendTable(`${at}/import?dryRun=0`, PEOPLE);
  const { body } = await ask("GET", `${at}/people`, "office");
  ids = (body["people"] as { personId: number }[]).map(({ personId }) => personId);
});
afterEach(() => office.end());
const ask: AnOffice["ask"] = (...asked) => office.ask(...asked);

/** Seats MED, PHA and none are published, with answers until that time. */
async function publish(answersUntilMs: number | null): Promise<number> {
  const { rows } = await office.owner.query<{ id: number }>(
    `WITH c AS (INSERT INTO calculation (competition_id, kind, asked_by) SELECT id, 'round', 'x' FROM competition RETURNING id, competition_id)
     INSERT INTO publication (competition_id, round_id, state, sha256, people, asked_by)
     SELECT competition_id, id, 'ready', repeat('a', 64), 3, 'x' FROM c RETURNING id`,
  );
  const id = rows[0]?.id ?? 0;
  for (const [n, code] of ["MED", "PHA", null].entries()) {
    const seat = { round: 1, programme: code, code, wish: code && n + 1, wishes: [] };
    const result = JSON.stringify({ marks: null, rankings: null, seat, explanation: null, reorientation: null });
    await office.owner.query("INSERT INTO prepared_result VALUES ($1, $2, $3)", [id, ids[n], result]);
  }
  const payload = { v: 1, publicationId: id, sha256: "a".repeat(64), publishAtMs: 0, answersUntilMs };
  const subject = { kind: "competition", id: 1 } as const;
  const by = { id: 102, name: "office", role: "office" } as const;
  const kind = "competition_release";
  const made = await proposeDecision(office.database, by, { kind, subject, payload, reason: "vote" }, 1);
  if ("problem" in made) throw new Error(made.problem);
  const second = { id: 101, name: "jury", role: "jury" } as const;
  const { id: decisionId, payloadSha256 } = made.decision;
  await settleDecision(office.database, second, decisionId, { verdict: "signed", reason: "", payloadSha256 }, 2);
  return id;
}

test("R27: the office sees who has answered to which seat and until when, and notes a resignation that came by letter", async () => {
  expect((await ask("GET", `${at}/answers`, "office")).body).toEqual({ publication: null, nowhere: 0, lines: [] });
  // Over for students; a letter still counts.
  const untilMs = office.asks.world.nowMs - 1;
  const publicationId = await publish(untilMs);
  const answers = async () => (await ask("GET", `${at}/answers`, "office")).body;
  expect(await answers()).toEqual({
    publication: { id: publicationId, publishAtMs: 0, answersUntilMs: untilMs },
    nowhere: 1,
    lines: [
      { personId: ids[0], studentNumber: "20000001", name: "Durand Léa", programme: "MED", wish: 1, said: null },
      { personId: ids[1], studentNumber: "20000002", name: "Petit Max", programme: "PHA", wish: 2, said: null },
    ],
  });
  const note = (n: number, over: object = {}) =>
    ask("POST", `${at}/people/${ids[n]}/answer`, "office", {
      ...{ publicationId, programme: "MED", answer: "resigned", ...over },
    });
  expect((await note(0, { programme: "PHA" })).body).toMatchObject({ error: { problems: [{ code: "seat_changed" }] } });
  expect((await note(2)).body).toMatchObject({ error: { problems: [{ code: "no_seat" }] } });
  await office.owner.query(
    `WITH a AS (INSERT INTO student_account (login, name) VALUES ('lea@etu.example', 'Léa Durand') RETURNING id)
     INSERT INTO student_account_person SELECT $1, id FROM a`,
    [ids[0]],
  );
  const before = (await ask("GET", at, "office")).body["revision"] as number;
  expect((await note(0)).body).toEqual({ answer: "resigned" });
  expect((await ask("GET", at, "office")).body["revision"]).toBe(before + 1);
  expect((await note(0, { answer: "accepted" })).body).toMatchObject({
    error: { problems: [{ code: "answer_final" }] },
  });
  expect((await answers())["lines"]).toMatchObject([
    { said: { answer: "resigned", by: "office (office)", atMs: office.asks.world.nowMs } },
    { said: null },
  ]);
  // The student is told, as of an answer of their own.
  const { rows } = await office.owner.query("SELECT kind, recipient FROM mail");
  expect(rows).toEqual([{ kind: "resignation", recipient: "lea@etu.example" }]);
  const csv = await office.asks.ask("GET", `${at}/export.csv?columns=studentNumber,answer`, "office");
  expect((await csv.text()).split("\r\n").slice(1, 3)).toEqual(["20000001;resigned", "20000002;"]);
});

test("one student with marks, wishes, seat and answer, each with who entered it", async () => {
  const publicationId = await publish(null);
  await ask("PUT", `${at}/people/${ids[0]}/wishes`, "office", { programmes: ["MED"] });
  await ask("PUT", `${at}/people/${ids[0]}/wishes`, "office", { programmes: ["PHA", "MED"] });
  expect((await ask("GET", `${at}/people/${ids[0]}`, "office")).body).toMatchObject({
    ...{ person: { familyName: "Durand", wishes: ["PHA", "MED"] }, account: null },
    marks: [
      { unit: "UE1", cell: "18", source: "csv", by: "office (office)" },
      { unit: "UE2", cell: "10" },
    ],
    wishes: [{ programmes: ["PHA", "MED"] }, { programmes: ["MED"], by: "office (office)" }],
    seat: {
      ...{ publicationId, programme: "MED", name: "Programme MED", wish: 1, said: null },
      open: ["accepted", "locked", "keeps-below", "resigned"],
    },
  });
  expect((await ask("GET", `${at}/people/${ids[2]}`, "office")).body["seat"]).toBe(null);
  expect((await ask("GET", `${at}/people/99999`, "office")).status).toBe(404);
});

test("R39: who of the staff has seen what of a student is told, alone or in a list, and how often the student has looked", async () => {
  await ask("GET", `${at}/people/${ids[1]}`, "jury");
  await ask("GET", `${at}/units/UE1/marks`, "office");
  const own = { atMs: 7, who: "student", personId: ids[1] ?? 0, competitionId: 1, examId: null, what: "result" };
  await writeAccess(office.database, [...office.asks.accesses, own, { ...own, personId: ids[0] ?? 0 }]);
  const { body } = await ask("GET", `${at}/people/${ids[1]}`, "office");
  expect(body).toMatchObject({
    seenBy: [
      { who: "office (office)", what: "marks:UE1", inList: true },
      { who: "jury (jury)", what: "person", inList: false, atMs: office.asks.world.nowMs },
      { who: "office (office)", what: "people", inList: true },
    ],
    ownLooks: { count: 1, lastAtMs: 7 },
  });
});

test("a route that says it shows nobody shows nobody", async () => {
  await publish(null);
  const one = {
    code: "ALL",
    outOf: 1,
    ranks: [1],
    totals: [1],
    statuses: ["ranked"],
    decidedBy: [null],
    excludedBy: [null],
  };
  const result = JSON.stringify({ people: ids.slice(0, 1), rankings: [one] });
  await office.owner.query(
    "UPDATE calculation SET kind = 'ranks', state = 'done', inputs_hash = 'x', result = $1, revision = 1",
    [result],
  );
  const words: Readonly<Record<string, string>> = { unit: "UE1", file: "result.json", personId: String(ids[0]) };
  const parts = { pool: office.portal, database: office.database, portalUrl: "", now: () => 0 };
  const told = async (path: string) => {
    const filled = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => words[name] ?? "1");
    return (await office.asks.ask("GET", filled, "office")).text();
  };
  const names = /Durand|20000001|Léa/;
  const read = officeRoutes(parts).filter(({ method, who }) => method === "GET" && who[0] === "office");
  for (const { path, shows } of read) {
    const text = await told(path);
    // Of routes that show somebody, those of a list or a person do so here too: else this would prove nothing.
    if (shows === null) expect(`${path} ${text}`).not.toMatch(names);
    else if (["people", "person", "marks", "ranks"].includes(shows) && !path.includes(":file"))
      expect(`${path} ${text}`).toMatch(
        path.includes("/calculations/:calculationId{[0-9]+}/people") ? /not_found/ : names,
      );
  }
});
