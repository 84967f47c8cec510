/**
 * The peaks of students (R45): `npm run peaks -- --profile results` (2,000 page views a second, while the time of the
 * publication comes) or `--profile wishes` (300 saves a second); `--rate`, `--seconds`, `--students` change them. Starts
 * servers and a portal process of its own, plays k6, compares with the database, prints one JSON line, and ends with 1
 * where a limit is broken.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { cpuMs, familyCpuMs } from "#infra/bench/measure/cpu-time.ts";
import { freePort } from "#infra/launcher/ports.mjs";
import { release, seed } from "#infra/peaks/seed.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { findK6, HOW_TO_GET_K6 } from "#loadtest/generator/k6-binary";
import { openConnection } from "#redis/connection";
import { createStudentSessions } from "#redis/student-sessions";
import { projectRoot } from "#runtime/project-root";

const RATES = { results: 2_000, wishes: 300 } as const;
const READY_WITHIN_MS = 120_000;
/** From the signature to the time of the publication: k6 has begun by then, and everybody waits at their page. */
const PUBLISHED_AFTER_MS = 15_000;

const { values } = parseArgs({
  options: {
    profile: { type: "string", default: "results" },
    rate: { type: "string" },
    seconds: { type: "string", default: "60" },
    students: { type: "string", default: "11000" },
  },
});
const profile = values.profile;
if (profile !== "results" && profile !== "wishes") {
  process.stderr.write("--profile results or --profile wishes\n");
  process.exit(2);
}
const [rate, seconds, students] = [
  Number(values.rate ?? RATES[profile]),
  Number(values.seconds),
  Number(values.students),
];
if (![rate, seconds, students].every((one) => Number.isInteger(one) && one > 0)) {
  process.stderr.write("--rate, --seconds and --students are whole numbers from 1\n");
  process.exit(2);
}
const root = projectRoot();
const k6 = findK6(join(root, "loadtest"), join(root, "var/bin"), (line) => process.stderr.write(`${line}\n`));
if (k6 === null) {
  process.stderr.write(`${HOW_TO_GET_K6}\n`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "amphi-peak-"));
const [postgres, redis] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
await prepareTemplate(postgres.url);
const database = await freshDatabaseOn(postgres.url);
const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
// A server that stops says so on connections that rest.
owner.on("error", () => undefined);
await seed(owner, students, profile === "results", Date.now());

const connection = openConnection(redis.url);
const sessions = createStudentSessions(connection);
const visitors: { token: string; rank: number }[] = [];
for (let n = 1; n <= students; n++) {
  const account = { id: n, login: `${n}@example.fr`, name: `G F${n}`, personIds: [n] };
  const { token } = await sessions.open({ account, language: "fr", signedInAtMs: Date.now(), cas: null });
  visitors.push({ token, rank: n });
}
connection.disconnect();
writeFileSync(join(folder, "visitors.json"), JSON.stringify(visitors), { mode: 0o600 });

const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const portal = spawn(process.execPath, ["--import", "tsx", join(root, "services/portal/main.ts")], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
  env: {
    ...{ PATH: process.env["PATH"], NODE_ENV: "production", NODE_ID: "portal-1", LOG_LEVEL: "warn" },
    ...{ PORTAL_PORT: String(port), PORTAL_URL: address, WEB_ROOT: join(root, "dist/web") },
    ...{ DATABASE_URL: database.urlFor("amphi_portal"), REDIS_CONTROL_URL: redis.url, STAFF_SECRET: "00".repeat(32) },
  },
});
process.once("exit", () => portal.kill("SIGKILL"));
await new Promise<void>((ready, reject) => {
  const late = setTimeout(() => reject(new Error("the portal is not ready")), READY_WITHIN_MS);
  portal.once("exit", () => reject(new Error("the portal ended")));
  portal.stdout.on("data", (chunk: Buffer) => {
    if (!String(chunk).includes("ready portal-1")) return;
    clearTimeout(late);
    ready();
  });
});

const publishAtMs = Date.now() + PUBLISHED_AFTER_MS;
if (profile === "results") await release(owner, publishAtMs, Date.now());
const portalPid = portal.pid ?? 0;
const cpuOf = () => [cpuMs(portalPid), familyCpuMs(postgres.pid)] as const;
const before = cpuOf();
const summary = join(folder, "summary.json");
const played = spawn(k6, ["run", "--quiet", "--no-usage-report", join(root, "loadtest/portal/scenario.ts")], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...{ PATH: process.env["PATH"], PROFILE: profile, RATE: String(rate), SECONDS: String(seconds) },
    ...{ ADDRESS: address, VISITORS: join(folder, "visitors.json"), SUMMARY: summary },
    PUBLISH_AT_MS: String(publishAtMs),
  },
});
const [status] = (await once(played, "exit")) as [number | null];

/** Of the portal and of PostgreSQL, by request: what stays the same on a machine that also does something else. */
const cpuMsEach = cpuOf().map((ms, n) => ms - (before[n] ?? 0));

type Metric = { readonly values: Readonly<Record<string, number>> } | undefined;
const metrics = JSON.parse(readFileSync(summary, "utf8")) as Readonly<Record<string, Metric>>;
const value = (metric: string, name: string): number | null => metrics[metric]?.values[name] ?? null;
const took = (name: string) => value(`http_req_duration{name:${profile}}`, name);
const { rows } = await owner.query<{ lists: number; versions: number; kept: number; mails: number }>(
  `SELECT count(*)::int AS lists, coalesce(sum(version), 0)::int AS versions,
     (SELECT count(*)::int FROM wish_change) AS kept, (SELECT count(*)::int FROM mail) AS mails FROM wish_list`,
);
const acknowledged = value("wishes_saved", "count") ?? 0;
// Acknowledged before they are in the database: none. More may be there than were heard of.
const lost = Math.max(0, acknowledged - (rows[0]?.versions ?? 0));
const shown = value("results_shown", "count") ?? 0;
const requests = value("http_reqs", "count") ?? 0;
const [portalCpuMs, postgresCpuMs] = cpuMsEach.map((ms) => Math.round((1_000 * ms) / Math.max(1, requests)) / 1_000);
const playedAll = requests >= rate * seconds * 0.99;
const passed = status === 0 && lost === 0 && playedAll && (profile === "wishes" || shown > 0);
process.stdout.write(
  `${JSON.stringify({
    ...{ benchmark: `portal-${profile}`, passed, rate, seconds, students, lost, ...rows[0] },
    ...{ requests, portalCpuMs, postgresCpuMs, wrong: value("answers_wrong", "count") ?? 0 },
    ...{ shown, early: value("results_early", "count") ?? 0, late: value("results_late", "count") ?? 0 },
    ...{ dropped: value("dropped_iterations", "count") ?? 0, p50Ms: took("p(50)"), p95Ms: took("p(95)") },
    ...{ p99Ms: took("p(99)"), maxMs: took("max") },
  })}\n`,
);

portal.removeAllListeners("exit");
portal.kill("SIGTERM");
await once(portal, "exit");
await owner.end();
await Promise.all([postgres.stop(), redis.stop()]);
rmSync(folder, { recursive: true, force: true });
process.exit(passed ? 0 : 1);
