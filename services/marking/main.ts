/** Process: marks closed sittings, ranks exams, answers what-if. The only one that reads answer keys. */
import { createMarkingApp } from "#marking/app";
import { MarkingConfig } from "#marking/config";
import { createQuestionsQueue } from "#marking/questions-queue";
import { openPool } from "#postgres/connection";
import { readBacklog } from "#redis/backlog";
import { openConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";

const START_WITHIN_MS = 10_000;

const config = readConfig(MarkingConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);
const pool = openPool(config.DATABASE_URL.reveal(), 6);
const answers = openConnection(config.REDIS_ANSWERS_URL.reveal());
const control = openConnection(config.REDIS_CONTROL_URL.reveal());
const queueConnection = openConnection(config.REDIS_CONTROL_URL.reveal(), {
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
});
const app = createMarkingApp({
  ...{ pool, log },
  oldestWaitingMs: async () => {
    const ages = (await readBacklog(answers)).backlogMs.filter((age) => age !== null);
    return ages.length === 0 ? null : Math.max(...ages);
  },
  now: () => Date.now(),
  elapsedMs: () => performance.now(),
});
const questions = createQuestionsQueue({
  connection: queueConnection,
  answer: app.answer,
  onTick: app.workOn,
  onReplaced: (silentMs) =>
    log.warn({ silentMs: Math.round(silentMs) }, "questions fell silent; their worker is replaced"),
  onTrouble: (error) => log.warn({ err: error }, "questions"),
});

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: async () => {
      await Promise.all([control, queueConnection].map((redis) => whenReady(redis, START_WITHIN_MS)));
    },
    stop: async () => {
      for (const redis of [answers, control, queueConnection]) redis.disconnect();
      await Promise.resolve();
    },
  },
  questions,
  createHeartbeat(control, reporterOf("marking", config), () => ({
    detail: questions.isSilent() ? "!no question was answered for 30 s" : app.summary(),
  })),
]);
