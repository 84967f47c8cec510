/** Process: HTTP API of tablets and consoles, pages, health. Holds the address that people type. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { foldJournal, type Phase } from "#domain/sitting/clock";
import { tabletBuildOf } from "#contracts/tablet-build";
import { createControl } from "#control/app";
import { ControlConfig } from "#control/config";
import { addConsoleRoutes } from "#control/console-routes";
import { createConsoles } from "#control/consoles";
import { createDayStore, newCard } from "#control/day/day-store";
import { createExamDirectory } from "#control/exam-directory";
import { probesOf } from "#control/health/probes";
import { createListener } from "#http/listener";
import { collectProcessMetrics, createMetrics } from "#http/metrics";
import { createEpochBudget } from "#control/sign-in/epoch-budget";
import { createFailureBudget } from "#http/failure-budget";
import { createOtherTablets } from "#control/sign-in/other-tablets";
import { createCodeStore, createDeviceStore, createPackageStore } from "#control/package-stores";
import { createSealKeeper } from "#control/seals/seal-keeper";
import { createLiveBook } from "#control/rehearsal/live-book";
import type { RehearsalStore } from "#control/rehearsal/ports";
import { createRehearsalRecords, createRehearsalTokens } from "#control/rehearsal/stores";
import { createTokenCheck } from "#control/rehearsal/token-check";
import { createExamBook, ExamPages } from "#control/roster/exam-book";
import { createPreparationStore } from "#control/preparation/preparation-store";
import { createRosterSource } from "#control/roster/roster-source";
import { createDeviceFence } from "#control/acts/device-fence";
import { addMinutes } from "#control/minutes/routes";
import { createMinutesStore } from "#control/minutes/stored-submissions";
import { createAccountBudget } from "#http/account-budget";
import { CONSOLE_DOOR, sessionOfCookie } from "#staff/door";
import { createSecondFactor, createStaffDirectory } from "#staff/staff-directory";
import { addStaffRequests } from "#control/staff-requests";
import { importFile } from "#evidence/answer-files/import-file";
import { createAnswerFileStores } from "#evidence/answer-files/stores";
import { anyKeyOf, pointOf } from "#evidence/signing";
import { loadWebFiles } from "#http/web-files";
import { openPool } from "#postgres/connection";
import { sealsOf } from "#postgres/queries/packages";
import { newestReceipt, receiptByCode } from "#postgres/queries/receipts";
import { restorableOf } from "#postgres/queries/restore";
import { databaseOf } from "#postgres/queries/reading";
import { keepReport, newestReports } from "#postgres/queries/rehearsals";
import { progressOf } from "#postgres/queries/roster";
import { askDatabase } from "#postgres/queries/watch";
import { createChat } from "#redis/chat";
import { openConnection, orTrouble, whenReady } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { createFenceMarks } from "#redis/fence-marks";
import { createHeartbeat, readPartReports, reporterOf, requestRestart } from "#redis/heartbeat";
import { createJournal } from "#redis/journal";
import { createJournalFeed } from "#redis/journal-feed";
import { createKeptCopies } from "#redis/kept-copies";
import { readMemoryUse } from "#redis/memory-use";
import { createPresenceFeed } from "#redis/presence-feed";
import { createProposals } from "#redis/proposals";
import { createSecondFactorSteps } from "#redis/second-factor-steps";
import { createSettingsWatch } from "#redis/settings";
import { createStaffReadings } from "#redis/staff-readings";
import { createStaffSessions } from "#redis/staff-sessions";
import { createWorkspaces } from "#redis/workspaces";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";
import { createPasswords } from "#runtime/password";

const POOL_CONNECTIONS = 16;
const START_WITHIN_MS = 10_000;
const ANSWERS_WITHIN_MS = 3_000;
/** Wrong codes: a whole amphitheatre may mistype at once, a guesser gains nothing from ten a second. */
const FAILURES = { burst: 300, perSecond: 10 };
/** The same for passwords, which cost more to check: all the staff of a nation sign in within minutes. */
const STAFF_FAILURES = { burst: 100, perSecond: 2 };

/** From the opening to the end: a start, or a backup paper, may be given at any moment. */
const UNDER_WAY: readonly Phase[] = ["check_in", "ready", "running", "paused"];

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
const settings = createSettingsWatch([control], (problems) => log.error({ problems }, "unsafe Redis settings"), [
  answers,
]);
const onTrouble = (error: unknown) => log.warn({ err: error }, "a store does not answer");
const presence = createPresenceFeed(control, controlNews, onTrouble);
const chat = createChat(control, controlNews);
const proposals = createProposals(control, controlNews);
const readings = createStaffReadings(control, controlNews);
const sessions = createStaffSessions(control, controlNews);
const passwords = createPasswords();
const copies = createKeptCopies(control);
const book = createExamBook(
  createRosterSource(database),
  {
    read: async () => (await copies.examPages()).map((pages) => ExamPages.parse(pages)),
    write: (pages) => copies.keepExamPages(pages.examId, pages),
  },
  onTrouble,
);
const web = await loadWebFiles(config.WEB_ROOT, () =>
  log.warn({ folder: config.WEB_ROOT }, "no pages: WEB_ROOT is not there"),
);
const tabletPage = web.get("/tablet/index.html");
const reporter = reporterOf("control", config);
const sessionOf = sessionOfCookie(CONSOLE_DOOR, sessions, Date.now);
const nodeIds = config.EXPECTED_PARTS;
const otherTablets = createOtherTablets();
const seals = createSealKeeper({
  sittingIds: () =>
    book
      .sittings(null)
      .map(({ id }) => id)
      .filter((id) => UNDER_WAY.includes(foldJournal(journals.acts(id)).phase)),
  sealsOf: (sittingId) => sealsOf(database, sittingId),
  onTrouble,
});
const consoles = createConsoles({
  book,
  otherTablets,
  presence,
  journals,
  chat,
  proposals,
  readings,
  sessions: { sessionOf, onSignedOut: sessions.onSignedOut },
  progress: { progressOf: (sittingId, candidateIds) => progressOf(database, sittingId, candidateIds) },
  alerts: { read: copies.alerts, write: copies.keepAlerts },
  platform: {
    nodeIds,
    reports: () => readPartReports(control, nodeIds),
    answersRedis: () => readMemoryUse(answers),
    controlRedis: () => readMemoryUse(control),
    postgres: () => askDatabase(database),
  },
  build: reporter.build,
  tabletBuild: tabletPage ? tabletBuildOf(new TextDecoder().decode(tabletPage.bytes)) : null,
  onTrouble,
  now: Date.now,
});
const metrics = createMetrics();
collectProcessMetrics(metrics);

const answerFileKey = config.ANSWER_FILE_KEY_FILE
  ? await anyKeyOf(readFileSync(config.ANSWER_FILE_KEY_FILE, "utf8"))
  : null;
const answerFiles = answerFileKey?.privateKey
  ? {
      stores: createAnswerFileStores(database, answers, config.NODE_ID),
      key: answerFileKey.privateKey,
      now: Date.now,
      wait: (ms: number) => wait(ms),
    }
  : null;
const packages = createPackageStore(database);
const devices = createDeviceStore(database);
const rehearsals: RehearsalStore = {
  keep: (report) => keepReport(database, report),
  newestOf: (roomIds) => newestReports(database, roomIds),
};
const records = createRehearsalRecords(database);
const tokens = createRehearsalTokens(database);
const rehearsalTokens = createTokenCheck(tokens, Date.now);
const liveRuns = createLiveBook(randomUUID);
const workspaces = createWorkspaces(control);
const directory = createExamDirectory(database);
const epochs = createEpochIssuer(answers);
const journal = createJournal(control);
const answersReachable = async () => void (await orTrouble("the answers' store", answers.ping()));
const tls =
  config.TLS_CERT_FILE && config.TLS_KEY_FILE ? { certFile: config.TLS_CERT_FILE, keyFile: config.TLS_KEY_FILE } : null;
const app = createControl({
  directory,
  packages,
  packageSource: { url: config.PACKAGES_URL, key: config.MANIFEST_KEY },
  devices,
  restore: {
    restorableOf: (of, epoch) => restorableOf(database, of, epoch),
    workspaceOf: (of) => workspaces.read(of),
  },
  rehearsals,
  ...{ records, rehearsalTokens, liveRuns },
  receipts: {
    newestOf: (of) => newestReceipt(database, of),
    withCode: (code) => receiptByCode(database, code),
  },
  receiptFailures: createFailureBudget(FAILURES.burst, FAILURES.perSecond),
  answerFileKey: answerFileKey && pointOf(answerFileKey.publicKey),
  otherTablets,
  epochs,
  journals,
  failures: createFailureBudget(FAILURES.burst, FAILURES.perSecond),
  newEpochs: createEpochBudget(),
  ticketKeys: config.TICKET_KEYS.reveal(),
  cardSecret: config.CARD_SECRET.reveal(),
  ingestUrls: config.INGEST_URLS,
  probes: probesOf({ database, answers, control, nodeIds }),
  metrics,
  web,
  portalUrl: config.PORTAL_URL ?? null,
  addStaffSide: (to) => {
    addStaffRequests(to, {
      staff: createStaffDirectory(database),
      passwords,
      secondFactor: createSecondFactor(config.STAFF_SECRET.reveal(), createSecondFactorSteps(control)),
      sessions,
      attempts: createAccountBudget(),
      staffFailures: createFailureBudget(STAFF_FAILURES.burst, STAFF_FAILURES.perSecond),
      secureCookies: tls !== null,
      book,
      journal,
      proposals,
      readings,
      chat,
      rehearsals,
      ...{ records, tokens, rehearsalTokens, liveRuns, rehearsedWithinDays: config.REHEARSED_WITHIN_DAYS },
      fence: createDeviceFence({ epochs, directory, answersReachable, done: createFenceMarks(control) }),
      closing: {
        storedOf: async (sittingId, candidateIds) => {
          const progress = await progressOf(database, sittingId, candidateIds);
          return new Set(progress.filter((one) => one.submitted).map((one) => one.candidateId));
        },
        arrivedAt: (sittingId) => {
          const [here, gone] = [presence.rows(sittingId), presence.offlineSince(sittingId)];
          return (candidateId) => here.has(candidateId) || gone.has(candidateId);
        },
      },
      tablets: consoles.tablets,
      twoPersonActs: config.TWO_PERSON_ACTS,
      seals,
      codes: createCodeStore(database),
      day: createDayStore(database, journal, Date.now),
      preparation: createPreparationStore({
        database,
        hasBegun: async (sittingId) => (await journal.read(sittingId)).length > 0,
        endSessions: (accountId) => sessions.endAll(accountId),
        passwords,
        staffSecret: () => config.STAFF_SECRET.reveal(),
      }),
      takeAnswerFile: answerFiles && ((bytes, bringer) => importFile(answerFiles, bytes, bringer)),
      newCard: () => newCard(config.CARD_SECRET.reveal()),
      ...{ newId: randomUUID, now: Date.now },
    });
    addMinutes(to, { sessionOf, book, journal, chat, presence, ...createMinutesStore(database), now: Date.now });
    addConsoleRoutes(to, {
      sessionOf,
      book,
      feed: consoles.feed,
      nodeIds,
      requestRestart: (nodeId) => requestRestart(control, nodeId),
      ...{ devices, packages, directory, journals, ticketKeys: config.TICKET_KEYS.reveal(), now: Date.now },
    });
  },
  log,
  now: Date.now,
});
const listener = createListener(app, {
  host: config.CONTROL_HOST,
  port: config.CONTROL_PORT,
  tls,
  upgrade: consoles.upgrade,
});

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: async () => {
      await Promise.all([control, controlNews].map((redis) => whenReady(redis, START_WITHIN_MS)));
      // Without the answers' store only new sign-ins wait: it is given its moment, not the power to stop the consoles.
      await whenReady(answers, ANSWERS_WITHIN_MS).catch((error: unknown) =>
        log.warn({ err: error }, "no answers' store"),
      );
    },
    stop: async () => {
      for (const redis of [answers, control, controlNews]) redis.disconnect();
      await Promise.resolve();
    },
  },
  settings,
  { name: "journal", start: journals.start, stop: journals.stop },
  { name: "presence", start: presence.start, stop: presence.stop },
  {
    name: "news of staff",
    start: async () => {
      await Promise.all([chat, proposals, readings, sessions].map((news) => news.start()));
    },
    stop: () => Promise.resolve(),
  },
  ...consoles.before,
  { name: "keys of sealed papers", start: seals.start, stop: seals.stop },
  createHeartbeat(control, reporter, () => ({ detail: settings.problem() ?? "serving" })),
  {
    name: "HTTP",
    start: async () => {
      const port = await listener.start();
      log.info({ port }, "listening");
    },
    stop: listener.stop,
  },
  consoles.facing,
]);
