/** An exam that is over, for browser tests of the jury: the portal on real servers, beside the real marking process. */
import { join } from "node:path";
import pg from "pg";
import { readPaperFolder } from "#cli/import/paper-files";
import { simulatedLottery, simulatedRules } from "#cli/pipeline/simulated-competition";
import { storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { sha256 } from "#cli/ranking/hashes";
import { receiptCodeFrom } from "#domain/answer/receipt-code";
import { rulesHash } from "#domain/lottery/check";
import { anAccount } from "#domain/staff/testing/places";
import { createFailureBudget } from "#http/failure-budget";
import { createListener } from "#http/listener";
import { loadWebFiles } from "#http/web-files";
import { startMarking } from "#infra/portal/marking-process.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { type JuryParts, juryRoutes } from "#portal/jury/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { portalPages } from "#portal/web-pages";
import { storeLottery, storeRules } from "#postgres/queries/ranking-inputs";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection } from "#redis/connection";
import { createMarkingDesk } from "#redis/marking-desk";
import { projectRoot } from "#runtime/project-root";

/** 2 November 2026, 14:00 in Paris. */
const START_MS = Date.UTC(2026, 10, 2, 13);
/** Of the demo paper. */
const UNIT = "demo-epreuve-1";
/** The code of everybody's receipt differs in production; here one candidate has one. */
export const RECEIPT_CODE = receiptCodeFrom(new Uint8Array(32).fill(7));

export interface JuryExamOptions {
  readonly candidates: number;
  /** Put into the key before anything is marked: what the jury has to find out. */
  readonly wrongKey: { readonly item: string; readonly right: readonly string[] };
  /** Members of the jury: the login is the token of their session. */
  readonly jury: Readonly<Record<string, string>>;
}

export async function startJuryExam({ candidates, jury, wrongKey }: JuryExamOptions) {
  const [postgres, redis, pages] = await Promise.all([startPrivatePostgres(), startPrivateRedis(), ownPages()]);
  await prepareTemplate(postgres.url);
  const urls = await freshDatabaseOn(postgres.url);
  const marking = startMarking(urls.urlFor("amphi_marking"), redis.url);
  const owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  const portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 4 });
  // The server goes at the end, with whatever connection is still idle.
  for (const pool of [owner, portal]) pool.on("error", () => undefined);

  const folder = readPaperFolder(join(projectRoot(), "infra/demo/paper"), null);
  const day = await storeSimulatedDay(owner, {
    examSlug: "edn",
    title: "Exam",
    folder,
    candidates,
    seed: 7,
    startMs: START_MS,
  });
  await owner.query(`UPDATE answer_key SET key = jsonb_set(key, '{right}', $2) WHERE item_id = $1`, [
    wrongKey.item,
    JSON.stringify(wrongKey.right),
  ]);

  const all = simulatedRules(UNIT);
  const rules = { ...all, rankings: all.rankings.slice(0, 2) };
  await storeRules(databaseOf(owner), day.examId, rules, rulesHash(sha256, rules), {
    by: "the exam office",
    atMs: START_MS,
  });
  const numbers = await owner.query<{ number: string }>("SELECT anonymity_number AS number FROM candidate");
  const lottery = simulatedLottery(
    rules,
    numbers.rows.map(({ number }) => number),
  );
  await storeLottery(databaseOf(owner), day.examId, lottery, { by: "the exam office", atMs: START_MS });

  const questions = openConnection(redis.url, { maxRetriesPerRequest: null, commandTimeout: undefined });
  const desk = createMarkingDesk(questions, 60_000);
  const database = databaseOf(portal);
  const web = portalPages(await loadWebFiles(pages.root, () => undefined));
  const links = await loseLink(owner, day.sittingId, "R2");
  const connectionEvents = async () => links;
  const parts = {
    database,
    pool: portal,
    desk,
    connectionEvents,
    resultFailures: createFailureBudget(10, 1),
    now: Date.now,
  };
  const house = aPortal(juryRoutes(parts), { scopes: createScopes(database), web, now: Date.now });
  for (const [n, [login, name]] of Object.entries(jury).entries()) {
    const id = 101 + n;
    await owner.query("INSERT INTO account (id, exam_id, login, name, role) VALUES ($1, $2, $3, $4, 'jury')", [
      ...[id, day.examId, login, name],
    ]);
    house.sessions.set(tokenOf(login), {
      account: anAccount({ id, login, name, role: "jury", examId: day.examId }),
      expiresAtMs: 9_999_999_999_999,
    });
  }
  const listener = createListener(house.app, { host: "127.0.0.1", port: 0, tls: null, upgrade: null });
  const address = `http://127.0.0.1:${await listener.start()}`;
  await marking.ready;

  return {
    ...day,
    owner,
    address,
    cookieOf: (login: string) => ({ name: "amphi_portal", value: tokenOf(login), url: address }),
    /** Waits, in the test's own time, until the marking process has ended the run. */
    async runIsDone(runId: number): Promise<void> {
      for (;;) {
        const { rows } = await owner.query<{ state: string; trouble: string | null }>(
          "SELECT state, trouble FROM marking_run WHERE id = $1",
          [runId],
        );
        if (rows[0]?.state === "done") return;
        if (rows[0]?.state === "failed") throw new Error(rows[0].trouble ?? "the run failed");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      await listener.stop();
      await desk.close();
      questions.disconnect();
      await marking.end();
      await Promise.all([owner.end(), portal.end()]);
      await Promise.all([postgres.stop(), redis.stop(), pages.remove()]);
    },
  };
}
type Events = Awaited<ReturnType<JuryParts["connectionEvents"]>>;

/** A room lost its link for nine minutes; what its minutes say of it, and who came and went. */
async function loseLink(owner: pg.Pool, sittingId: number, room: string): Promise<Events> {
  const { rows } = await owner.query<{ id: number; room_id: number }>(
    "SELECT c.id, c.room_id FROM candidate c JOIN room r ON r.id = c.room_id WHERE r.code = $1 ORDER BY c.id",
    [room],
  );
  const [lostMs, backMs] = [START_MS + 40 * 60_000, START_MS + 49 * 60_000];
  const scope = { kind: "room", id: rows[0]?.room_id };
  const acts = [
    { kind: "incident", atMs: lostMs + 90_000, cause: "La salle n’a plus de réseau.", category: "network" },
    { kind: "credit", atMs: backMs + 60_000, cause: "Coupure de neuf minutes.", creditMs: 5 * 60_000 },
  ];
  // The journal of a day is whole when it is stored: what is told of the room stands between its start and its end.
  await owner.query("ALTER TABLE journal DISABLE TRIGGER USER");
  await owner.query("UPDATE journal SET position = position + 100 WHERE sitting_id = $1 AND position > 3", [sittingId]);
  await owner.query("ALTER TABLE journal ENABLE TRIGGER USER");
  for (const [n, { atMs, cause, kind, ...what }] of acts.entries())
    await owner.query("INSERT INTO journal VALUES ($1, $2, $3, $4, $5, $6)", [
      ...[sittingId, 4 + n, `link-${n}`, kind, atMs],
      JSON.stringify({
        ...{ v: 1, id: `link-${n}`, author: "Paul Le Goff (responsable de centre)", second: null, cause, scope, atMs },
        ...{ effectiveAtMs: atMs, kind, ...what },
      }),
    ]);
  const here = rows.slice(0, 12).flatMap(({ id }): Events => [
    [id, "on", START_MS - 600_000],
    [id, "off", lostMs],
    [id, "on", backMs],
  ]);
  return here;
}
export type JuryExam = Awaited<ReturnType<typeof startJuryExam>>;

/** Of the length that real ones have. */
const tokenOf = (login: string) => login.padEnd(43, "_");
