import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type ImportAnswer, ImportAnswer as Answer } from "#contracts/console/preparation";
import { createPreparationStore } from "#control/preparation/preparation-store";
import { createExamBook, type ExamBook } from "#control/roster/exam-book";
import { createRosterSource } from "#control/roster/roster-source";
import { aDesk } from "#control/testing/a-desk";
import { NATION } from "#domain/sitting/scope";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { insertAccount } from "#postgres/exam/staff";
import { openPool } from "#postgres/connection";
import { findAccount } from "#postgres/queries/accounts";
import { databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";
import { createStaffSessions } from "#redis/staff-sessions";
import { createPasswords } from "#runtime/password";

const AT = "/api/console/exams/1";
let owner: pg.Pool;
let controlUrl: string;
let databaseUrl: string;
let book: ExamBook;
let desk: ReturnType<typeof aDesk>;
let journal: ReturnType<typeof createJournal>;
let cookie: string;

/** Control as a process would have it: its own role of the database, its own connections. */
async function aProcess(url: string) {
  const redis = openConnection(controlUrl);
  const pool = openPool(url, 2);
  onTestFinished(async () => {
    redis.disconnect();
    await pool.end();
  });
  const database = databaseOf(pool);
  const sessions = createStaffSessions(redis, redis);
  journal = createJournal(redis);
  book = createExamBook(createRosterSource(database), { read: async () => [], write: async () => undefined }, () => {});
  desk = aDesk({
    sessions,
    journal,
    preparation: createPreparationStore({
      database,
      hasBegun: async (sittingId) => (await journal.read(sittingId)).length > 0,
      endSessions: (accountId) => sessions.endAll(accountId),
      passwords: createPasswords(),
      staffSecret: () => Buffer.alloc(32, 4),
    }),
    book: { ...book, candidates: book.candidates },
  });
  cookie = await desk.cookieOf("marie");
}

beforeEach(async () => {
  ({ controlUrl } = await emptyRedis());
  const { ownerUrl, urlFor } = await freshDatabase();
  databaseUrl = urlFor("amphi_control");
  owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  await insertSitting(owner, { candidates: 2 });
  await aProcess(databaseUrl);
  return () => owner.end();
});

const send = (kind: string, body: string, query: string, as = cookie) =>
  desk.post(`${AT}/import/${kind}?${query}`, body, as, { "content-type": "application/octet-stream" });
async function imported(kind: string, body: string | object, query = "dryRun=0"): Promise<ImportAnswer> {
  const response = await send(kind, typeof body === "string" ? body : JSON.stringify(body), query);
  expect(response.status).toBe(200);
  return Answer.parse(await response.json());
}
const exported = async (query = "") =>
  (await (await desk.get(`${AT}/export.json${query}`, cookie)).json()) as Record<string, unknown>;
const count = async (from: string) => Number((await owner.query(`SELECT FROM ${from}`)).rowCount);
const HEADING = "login;name;role;centre;rooms";
const staff = (...rows: string[]) => [HEADING, ...rows].join("\n");
const PEOPLE = "N° étudiant;Nom;Prénom;Centre;Salle;Table";
const people = (...rows: string[]) => [PEOPLE, ...rows].join("\n");
/** The account of the session, as the database knows it. */
async function insertMarie(): Promise<void> {
  const marie = { login: "marie", name: "Marie Duval", role: "organiser", centreId: null, roomIds: [] } as const;
  const credentials = { passwordHash: "x", secondFactor: Buffer.from("x") };
  expect(await insertAccount(databaseOf(owner), 1, marie, credentials)).toBe(1);
}
const told = ({ problems }: ImportAnswer) => problems.map(({ line, place, rule }) => [line, place, rule]);

test("an exam as it was exported changes nothing; as a copy it takes over papers whose keys control never sees", async () => {
  await owner.query("INSERT INTO answer_key (paper_id, item_id, key) VALUES (1, 'q1', '{}')");
  const same = await imported("exam", await exported());
  expect([same.stored, same.listed, same.changes.map(({ made, changed }) => made + changed)]).toEqual([
    true,
    [],
    [0, 0, 0, 0, 0],
  ]);
  const plan = await exported("?as=next-year&shiftDays=364");
  const dry = await imported("exam", plan, "dryRun=1");
  expect([dry.stored, dry.problems, await count("exam")]).toEqual([false, [], 1]);
  const copy = await imported("exam", plan);
  expect(copy.stored).toBe(true);
  expect(copy.changes).toEqual(dry.changes);
  expect([await count("exam"), await count("answer_key"), await count("sitting")]).toEqual([2, 2, 2]);
  // It has other organisers from now on.
  expect(told(await imported("exam", plan))).toEqual([[null, "slug", "another-exam"]]);
});

test("papers with keys, papers of other exams and other exams are refused, all at once", async () => {
  await owner.query("INSERT INTO exam (slug, title) VALUES ('other', 'Other')");
  const papers = [
    { slug: "p1", folder: "paper" },
    { slug: "p2", exam: "third" },
  ];
  const answer = await imported("exam", { ...(await exported()), slug: "other", papers });
  expect(told(answer)).toEqual([
    [null, "slug", "another-exam"],
    [null, "papers[0].folder", "paper-folder"],
    [null, "papers[1].exam", "another-exam"],
  ]);
  expect(answer.stored).toBe(false);
  expect(told(await imported("exam", "{"))).toEqual([[null, "", "unreadable"]]);
});

test("a sitting that has begun keeps its start and rules; a room is renamed under it, on consoles too, and nothing else moves", async () => {
  await book.start();
  const append = () =>
    journal.append(1, {
      id: randomUUID(),
      kind: "check_in",
      author: "x",
      cause: "",
      scope: NATION,
      effectiveAtMs: null,
    });
  await append();
  const before = [book.centres(1), await journal.read(1)] as const;
  const plan = (await exported()) as { sittings: object[]; centres: { rooms: object[] }[] };
  const later = { ...plan, sittings: plan.sittings.map((one) => ({ ...one, start: "2026-10-19T14:00" })) };
  const refused = await imported("exam", later);
  expect(refused.problems).toMatchObject([{ rule: "sitting-begun", place: "sittings[0]", value: "Sitting" }]);
  const rooms = [{ code: "R1", name: "Amphi Laennec" }];
  const centres = [{ code: "C1", name: "Rennes", rooms }];
  const renamed = await imported("exam", { ...plan, centres });
  expect(renamed.listed.map(({ what, name, fields }) => [what, name, ...fields])).toEqual([
    ["centre", "C1", "name"],
    ["room", "C1/R1", "name"],
  ]);
  const [centre] = before[0];
  const [room] = centre?.rooms ?? [];
  expect(book.centres(1)).toEqual([{ ...centre, name: "Rennes", rooms: [{ ...room, name: "Amphi Laennec" }] }]);
  expect(await journal.read(1)).toEqual(before[1]);
  await book.stop();
});

test("staff: every problem with line and column; the letters once; whoever is disabled is out at once", async () => {
  await insertMarie();
  const wrong = await imported("staff", staff("a;Anna;proctor;C1;R9", "abc;;chief;C1;", "abc;A;technician;C1;"));
  expect(told(wrong)).toEqual([
    [2, "login", "login"],
    [3, "name", "name"],
    [3, "role", "role"],
  ]);
  expect(told(await imported("staff", staff("anna;Anna;proctor;C1;R9")))).toEqual([[2, "", "room-unknown"]]);
  const file = staff("anna;Anna Blanc;proctor;C1;R1", "org;Léa Roy;organiser;;");
  const dry = await imported("staff", file, "dryRun=1");
  expect([dry.letters, dry.changes, await count("account")]).toEqual([
    null,
    [{ what: "account", made: 2, changed: 0, removed: 0, same: 0 }],
    1,
  ]);
  const { stored, letters } = await imported("staff", file, "dryRun=0&letters=csv");
  expect([stored, letters?.count, letters?.fileName]).toEqual([true, 2, "exam-letters.csv"]);
  const [, row = []] = Buffer.from(letters?.base64 ?? "", "base64")
    .toString()
    .split("\r\n")
    .map((one) => one.split(";"));
  const anna = await findAccount(databaseOf(owner), "anna");
  expect(await createPasswords().verify(anna?.passwordHash ?? null, row[4] ?? "")).toBe(true);
  const pdf = await imported("staff", staff("zoe;Zoé;technician;C1;"), "dryRun=0");
  expect(
    Buffer.from(pdf.letters?.base64 ?? "", "base64")
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");

  if (!anna) throw new Error("no account was made");
  const { token } = await desk.parts.sessions.open(anna.account, desk.world.nowMs);
  const inside = async () => (await desk.parts.sessions.find(token, desk.world.nowMs)) !== null;
  expect(await inside()).toBe(true);
  const rest = staff("marie;Marie Duval;organiser;;", "org;Léa Roy;organiser;;", "zoe;Zoé;technician;C1;");
  expect((await imported("staff", rest)).stored).toBe(true);
  expect(await inside()).toBe(true);
  const out = await imported("staff", rest, "dryRun=0&removeMissing=1");
  expect(out.listed).toEqual([{ what: "account", change: "removed", name: "anna Anna Blanc", fields: [] }]);
  expect([await inside(), (await findAccount(databaseOf(owner), "anna"))?.disabled]).toEqual([false, true]);
});

test("whoever imports is not shut out by the import, and makes nobody who serves other exams", async () => {
  await insertMarie();
  const other = staff("paul;Paul Roux;organiser;;");
  expect(told(await imported("staff", other, "dryRun=1&removeMissing=1"))).toEqual([[null, "", "own-account"]]);
  expect(told(await imported("staff", staff("marie;Marie Duval;technician;C1;")))).toEqual([[2, "", "own-account"]]);
  expect(told(await imported("staff", staff("olga;Olga Petit;operator;;")))).toEqual([[2, "", "operator"]]);
  expect((await imported("staff", other)).stored).toBe(true);
});

test("candidates: refused by line and column, then stored as they were shown, and consoles have them", async () => {
  await book.start();
  const wrong = await imported("candidates", people("S16;Family;Given;C1;R1;T16", "S17;;Given;C1;R1;T16"));
  expect(told(wrong)).toEqual([
    [3, "Nom", "cell-empty"],
    [3, "", "seat-repeated"],
  ]);
  expect(wrong.preview).toEqual({
    columns: PEOPLE.split(";"),
    rows: [
      ["S16", "Family", "Given", "C1", "R1", "T16"],
      ["S17", "", "Given", "C1", "R1", "T16"],
    ],
  });
  const file = people("S16;Family;Given;C1;R1;T9", "S99;Roy;Ana;C1;B2;1");
  const dry = await imported("candidates", file, "dryRun=1");
  expect(dry.changes).toEqual([{ what: "candidate", made: 1, changed: 1, removed: 1, same: 0 }]);
  expect(dry.listed.map(({ change, name, fields }) => [change, name, ...fields])).toEqual([
    ["removed", "S17 Family Given"],
    ["moved", "S16 Family Given", "C1 R1 T16 → C1 R1 T9"],
  ]);
  expect(await count("candidate WHERE seat = 'T9'")).toBe(0);
  expect((await imported("candidates", file)).stored).toBe(true);
  expect([...book.candidates(1).values()].map((one) => [one.id, one.studentNumber, one.seat])).toEqual([
    [16, "S16", "T9"],
    [expect.any(Number), "S99", "1"],
  ]);
  // Somebody who has signed in is on the list of a sitting that is open: nobody is removed now.
  await owner.query("INSERT INTO journal VALUES (1, 1, 'a', 'check_in', 0, '{}')");
  expect(told(await imported("candidates", people("S16;Family;Given;C1;R1;T9"), "dryRun=1"))).toEqual([
    [null, "", "sitting-open"],
  ]);
  expect(told(await imported("candidates", "nothing"))).toEqual([[null, "", "unreadable"]]);
  await book.stop();
});

test("organisers of that exam alone, from our own pages, up to 5 MB; without PostgreSQL it says so", async () => {
  for (const login of ["lead", "proctor", "tech", "ops", "elsewhere"]) {
    const other = await desk.cookieOf(login);
    expect(await desk.told(await send("staff", staff(), "dryRun=1", other))).toBe("403 not_allowed");
    expect((await desk.get(`${AT}/export.json`, other)).status).toBe(403);
  }
  expect(await desk.told(await send("staff", staff(), "dryRun=1", ""))).toBe("401 session_ended");
  expect(await desk.told(await send("papers", "{}", "dryRun=1"))).toBe("404 not_found");
  const away = { origin: "http://evil.example", "content-type": "application/octet-stream" };
  expect(await desk.told(await desk.post(`${AT}/import/staff`, staff(), cookie, away))).toBe("403 not_allowed");
  expect(await desk.told(await send("staff", " ".repeat(5 * 1024 * 1024 + 1), "dryRun=1"))).toBe("400 bad_request");
  expect((await desk.get(`${AT}/export.json?shiftDays=soon`, cookie)).status).toBe(400);

  await aProcess(databaseUrl.replace(/:\d+\//, ":1/"));
  expect(await desk.told(await send("staff", staff("anna;A;organiser;;"), "dryRun=0"))).toBe("503 store_unavailable");
  expect(await desk.told(await desk.get(`${AT}/export.json`, cookie))).toBe("503 store_unavailable");
});
