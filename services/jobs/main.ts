/** Process: jobs that run beside the exam. */
import { readFileSync } from "node:fs";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { privateKeyOf } from "#evidence/signing";
import { createJobs } from "#jobs/app";
import { createCalculator } from "#jobs/calculations/calculator";
import { JobsConfig } from "#jobs/config";
import { exportByCommand } from "#jobs/exports/export-command";
import { createExporter } from "#jobs/exports/exporter";
import { createMailQueue } from "#jobs/mails/mail-queue";
import { createMailer } from "#jobs/mails/mailer";
import { mailTransport } from "#jobs/mails/transport";
import { createPublisher } from "#jobs/publications/publisher";
import { createWatchQueue } from "#jobs/queue/watch-queue";
import { createReceiptMaker } from "#jobs/receipts/receipt-maker";
import { createReceiptStore } from "#jobs/receipts/stores";
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
import { createPasses } from "#runtime/passes";

const START_WITHIN_MS = 10_000;
const WATCH_EVERY_MS = 10_000;
const SILENCE_MAX_MS = 30_000;
/** Between two looks at who has handed in. */
const RECEIPTS_PAUSE_MS = 2_000;
/** Between two looks at what offices have asked to be computed: somebody waits at a screen. */
const CALCULATIONS_PAUSE_MS = 500;
const PUBLICATIONS_PAUSE_MS = 1_000;
const MAILS_PAUSE_MS = 2_000;

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
const receipts = receiptKeyFile
  ? createReceiptMaker({
      store: createReceiptStore(pool),
      key: await privateKeyOf(readFileSync(receiptKeyFile, "utf8")),
      onDisagreement: (sittingId, candidateId, codes) =>
        log.error({ sittingId, candidateId, codes }, "no receipt: what is stored does not agree"),
      now: Date.now,
    })
  : null;
async function makeReceipts(): Promise<void> {
  try {
    const made = (await receipts?.pass()) ?? 0;
    if (made > 0) log.info({ made }, "receipts made");
  } catch (error) {
    if (!(error instanceof StoreTrouble)) log.error({ err: error }, "receipts");
    else log.warn({ err: error }, "receipts wait");
  }
}
function refusedReceipts(): string[] {
  const count = receipts?.disagreements() ?? 0;
  return count > 0 ? [`${count} candidates get no receipt: what is stored does not agree`] : [];
}
const calculator = createCalculator({
  pool,
  onMade: (calculation, state, elapsedMs) =>
    log.info({ calculation, state, elapsedMs: Math.round(elapsedMs) }, "calculation"),
  onFailed: (calculation, error) => log.error({ calculation, err: error }, "the calculation failed"),
});
async function calculate(): Promise<void> {
  try {
    await calculator.pass();
  } catch (error) {
    log.warn({ err: error }, "calculations wait");
  }
}
const calculationPasses = createPasses("calculations", calculate, CALCULATIONS_PAUSE_MS);
const publisher = createPublisher({
  ...{ pool, portalUrl: config.PORTAL_URL, now: Date.now },
  onPrepared: (publication, state, elapsedMs) =>
    log.info({ publication, state, elapsedMs: Math.round(elapsedMs) }, "publication prepared"),
  onAnnounced: (publication, mails) => log.info({ publication, mails }, "mails of a publication are queued"),
  onFailed: (publication, error) => log.error({ publication, err: error }, "the publication was not prepared"),
});
const mailer = createMailer({
  queue: createMailQueue(databaseOf(pool)),
  transport: mailTransport(config),
  ...{ portalUrl: config.PORTAL_URL, domain: new URL(config.PORTAL_URL).hostname, now: Date.now },
});
/** Work that waits when a store is away, and goes on when it is back. */
const passes = (name: string, work: () => Promise<unknown>, pauseMs: number) =>
  createPasses(
    name,
    async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof StoreTrouble)) log.error({ err: error }, name);
        else log.warn({ err: error }, `${name} wait`);
      }
    },
    pauseMs,
  );
const publicationPasses = passes("publications", publisher.pass, PUBLICATIONS_PAUSE_MS);
const mailPasses = passes("mails", mailer.pass, MAILS_PAUSE_MS);
const receiptPasses = createPasses("receipts", makeReceipts, RECEIPTS_PAUSE_MS);
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
  {
    ...receiptPasses,
    stop: () => {
      receipts?.stop();
      return receiptPasses.stop();
    },
  },
  {
    ...calculationPasses,
    stop: () => {
      calculator.stop();
      return calculationPasses.stop();
    },
  },
  publicationPasses,
  {
    ...mailPasses,
    stop: () => {
      mailer.stop();
      return mailPasses.stop();
    },
  },
  queue,
  createHeartbeat(control, reporterOf("jobs", config), () => ({
    detail:
      settings.problem() ??
      exporter?.problem() ??
      (queue.isSilent()
        ? "!the watch has not run for 30 s"
        : [jobs.summary(), ...refusedReceipts(), mailer.summary()].filter((one) => one !== "").join("; ")),
    quarantined: jobs.quarantined(),
  })),
]);
