/** Process: jobs that run beside the exam. */
import { createJobs } from "#jobs/app";
import { JobsConfig } from "#jobs/config";
import { exportByCommand } from "#jobs/exports/export-command";
import { createExporter } from "#jobs/exports/exporter";
import { createWatchQueue } from "#jobs/queue/watch-queue";
import { createWatchedStores } from "#jobs/watch/stores";
import { openPool } from "#postgres/connection";
import { closedSittings } from "#postgres/queries/closed-sittings";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createSettingsWatch } from "#redis/settings";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";

const START_WITHIN_MS = 10_000;
const WATCH_EVERY_MS = 10_000;
const SILENCE_MAX_MS = 30_000;

const config = readConfig(JobsConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);

const pool = openPool(config.DATABASE_URL.reveal());
const answers = openConnection(config.REDIS_ANSWERS_URL.reveal());
const control = openConnection(config.REDIS_CONTROL_URL.reveal());
const queueConnection = openConnection(config.REDIS_CONTROL_URL.reveal(), {
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
});
const settings = createSettingsWatch([answers, control], (problems) =>
  log.error({ problems }, "unsafe Redis settings"),
);
const stores = createWatchedStores(answers, databaseOf(pool));
const jobs = createJobs({ stores, log, now: Date.now });
const { EXPORTS_FOLDER: folder, CLI_FILE: cliFile, RECEIPT_PRIVATE_KEY_FILE: receiptKeyFile } = config;
const exporter =
  folder && cliFile && receiptKeyFile
    ? createExporter({
        ...exportByCommand({ folder, cliFile, receiptKeyFile, databaseUrl: config.DATABASE_URL.reveal() }),
        closed: () => closedSittings(databaseOf(pool)),
        lagsMs: stores.partitionLagsMs,
        onMade: (sittingId) => log.info({ sittingId, folder }, "the closed sitting is exported"),
        onTrouble: (sittingId, error) => log.error({ sittingId, err: error }, "the export failed"),
        now: Date.now,
      })
    : null;
const queue = createWatchQueue({
  connection: queueConnection,
  everyMs: WATCH_EVERY_MS,
  silenceMaxMs: SILENCE_MAX_MS,
  run: async () => {
    await jobs.watch();
    // Beside it: an export may take minutes, and the watch must not fall silent.
    exporter?.round().catch((error: unknown) => log.warn({ err: error }, "exports"));
  },
  onReplaced: (silentMs) =>
    log.warn({ silentMs: Math.round(silentMs) }, "the watch fell silent; its worker is replaced"),
  onTrouble: (error) => log.warn({ err: error }, "watch queue"),
});

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: async () => {
      await Promise.all([answers, control, queueConnection].map((redis) => whenReady(redis, START_WITHIN_MS)));
    },
    stop: async () => {
      for (const redis of [answers, control, queueConnection]) redis.disconnect();
      await Promise.resolve();
    },
  },
  settings,
  queue,
  createHeartbeat(control, reporterOf("jobs", config), () => ({
    detail:
      settings.problem() ??
      exporter?.problem() ??
      (queue.isSilent() ? "!the watch has not run for 30 s" : jobs.summary()),
    quarantined: jobs.quarantined(),
  })),
]);
