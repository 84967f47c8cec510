// @ts-check
/** The servers of a start: those that the environment names, once inspected, and private ones for the others. */
import { findOrInstall } from "./debian.mjs";
import { inspectPostgres, inspectRedis } from "./external.mjs";
import { privatePostgres, privateRedis } from "./private-servers.mjs";
import { REDIS_PROGRAMS } from "./redis.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * @typedef {object} ChosenServers
 * @property {{ redisAnswersUrl: string, redisControlUrl: string, databaseUrl: string }} urls
 * @property {import("./supervisor.mjs").Program[]} programs the private ones, to be started
 */

export const NO_REDIS =
  "no redis-server or valkey-server on PATH: type `apt-get install redis-server` as root, or set REDIS_ANSWERS_URL and REDIS_CONTROL_URL";

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<string[]>} why the servers that the environment names cannot be used
 */
export async function externalProblems(environment) {
  const { DATABASE_URL, REDIS_ANSWERS_URL, REDIS_CONTROL_URL } = environment;
  const [postgres, answers, control] = await Promise.all([
    DATABASE_URL ? inspectPostgres(DATABASE_URL) : [],
    REDIS_ANSWERS_URL ? inspectRedis("REDIS_ANSWERS_URL", REDIS_ANSWERS_URL) : null,
    REDIS_CONTROL_URL ? inspectRedis("REDIS_CONTROL_URL", REDIS_CONTROL_URL) : null,
  ]);
  const same = answers !== null && control !== null && answers.runId !== null && answers.runId === control.runId;
  const one = "REDIS_ANSWERS_URL and REDIS_CONTROL_URL are one server: one would fall with the other";
  return [...postgres, ...(answers?.problems ?? []), ...(control?.problems ?? []), ...(same ? [one] : [])];
}

/**
 * Starts nothing yet.
 * @param {object} what
 * @param {string} what.root
 * @param {import("./data-folder.mjs").DataFolder} what.data
 * @param {import("./secrets.mjs").Secrets} what.secrets
 * @param {Record<string, string | undefined>} what.environment
 * @param {readonly number[]} what.except ports that are promised to others
 * @param {(line: string) => void} what.say
 * @returns {Promise<ChosenServers>}
 */
export async function chooseServers({ root, data, secrets, environment, except, say }) {
  const problems = await externalProblems(environment);
  if (problems.length > 0) throw new Refusal(problems.join("; "));
  /** @type {import("./supervisor.mjs").Program[]} */
  const programs = [];
  const taken = [...except];
  const keep = (/** @type {{ url: string, port: number, program: import("./supervisor.mjs").Program }} */ server) => {
    programs.push(server.program);
    taken.push(server.port);
    return server.url;
  };
  const redis = async (/** @type {"answers" | "control"} */ kind) => {
    const path = environment["PATH"] ?? "";
    const binary = findOrInstall({ package: "redis-server", programs: REDIS_PROGRAMS, path, say });
    if (binary === null) throw new Refusal(NO_REDIS);
    return keep(await privateRedis({ kind, binary, data, password: secrets.redisPassword, except: taken }));
  };
  const postgres = async () =>
    keep(await privatePostgres({ root, data, password: secrets.ownerPassword, except: taken }));
  return {
    urls: {
      redisAnswersUrl: environment["REDIS_ANSWERS_URL"] || (await redis("answers")),
      redisControlUrl: environment["REDIS_CONTROL_URL"] || (await redis("control")),
      databaseUrl: environment["DATABASE_URL"] || (await postgres()),
    },
    programs,
  };
}
