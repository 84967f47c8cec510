/** Process: WebSocket answer intake. Many may run; each is stateless. */
import { LIMITS } from "#contracts/limits";
import { SUBPROTOCOL } from "#contracts/wire-version";
import { createIngest } from "#ingest/app";
import { IngestConfig } from "#ingest/config";
import { chooseTransport } from "#ingest/transport/choose";
import { createAnswerIntake } from "#redis/answer-intake";
import { openConnection, openIntakeConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createJournalFeed } from "#redis/journal-feed";
import { createPresenceWriter } from "#redis/presence-writer";
import { createSettingsWatch } from "#redis/settings";
import { createWorkspaces } from "#redis/workspaces";
import { systemClock } from "#runtime/clock";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";
import { verifyTicket } from "#runtime/ticket";

const config = readConfig(IngestConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);
const answersUrl = config.REDIS_ANSWERS_URL.reveal();
const controlUrl = config.REDIS_CONTROL_URL.reveal();

const answers = openIntakeConnection(answersUrl, LIMITS.appendTimeoutMs);
const answersNews = openConnection(answersUrl, { maxRetriesPerRequest: null, commandTimeout: undefined });
const control = openConnection(controlUrl);
const controlNews = openConnection(controlUrl, { maxRetriesPerRequest: null, commandTimeout: undefined });

const intake = createAnswerIntake(answers, answersNews, config.NODE_ID);
const journal = createJournalFeed(control, controlNews, (error) => log.warn({ err: error }, "journal out of reach"));
const presenceStore = createPresenceWriter(control, config.NODE_ID);
const settings = createSettingsWatch([answers, control], (problems) =>
  log.error({ problems }, "unsafe Redis settings"),
);
const ingest = createIngest({
  intake,
  journal,
  presenceStore,
  onPresenceTrouble: (error) => log.warn({ err: error }, "presence out of reach"),
  workspaceStore: createWorkspaces(control),
  onWorkspaceTrouble: (error) => log.warn({ err: error }, "workspaces out of reach"),
  clock: systemClock,
  random: Math.random,
  verifyTicket: (ticket, nowMs) => verifyTicket(config.TICKET_KEYS.reveal(), ticket, nowMs),
  limits: LIMITS,
});
const transport = chooseTransport(config.INGEST_TRANSPORT, log, {
  host: config.INGEST_HOST,
  port: config.INGEST_PORT,
  allowedOrigins: config.ALLOWED_ORIGINS,
  subprotocol: SUBPROTOCOL,
  frameBytesMax: LIMITS.frameBytesMax,
  socketBufferBytesMax: LIMITS.socketBufferBytesMax,
  pingIntervalMs: LIMITS.pingIntervalMs,
  tls:
    config.TLS_CERT_FILE && config.TLS_KEY_FILE
      ? { certFile: config.TLS_CERT_FILE, keyFile: config.TLS_KEY_FILE }
      : null,
});

await runService(log, config.NODE_ID, [
  {
    name: "Redis",
    start: async () => {
      await Promise.all([answers, answersNews, control, controlNews].map((redis) => whenReady(redis, 10_000)));
    },
    stop: async () => {
      for (const redis of [answers, answersNews, control, controlNews]) redis.disconnect();
      await Promise.resolve();
    },
  },
  settings,
  { name: "answers' Redis", start: intake.start, stop: intake.stop },
  { name: "journal", start: journal.start, stop: journal.stop },
  { name: "presence", start: presenceStore.start, stop: () => Promise.resolve() },
  createHeartbeat(control, reporterOf("ingest", config), () => {
    const figures = ingest.figures();
    return { detail: settings.problem() ?? `${transport.name}, ${figures.connected} connected`, ...figures };
  }),
  {
    name: "sockets",
    start: async () => {
      const port = await transport.listen(ingest.onConnection);
      log.info({ port, transport: transport.name }, "listening");
    },
    stop: async () => {
      transport.stopAccepting();
      await ingest.retire();
      await transport.stop();
    },
  },
]);
