/**
 * A competition on real servers, with the students' side of the portal and the jobs beside it: six students, two
 * programmes, a clock that tests move. What offices do is done through the same queries as their routes use.
 */
import pg from "pg";
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import type { CompetitionPlan } from "#domain/competition/plan";
import { anAccount } from "#domain/staff/testing/places";
import { createCalculator } from "#jobs/calculations/calculator";
import { createMailer } from "#jobs/mails/mailer";
import { createMailQueue } from "#jobs/mails/mail-queue";
import type { MailTransport, OutgoingMail } from "#jobs/mails/transport";
import { createPublisher } from "#jobs/publications/publisher";
import type { CasServer } from "#portal/student/cas/cas-server";
import { studentRoutes } from "#portal/student/routes";
import { createStudentSide } from "#portal/student/student-side";
import { aPortal } from "#portal/testing/a-portal";
import type { PortalParts } from "#portal/app";
import { askCalculation } from "#postgres/queries/competition/calculations";
import { makeCompetition } from "#postgres/queries/competition/competitions";
import { writeImport } from "#postgres/queries/competition/write-rows";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { databaseOf } from "#postgres/queries/reading";
import { makeAccounts } from "#postgres/queries/student/accounts";
import { askPublication, publicationsOf } from "#postgres/queries/student/publications";
import { openConnection } from "#redis/connection";
import { createLog } from "#runtime/log";

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

export interface YearServers {
  readonly ownerUrl: string;
  urlFor(role: "amphi_portal" | "amphi_jobs"): string;
  readonly controlUrl: string;
}
export type Year = Awaited<ReturnType<typeof aYear>>;

export async function aYear(
  servers: YearServers,
  given: {
    readonly plan?: Partial<CompetitionPlan>;
    /** Programmes that the office enrolled everybody in. */
    readonly enrolled?: readonly string[];
    readonly casServers?: readonly CasServer[];
    readonly transport?: MailTransport;
    /** Null: the clock of the machine. */
    readonly nowMs?: number | null;
    readonly portal?: Partial<PortalParts>;
    readonly portalUrl?: string;
  } = {},
) {
  const owner = new pg.Pool({ connectionString: servers.ownerUrl, max: 2 });
  const pool = new pg.Pool({ connectionString: servers.urlFor("amphi_portal"), max: 8 });
  const jobs = new pg.Pool({ connectionString: servers.urlFor("amphi_jobs"), max: 2 });
  const redis = openConnection(servers.controlUrl);
  const database = databaseOf(pool);
  const world = { nowMs: given.nowMs === undefined ? NOW : given.nowMs };
  const now = () => world.nowMs ?? Date.now();
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
  // What argon2 does is tested elsewhere.
  await owner.query("UPDATE student_account SET password_hash = 'hash of ' || $1", [PASSWORD]);
  await owner.query(
    `INSERT INTO account (id, login, name, role) VALUES (101, 'anne', 'Anne', 'office'), (102, 'boris', 'Boris', 'office')`,
  );

  const portalUrl = given.portalUrl ?? "http://portail.example.fr";
  const side = createStudentSide({
    ...{ database, redis, portalUrl, casServers: given.casServers ?? [], secureCookies: false, now },
    passwords: {
      hash: async (password) => `hash of ${password}`,
      verify: async (hashed, password) => hashed === `hash of ${password}`,
    },
    log: createLog("test", "silent"),
  });
  const nobody = { staffOf: async () => null, studentOf: side.studentOf };
  const portal = aPortal(studentRoutes(side.parts), { callers: nobody, now, ...given.portal });

  const failed: unknown[] = [];
  const calculator = createCalculator({
    pool: jobs,
    onMade: () => undefined,
    onFailed: (_, error) => failed.push(error),
  });
  const publisher = createPublisher({
    ...{ pool: jobs, portalUrl, now, onPrepared: () => undefined, onAnnounced: () => undefined },
    onFailed: (_, error) => failed.push(error),
  });
  const outbox: OutgoingMail[] = [];
  const mailer = createMailer({
    queue: createMailQueue(databaseOf(jobs)),
    transport: given.transport ?? {
      send: async (mail) => {
        outbox.push(mail);
        return { state: "sent", said: "250 ok" };
      },
      close: () => undefined,
    },
    ...{ portalUrl, domain: "portail.example.fr", now },
  });

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
    ...{ world, owner, database, redis, portal, side, competitionId, plan, outbox, mailer, publisher, failed },
    ...{ request, cookieIn, prepare, sign, release },
    path: `/api/student/competitions/${competitionId}`,
    signIn: async (n: number, password = PASSWORD) =>
      cookieIn(await request("POST", "/api/student/sign-in", "", { login: mailOf(n), password })),
    json: async (method: string, path: string, cookie: string, body?: unknown) =>
      (await (await request(method, path, cookie, body)).json()) as Record<string, never>,
    end: async () => {
      redis.disconnect();
      await Promise.all([owner.end(), pool.end(), jobs.end()]);
    },
  };
}
