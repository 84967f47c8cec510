/** Process: streams and journals → PostgreSQL. */
import { randomUUID } from "node:crypto";
import { LIMITS } from "#contracts/limits";
import { foldJournal } from "#domain/sitting/clock";
import { COMMITS_AT_ONCE, createDrain } from "#drain/app";
import { createChatCopy } from "#drain/chat-copy";
import { DrainConfig } from "#drain/config";
import { createJournalCopy } from "#drain/journal-copy";
import { createChatArchive } from "#postgres/chat-archive";
import { openPool } from "#postgres/connection";
import { createJournalArchive } from "#postgres/journal-archive";
import { createAnswerLedger } from "#postgres/ledger/answer-ledger";
import { createAnswerFeed } from "#redis/answer-feed";
import { readBacklog } from "#redis/backlog";
import { createChat } from "#redis/chat";
import { openBlockingConnection, openConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createJournalFeed } from "#redis/journal-feed";
import { createSettingsWatch } from "#redis/settings";
import { systemClock } from "#runtime/clock";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";

const READ_BLOCK_MS = 1_000;
const COPY_EVERY_MS = 500;
const SILENT_AFTER_MS = 5_000;

const config = readConfig(DrainConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);
const answersUrl = config.REDIS_ANSWERS_URL.reveal();
const controlUrl = config.REDIS_CONTROL_URL.reveal();

const answers = openConnection(answersUrl);
const reader = openBlockingConnection(answersUrl, READ_BLOCK_MS);
const control = openConnection(controlUrl);
const controlNews = openConnection(controlUrl, { maxRetriesPerRequest: null, commandTimeout: undefined });
const pool = openPool(config.DATABASE_URL.reveal(), COMMITS_AT_ONCE + 1);

const onTrouble = (error: unknown) => log.warn({ err: error }, "trouble");
const journal = createJournalFeed(control, controlNews, onTrouble);
const archive = createJournalArchive(pool);
const journalCopy = createJournalCopy({ journal, store: archive.store, onTrouble });
const chat = createChat(control, controlNews);
const chatCopy = createChatCopy({ chat, archive: createChatArchive(pool), clock: systemClock, onTrouble });
const settings = createSettingsWatch([answers, control], (problems) =>
  log.error({ problems }, "unsafe Redis settings"),
);
const drain = createDrain({
  // A restarted process is another owner: it must not believe that it still holds its predecessor's leases.
  owner: `${config.NODE_ID}-${randomUUID()}`,
  feed: createAnswerFeed(answers, reader),
  ledger: createAnswerLedger(pool, (sittingId) => foldJournal(journal.acts(sittingId))),
  clock: systemClock,
  limits: LIMITS,
  onTrouble,
});

function describe(): string {
  const { partitions, stored, quarantined, trouble, quietMs } = drain.status();
  if (settings.problem()) return settings.problem() ?? "";
  if (trouble) return `!${trouble}`;
  if (quietMs > SILENT_AFTER_MS) return `!no round has ended for ${Math.round(quietMs / 1_000)} s`;
  return `${partitions} partitions, ${stored} stored${quarantined > 0 ? `, ${quarantined} quarantined` : ""}`;
}
let copyTimer: NodeJS.Timeout | null = null;

await runService(log, config.NODE_ID, [
  {
    name: "connections",
    start: async () => {
      await Promise.all([answers, reader, control, controlNews].map((redis) => whenReady(redis, 10_000)));
      await pool.query("SELECT 1");
    },
    stop: async () => {
      for (const redis of [answers, reader, control, controlNews]) redis.disconnect();
      await pool.end();
    },
  },
  settings,
  {
    name: "journal and chat",
    start: async () => {
      await journal.start();
      await chat.start();
      copyTimer = setInterval(() => {
        void journalCopy.copy();
        void chatCopy.copy();
      }, COPY_EVERY_MS);
    },
    stop: async () => {
      if (copyTimer) clearInterval(copyTimer);
      await journalCopy.copy();
      await chatCopy.copy();
      await journal.stop();
    },
  },
  createHeartbeat(control, reporterOf("drain", config), async () => {
    const { quarantined, d2P99Ms } = drain.status();
    const backlog = await readBacklog(answers).catch(() => ({})); // the detail says that the store is away
    return { detail: describe(), quarantined, d2P99Ms, ...backlog };
  }),
  {
    name: "drain",
    start: async () => {
      drain.run().catch((error: unknown) => {
        log.fatal({ err: error }, "defect: the drain's loop ended");
        process.exit(70);
      });
      await Promise.resolve();
    },
    stop: drain.stop,
  },
]);
