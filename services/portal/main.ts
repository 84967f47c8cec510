/** Process: HTTP API and pages of the portal, for the jury, the exam office, teachers and students. */
import { createAccountBudget } from "#http/account-budget";
import { createFailureBudget } from "#http/failure-budget";
import { createListener } from "#http/listener";
import { collectProcessMetrics, createMetrics } from "#http/metrics";
import { loadWebFiles } from "#http/web-files";
import { createPortal } from "#portal/app";
import { PortalConfig } from "#portal/config";
import { portalRoutes } from "#portal/routes";
import { createStudentSide } from "#portal/student/student-side";
import { createProbes, createRouteParts, createScopes } from "#portal/stores";
import { portalPages } from "#portal/web-pages";
import { openPool } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import { openConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createMarkingDesk } from "#redis/marking-desk";
import { readConnectionEvents } from "#redis/presence-feed";
import { createSecondFactorSteps } from "#redis/second-factor-steps";
import { createSettingsWatch } from "#redis/settings";
import { createStaffSessions } from "#redis/staff-sessions";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";
import { createPasswords } from "#runtime/password";
import { PORTAL_DOOR, sessionOfCookie } from "#staff/door";
import { createSecondFactor, createStaffDirectory } from "#staff/staff-directory";

const POOL_CONNECTIONS = 16;
const START_WITHIN_MS = 10_000;
/** Wrong passwords of all staff together: more than people mistype, less than a guesser needs. */
const STAFF_FAILURES = { burst: 100, perSecond: 2 };

const config = readConfig(PortalConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);

const pool = openPool(config.DATABASE_URL.reveal(), POOL_CONNECTIONS);
const database = databaseOf(pool);
/** Thousands look at once: whatever is asked in the same moment goes out in one piece. */
const control = openConnection(config.REDIS_CONTROL_URL.reveal(), { enableAutoPipelining: true });
const controlNews = openConnection(config.REDIS_CONTROL_URL.reveal(), {
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
});
/** As BullMQ wants it. */
const questions = openConnection(config.REDIS_CONTROL_URL.reveal(), {
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
});
const desk = createMarkingDesk(questions);
const settings = createSettingsWatch([control], (problems) => log.error({ problems }, "unsafe Redis settings"), []);
const sessions = createStaffSessions(control, controlNews);
const metrics = createMetrics();
collectProcessMetrics(metrics);
const web = await loadWebFiles(config.WEB_ROOT, () =>
  log.warn({ folder: config.WEB_ROOT }, "no pages: WEB_ROOT is not there"),
);
const tls =
  config.TLS_CERT_FILE && config.TLS_KEY_FILE ? { certFile: config.TLS_CERT_FILE, keyFile: config.TLS_KEY_FILE } : null;

const passwords = createPasswords();
const students = createStudentSide({
  ...{ database, redis: control, passwords, casServers: config.CAS_SERVERS, portalUrl: config.PORTAL_URL },
  ...{ secureCookies: tls !== null, log, now: Date.now },
});

const app = createPortal({
  staff: {
    staff: createStaffDirectory(database),
    passwords,
    secondFactor: createSecondFactor(config.STAFF_SECRET.reveal(), createSecondFactorSteps(control)),
    sessions,
    attempts: createAccountBudget(),
    staffFailures: createFailureBudget(STAFF_FAILURES.burst, STAFF_FAILURES.perSecond),
    secureCookies: tls !== null,
    now: Date.now,
  },
  callers: { staffOf: sessionOfCookie(PORTAL_DOOR, sessions, Date.now), studentOf: students.studentOf },
  scopes: createScopes(database),
  routes: portalRoutes({
    ...createRouteParts(pool, database, desk, config.PORTAL_URL, (id) => readConnectionEvents(control, id)),
    student: students.parts,
  }),
  noteAccess: students.parts.noteAccess,
  probes: createProbes(database, control),
  metrics,
  web: portalPages(web),
  log,
  now: Date.now,
});
const listener = createListener(app, { host: config.PORTAL_HOST, port: config.PORTAL_PORT, tls, upgrade: null });

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: () => whenReady(control, START_WITHIN_MS),
    stop: async () => {
      await desk.close();
      for (const redis of [control, controlNews, questions]) redis.disconnect();
    },
  },
  settings,
  ...students.before,
  createHeartbeat(control, reporterOf("portal", config), () => ({ detail: settings.problem() ?? "serving" })),
  {
    name: "HTTP",
    start: async () => {
      const port = await listener.start();
      log.info({ port }, "listening");
    },
    stop: listener.stop,
  },
]);
