/** An exam that is over, for browser tests of the jury: the portal on real servers, beside the real marking process. */
import { join } from "node:path";
import pg from "pg";
import { readPaperFolder } from "#cli/import/paper-files";
import { storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { receiptCodeFrom } from "#domain/answer/receipt-code";
import { anAccount } from "#domain/staff/testing/places";
import { createFailureBudget } from "#http/failure-budget";
import { createListener } from "#http/listener";
import { loadWebFiles } from "#http/web-files";
import { startMarking } from "#infra/portal/marking-process.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { juryRoutes } from "#portal/jury/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { portalPages } from "#portal/web-pages";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection } from "#redis/connection";
import { createMarkingDesk } from "#redis/marking-desk";
import { projectRoot } from "#runtime/project-root";

/** 2 November 2026, 14:00 in Paris. */
const START_MS = Date.UTC(2026, 10, 2, 13);
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

  const questions = openConnection(redis.url, { maxRetriesPerRequest: null, commandTimeout: undefined });
  const desk = createMarkingDesk(questions, 60_000);
  const database = databaseOf(portal);
  const web = portalPages(await loadWebFiles(pages.root, () => undefined));
  const parts = { database, pool: portal, desk, resultFailures: createFailureBudget(10, 1), now: Date.now };
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
export type JuryExam = Awaited<ReturnType<typeof startJuryExam>>;

/** Of the length that real ones have. */
const tokenOf = (login: string) => login.padEnd(43, "_");
