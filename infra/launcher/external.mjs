// @ts-check
/** Servers that somebody else runs: refused when their settings would make an acknowledgement a lie. */
import { messageOf } from "./refusal.mjs";
import { askRedis } from "./redis-client.mjs";
import { REDIS_SETTINGS } from "./redis.mjs";

/**
 * @param {string} url
 * @returns {string} without its password, for messages
 */
export function addressOf(url) {
  const { hostname, port } = new URL(url);
  return port === "" ? hostname : `${hostname}:${port}`;
}

/**
 * @param {string} url
 * @param {readonly string[]} protocols
 * @returns {string | null}
 */
export function urlProblem(url, protocols) {
  if (!URL.canParse(url)) return "not a URL";
  return protocols.includes(new URL(url).protocol) ? null : `not a ${protocols.join("// or ")}// URL`;
}

/**
 * @param {string} name of the variable
 * @param {string} url
 * @returns {Promise<{ problems: string[], runId: string | null }>} `runId`: the same for two addresses of one server
 */
export async function inspectRedis(name, url) {
  const wrong = urlProblem(url, ["redis:", "rediss:"]);
  if (wrong !== null) return { problems: [`${name}: ${wrong}`], runId: null };
  const where = `${name} (${addressOf(url)})`;
  const keys = [...Object.keys(REDIS_SETTINGS), "maxmemory"];
  let replies;
  try {
    replies = await askRedis(url, [["INFO", "server"], ...keys.map((key) => ["CONFIG", "GET", key])]);
  } catch (error) {
    return { problems: [`${where}: ${messageOf(error)}`], runId: null };
  }
  const [info, ...values] = replies;
  const runId = typeof info === "string" ? (/run_id:(\w+)/.exec(info)?.[1] ?? null) : null;
  const problems = keys.flatMap((key, i) => {
    const reply = values[i];
    if (!Array.isArray(reply)) return [`${where}: the setting ${key} cannot be read (${String(reply)})`];
    const text = settingProblem(key, typeof reply[1] === "string" ? reply[1] : "");
    return text === null ? [] : [`${where}: ${text}`];
  });
  return { problems, runId };
}

/**
 * @param {string} key
 * @param {string} value
 * @returns {string | null}
 */
function settingProblem(key, value) {
  if (key === "maxmemory") return Number(value) > 0 ? null : "maxmemory must be set, it is 0";
  const wanted = Object.entries(REDIS_SETTINGS).find(([name]) => name === key)?.[1] ?? "";
  return value === wanted ? null : `${key} must be "${wanted}", it is "${value}"`;
}

/** What a commit that is called durable needs. */
const POSTGRES_WANTED = {
  fsync: ["on"],
  full_page_writes: ["on"],
  synchronous_commit: ["on", "remote_apply", "remote_write", "local"],
};
const POSTGRES_OLDEST = 15;

/**
 * @param {string} url
 * @returns {Promise<string[]>} problems
 */
export async function inspectPostgres(url) {
  const wrong = urlProblem(url, ["postgres:", "postgresql:"]);
  if (wrong !== null) return [`DATABASE_URL: ${wrong}`];
  const where = `DATABASE_URL (${addressOf(url)})`;
  const { Client } = (await import("pg")).default;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined); // the query in hand reports it
  try {
    await client.connect();
    const names = [...Object.keys(POSTGRES_WANTED), "server_version_num"];
    const { rows } = await client.query("SELECT name, setting FROM pg_settings WHERE name = ANY($1)", [names]);
    /** @type {Map<string, string>} */
    const settings = new Map(rows.map((row) => [String(row.name), String(row.setting)]));
    const problems = Object.entries(POSTGRES_WANTED).flatMap(([name, wanted]) => {
      const value = settings.get(name) ?? "";
      return wanted.includes(value) ? [] : [`${where}: ${name} must be on, it is ${value}`];
    });
    const major = Math.floor(Number(settings.get("server_version_num")) / 10_000);
    if (!(major >= POSTGRES_OLDEST))
      problems.push(`${where}: PostgreSQL ${major} is too old, ${POSTGRES_OLDEST} is needed`);
    return problems;
  } catch (error) {
    return [`${where}: ${messageOf(error)}`];
  } finally {
    await client.end().catch(() => undefined); // it may never have been connected
  }
}
