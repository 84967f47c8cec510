/** Process: HTTP API of sign-in and papers, pages, health. Holds the address that people type. */
import { createControl } from "#control/app";
import { ControlConfig } from "#control/config";
import { createExamDirectory, createPaperStore } from "#control/exam-directory";
import { probesOf } from "#control/health/probes";
import { createListener } from "#control/listener";
import { collectProcessMetrics, createMetrics } from "#control/metrics";
import { createEpochBudget } from "#control/sign-in/epoch-budget";
import { createFailureBudget } from "#control/sign-in/failure-budget";
import { loadWebFiles } from "#control/web/web-files";
import { openPool } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection, whenReady } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createJournalFeed } from "#redis/journal-feed";
import { createSettingsWatch } from "#redis/settings";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";

const POOL_CONNECTIONS = 16;
const START_WITHIN_MS = 10_000;
/** Wrong codes: a whole amphitheatre may mistype at once, a guesser gains nothing from ten a second. */
const FAILURES = { burst: 300, perSecond: 10 };

const config = readConfig(ControlConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);

const pool = openPool(config.DATABASE_URL.reveal(), POOL_CONNECTIONS);
const database = databaseOf(pool);
const answers = openConnection(config.REDIS_ANSWERS_URL.reveal());
const control = openConnection(config.REDIS_CONTROL_URL.reveal());
const controlNews = openConnection(config.REDIS_CONTROL_URL.reveal(), {
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
});
const journals = createJournalFeed(control, controlNews, (error) => log.warn({ err: error }, "journal out of reach"));
const settings = createSettingsWatch([answers, control], (problems) =>
  log.error({ problems }, "unsafe Redis settings"),
);
const metrics = createMetrics();
collectProcessMetrics(metrics);

const app = createControl({
  directory: createExamDirectory(database),
  papers: createPaperStore(database),
  epochs: createEpochIssuer(answers),
  journals,
  failures: createFailureBudget(FAILURES.burst, FAILURES.perSecond),
  newEpochs: createEpochBudget(),
  ticketKeys: config.TICKET_KEYS.reveal(),
  cardSecret: config.CARD_SECRET.reveal(),
  ingestUrls: config.INGEST_URLS,
  probes: probesOf({ database, answers, control, nodeIds: config.EXPECTED_PARTS }),
  metrics,
  web: await loadWebFiles(config.WEB_ROOT, () =>
    log.warn({ folder: config.WEB_ROOT }, "no pages: WEB_ROOT is not there"),
  ),
  log,
  now: Date.now,
});
const listener = createListener(app, {
  host: config.CONTROL_HOST,
  port: config.CONTROL_PORT,
  tls:
    config.TLS_CERT_FILE && config.TLS_KEY_FILE
      ? { certFile: config.TLS_CERT_FILE, keyFile: config.TLS_KEY_FILE }
      : null,
});

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: async () => {
      await Promise.all([answers, control, controlNews].map((redis) => whenReady(redis, START_WITHIN_MS)));
    },
    stop: async () => {
      for (const redis of [answers, control, controlNews]) redis.disconnect();
      await Promise.resolve();
    },
  },
  settings,
  { name: "journal", start: journals.start, stop: journals.stop },
  createHeartbeat(control, reporterOf("control", config), () => ({ detail: settings.problem() ?? "serving" })),
  {
    name: "HTTP",
    start: async () => {
      const port = await listener.start();
      log.info({ port }, "listening");
    },
    stop: listener.stop,
  },
]);
