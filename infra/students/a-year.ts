/**
 * A competition on real servers, with the students' side of the portal and the jobs beside it: six students, two
 * programmes, a clock that tests move. What offices do is done through the same queries as their routes use.
 */
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import type { CompetitionPlan } from "#domain/competition/plan";
import { aHouse, type HouseOptions, type HouseServers } from "#infra/portal/a-house.ts";
import { anAccount } from "#domain/staff/testing/places";
import { askCalculation } from "#postgres/queries/competition/calculations";
import { makeCompetition } from "#postgres/queries/competition/competitions";
import { writeImport } from "#postgres/queries/competition/write-rows";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { makeAccounts } from "#postgres/queries/student/accounts";
import { askPublication, publicationsOf } from "#postgres/queries/student/publications";

export const NOW = Date.parse("2026-02-03T12:00:00Z");
export const PASSWORD = "une phrase de passe";
export const NUMBERS = [1, 2, 3, 4, 5, 6];
export const studentNumber = (n: number) => String(20_000_000 + n);
export const mailOf = (n: number) => `etudiant${n}@example.fr`;

const PLAN = aPlan({
  title: "Première année de santé",
  programmes: [
    aProgramme("MED", 1, { name: "Médecine" }),
    aProgramme("PHA", 1, { name: "Pharmacie" }),
    aProgramme("ODO", 1, { name: "Odontologie" }),
  ],
  rankings: aPlan().rankings.map((one) => ({ ...one, name: "Classement général", tieBreaks: [] })),
  wishes: {
    most: 0,
    windows: [{ name: "Après le semestre 1", opensAt: "2026-02-01T09:00:00Z", closesAt: "2026-02-08T20:00:00Z" }],
  },
  mails: ["wishes-saved", "results-published", "seat-offered", "resignation"],
});

export type Year = Awaited<ReturnType<typeof aYear>>;

export async function aYear(
  servers: HouseServers,
  given: Partial<HouseOptions> & {
    readonly plan?: Partial<CompetitionPlan>;
    /** Programmes that the office enrolled everybody in. */
    readonly enrolled?: readonly string[];
  } = {},
) {
  const house = aHouse(servers, { ...given, nowMs: given.nowMs === undefined ? NOW : given.nowMs });
  const { calculator, database, now, owner, portal, publisher, side } = house;
  const plan = { ...PLAN, ...given.plan };

  await owner.query("INSERT INTO population (id, code, name) VALUES (1, 'P1', 'First year')");
  const competitionId = (await makeCompetition(database, { populationId: 1, slug: "sante-2026", plan })) ?? 0;
  const enrolled = given.enrolled ?? ["MED", "PHA", "ODO"];
  await writeImport(
    database,
    { competitionId, populationId: 1 },
    {
      people: NUMBERS.map((n) => ({
        ...{ personId: null, studentNumber: studentNumber(n), familyName: `Nom${n}`, givenName: "Léa" },
        mail: mailOf(n),
      })),
      enrolments: NUMBERS.map((n) => ({
        ...{ studentNumber: studentNumber(n), anonymityNumber: null, programmes: [...enrolled], isNew: true },
        identity: { abroad: "no", repeater: "no" },
      })),
      marks: NUMBERS.flatMap((n) =>
        ["UE1", "UE2"].map((unit) => ({
          ...{ studentNumber: studentNumber(n), unit, isNew: true },
          value: { mark: 20_000 - n * 500, maximum: 20_000 },
        })),
      ),
      ...{ given: [], same: 0 },
    },
    "test",
  );
  await makeAccounts(database, 1);
  await owner.query("UPDATE student_account SET password_hash = 'hash of ' || $1", [PASSWORD]);
  await owner.query(
    `INSERT INTO account (id, login, name, role) VALUES (101, 'anne', 'Anne', 'office'), (102, 'boris', 'Boris', 'office')`,
  );

  const request = (method: string, path: string, cookie = "", body?: unknown, headers: Record<string, string> = {}) =>
    portal.app.request(`http://localhost${path}`, {
      method,
      headers: {
        cookie,
        ...(method === "GET" ? {} : { origin: "http://localhost", "content-type": "application/json" }),
        ...headers,
      },
      ...(method === "GET" ? {} : { body: typeof body === "string" ? body : JSON.stringify(body ?? {}) }),
    });
  const cookieIn = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((one) => one.split(";")[0] ?? "")
      .join("; ");

  const ask = async (kind: "ranks" | "round", ranksId: number | null, roundId: number | null = null) => {
    const order = { competitionId, kind, strategy: "", ranksId, roundId, askedBy: "Anne (office)" };
    const id = await askCalculation(database, order);
    await calculator.pass();
    return id;
  };
  /** Ranks, and a round after `after`; prepared, not signed. */
  async function prepare(withSeats: boolean, after: number | null = null) {
    const ranksId = await ask("ranks", null);
    const roundId = withSeats ? await ask("round", ranksId, after) : null;
    const order = { competitionId, ranksId, roundId, reorientationIds: [], askedBy: "Anne (office)" };
    const publicationId = await askPublication(database, order);
    await publisher.pass();
    const row = (await publicationsOf(database, competitionId)).find(({ id }) => id === publicationId);
    if (!row) throw new Error("no publication");
    return { row, roundId };
  }
  const signatory = (id: number) => anAccount({ id, name: id === 101 ? "Anne" : "Boris", role: "office" });
  /** Two sign it. */
  async function sign(kind: "competition_release" | "competition_withdrawal", payload: object): Promise<void> {
    const subject = { kind: "competition", id: competitionId } as const;
    const order = { kind, subject, payload, reason: "the jury has met" };
    const made = await proposeDecision(database, signatory(101), order, now());
    if ("problem" in made) throw new Error(made.problem);
    const { id, payloadSha256 } = made.decision;
    const settled = await settleDecision(
      database,
      signatory(102),
      id,
      { verdict: "signed", payloadSha256, reason: "" },
      now(),
    );
    if ("problem" in settled) throw new Error(settled.problem);
    await side.parts.book.refresh(now());
  }
  async function release(
    row: { id: number; sha256: string | null },
    publishAtMs: number,
    answersUntilMs: number | null,
  ) {
    const payload = { v: 1, publicationId: row.id, sha256: row.sha256, publishAtMs, answersUntilMs };
    await sign("competition_release", payload);
  }

  return {
    ...house,
    ...{ competitionId, plan },
    ...{ request, cookieIn, prepare, sign, release },
    path: `/api/student/competitions/${competitionId}`,
    signIn: async (n: number, password = PASSWORD) =>
      cookieIn(await request("POST", "/api/student/sign-in", "", { login: mailOf(n), password })),
    json: async (method: string, path: string, cookie: string, body?: unknown) =>
      (await (await request(method, path, cookie, body)).json()) as Record<string, never>,
  };
}
