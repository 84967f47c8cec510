import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import type { Act } from "#domain/sitting/act";
import { NATION, type Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { inTransaction } from "#postgres/connection";
import { loadCandidates } from "#postgres/ledger/load";
import { seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";
import { storeJournal } from "#postgres/queries/testing/stored-journal";

let client: pg.Client;
let pool: pg.Pool;
let keys: TestKeys;
let of: StoredSitting;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;
const alone = (...args: string[]) => runAmphi(settingsWith({}), ...args);
const folder = () => join(keys.folder, "out");
const exported = () => amphi("export", "answers", "--sitting", String(of.sittingId), "--out", folder());

beforeEach(async () => {
  const { ownerUrl } = await freshDatabase();
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  pool = new pg.Pool({ connectionString: ownerUrl });
  keys = someKeys();
  of = await storeSitting(client);
  const settings = settingsWith({ database: ownerUrl, keyFile: keys.privateFile });
  amphi = (...args) => runAmphi(settings, ...args);
});
afterEach(async () => {
  await client.end();
  await pool.end();
  rmSync(keys.folder, { recursive: true, force: true });
});

const at = (time: string) => Date.parse(`2015-12-07T${time}+01:00`);
const THIRTY = 30;
/** Three centres of two rooms, thirty candidates, extra time for every fourth, and a centre where nobody sits. */
async function storePlaces(): Promise<{ centre: Scope[]; room: Scope[]; candidate: Scope[] }> {
  const one = async (sql: string, values: unknown[]): Promise<number> =>
    (await client.query<{ id: number }>(`${sql} RETURNING id`, values)).rows[0]?.id ?? 0;
  const [centres, rooms, candidates]: [number[], number[], number[]] = [[], [], []];
  for (const code of ["BOR", "LYO", "=NAN", "Empty"]) {
    const centreId = await one("INSERT INTO centre (exam_id, code, name) VALUES ($1, $2, $2)", [of.examId, code]);
    centres.push(centreId);
    for (const room of ["1", "1/b"])
      rooms.push(await one("INSERT INTO room (centre_id, code, name) VALUES ($1, $2, $2)", [centreId, room]));
  }
  for (let n = 0; n < THIRTY; n++)
    candidates.push(
      await one(
        `INSERT INTO candidate (exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat,
           extra_time_numerator, extra_time_denominator) VALUES ($1, $2, 'Nguyen', 'Léa', $3, $4, $2, $5, $6)`,
        [of.examId, `77700${n}`, `N-${n}`, rooms[n % 6], n % 4 === 0 ? 4 : 1, n % 4 === 0 ? 3 : 1],
      ),
    );
  const scopes = (kind: "centre" | "room" | "candidate", ids: number[]) => ids.map((id): Scope => ({ kind, id }));
  return { centre: scopes("centre", centres), room: scopes("room", rooms), candidate: scopes("candidate", candidates) };
}

/** The 7th of December: two late centres, pauses of every scope, a resume by waves, credits, one who is sent away. */
async function theSeventh(): Promise<Act[]> {
  const { centre, room, candidate } = await storePlaces();
  const of = (list: Scope[], n: number): Scope => list[n] ?? NATION;
  return [
    anAct("check_in", at("13:00:00"), { id: "check-in" }),
    anAct("start", at("13:50:00"), { effectiveAtMs: at("14:00:00") }),
    anAct("start", at("14:12:00"), { scope: of(centre, 1), override: "no network before" }),
    anAct("pause", at("14:15:00"), { id: "p1", scope: of(room, 0) }),
    anAct("pause", at("14:20:10"), { id: "p2" }),
    anAct("resume", at("14:25:00"), { id: "r1", scope: of(room, 0) }),
    anAct("resume", at("14:50:00"), { id: "w1", scope: of(centre, 2), lifts: NATION, effectiveAtMs: at("15:00:00") }),
    anAct("resume", at("15:30:00"), { id: "w2", effectiveAtMs: at("15:45:00") }),
    anAct("credit", at("15:46:00"), { id: "c1", scope: of(centre, 1), creditMs: 720_000 }),
    anAct("credit", at("15:47:00"), { id: "c2", scope: of(candidate, 9), creditMs: 1 }),
    anAct("pause", at("15:50:00"), { id: "p3", scope: of(candidate, 4) }),
    anAct("end", at("16:00:00"), { id: "e1", scope: of(candidate, 5) }),
    anAct("pause", at("16:00:00"), { id: "p4", scope: of(centre, 3) }),
    anAct("pause", at("16:00:00"), { id: "p5", scope: { kind: "candidate", id: 99_999 } }),
  ];
}

/** What the drain rules by: ends by anonymity number, from the database's own rows. */
async function endsOfTheDrain(acts: readonly Act[]): Promise<Map<string, number | null>> {
  return inTransaction(pool, async (connection) => {
    const seats = await seatsOf(databaseOf(connection), of.examId);
    const refs = seats.map((seat) => ({ sittingId: of.sittingId, candidateId: seat.candidateId }));
    const states = await loadCandidates(connection, refs, () => foldJournal(acts));
    return new Map(
      seats.map(
        (seat, n) =>
          [seat.anonymityNumber, states.get(`${of.sittingId}:${refs[n]?.candidateId ?? 0}`)?.endMs ?? null] as const,
      ),
    );
  });
}
const endsIn = (out: string) =>
  new Map(
    out
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([word]) => word === "end")
      .map((cells) => [cells[1] ?? "", cells[6] ? Number(cells[6]) : null] as const),
  );

describe("replay of an export", () => {
  test("without a database, every end is the one that the drain rules by", async () => {
    const acts = await theSeventh();
    await storeJournal(client, of.sittingId, acts);
    expect(await exported()).toMatchObject({ status: 0, err: "" });
    const replayed = await alone("replay", folder());
    expect(replayed).toMatchObject({ status: 0, err: "" });
    const expected = await endsOfTheDrain(acts);
    expect(expected.size).toBe(THIRTY + 1);
    expect(new Set(expected.values()).size).toBeGreaterThan(8);
    expect(endsIn(replayed.out)).toEqual(expected);
    expect(replayed.out.split("\n").at(-1)).toBe("compared\t31 ends equal those of candidates.csv");
  });

  test("tells the phases of the nation and of each part that acts concerned, in codes", async () => {
    await storeJournal(client, of.sittingId, await theSeventh());
    await exported();
    const { out } = await alone("replay", join(folder(), "journal.jsonl"));
    const phases = (scope: string) =>
      out
        .split("\n")
        .map((line) => line.split("\t"))
        .filter(([word, of]) => word === "phase" && of === scope)
        .map(([, , instant, phase]) => `${instant?.slice(11, 19) ?? ""} ${phase ?? ""}`);
    expect(phases("nation")).toEqual(["12:00:00 check_in", "13:00:00 running", "13:20:10 paused", "14:45:00 running"]);
    expect(phases("centre:=NAN").slice(-2)).toEqual(["13:20:10 paused", "14:00:00 running"]);
    expect(phases("room:BOR/1").slice(-2)).toEqual(["13:15:00 paused", "14:45:00 running"]);
    expect(phases("candidate:N-5").at(-1)).toBe("15:00:00 ended");
    expect(out).toContain("credit\tcentre:LYO\t720000");
  });

  test("holds no name, no student number and no id of a candidate; the manifest covers it", async () => {
    await storeJournal(client, of.sittingId, await theSeventh());
    await exported();
    const read = (name: string) => readFileSync(join(folder(), name), "utf8");
    const [header, first] = read("candidates.csv").split("\n");
    expect(header).toBe("anonymity_number,centre,room,extra_time,duration_ms,end,end_ms,paper");
    expect(first).toBe("A-7,REN,A2,1/1,3600000,2015-12-07T15:24:50.000Z,1449501890000,main");
    for (const name of ["candidates.csv", "journal.jsonl"]) expect(read(name)).not.toMatch(/Nguyen|2400042|77700/);
    expect(read("journal.jsonl")).not.toMatch(/"kind":"candidate","id"/);
    expect(await alone("verify", folder(), "--key", keys.publicFile)).toMatchObject({ status: 0, err: "" });
  });

  test("whose files disagree names each candidate and fails", async () => {
    await storeJournal(client, of.sittingId, await theSeventh());
    await exported();
    const file = join(folder(), "candidates.csv");
    writeFileSync(file, readFileSync(file, "utf8").replace(",1449501890000,", ",1449501890001,"));
    expect(await alone("replay", folder())).toMatchObject({
      status: 1,
      err: "A-7: ends 2015-12-07T15:24:50.000Z by the journal, 2015-12-07T15:24:50.001Z by candidates.csv",
    });
    const longer = await alone("replay", folder(), "--duration-minutes", "180");
    expect(longer).toMatchObject({ status: 0, err: "" });
    expect(endsIn(longer.out).get("A-7")).toBe(1449501890000 + 2 * 3_600_000);
  });
});

describe("replay against the database", () => {
  test("compares a journal with ids or with codes; one that differs fails", async () => {
    const acts = await theSeventh();
    await storeJournal(client, of.sittingId, acts);
    await exported();
    const file = join(keys.folder, "journal.json");
    writeFileSync(file, JSON.stringify(acts));
    const sitting = ["--sitting", String(of.sittingId)];
    const byId = await amphi("replay", file, ...sitting);
    expect(byId).toMatchObject({ status: 0, err: "" });
    expect(endsIn(byId.out)).toEqual(await endsOfTheDrain(acts));
    expect(byId.out.split("\n").at(-1)).toBe("compared\t31 ends equal those of the database");
    const byCode = await amphi("replay", folder(), ...sitting);
    expect(byCode).toEqual(byId);

    writeFileSync(file, JSON.stringify(acts.filter((act) => act.id !== "c2")));
    const differing = await amphi("replay", file, ...sitting);
    expect(differing.status).toBe(1);
    expect(differing.err).toMatch(/^N-9: ends .* by the journal, .* by the database$/);
  });

  test("refuses what is not there or cannot be read, in lines", async () => {
    const file = join(keys.folder, "journal.json");
    writeFileSync(file, JSON.stringify([anAct("check_in", 1, { id: "a" }), anAct("pause", 2)]));
    const refused = async (...args: string[]) => {
      const { status, out, err } = await amphi("replay", ...args);
      return `${status} ${out}${err.split("\n")[0] ?? ""}`;
    };
    expect(await refused(file, "--sitting", "77")).toBe("1 there is no sitting 77; amphi sitting list shows them");
    expect(await refused(file, "--sitting", String(of.sittingId))).toBe(
      `1 ${file}: act 2: pause pause-2 is not legal here: nothing to pause: it has not started`,
    );
    expect(await refused(file)).toBe(
      "2 amphi replay: who sits where? no candidates.csv beside the journal: give --candidates FILE.csv or --sitting S",
    );
    expect(await refused(join(keys.folder, "gone"))).toMatch(/^1 amphi replay: ENOENT/);
    expect(await refused(file, "--sitting", "1", "--duration-minutes", "5")).toMatch(
      /^2 amphi replay: --sitting takes/,
    );
    expect(await refused()).toBe("2 amphi replay: one journal or one export folder is needed");
  });
});
