// @ts-check
/** Builds whatever is stale. A build is made beside its place and then renamed: a half-finished one is never served. */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf, Refusal } from "../launcher/refusal.mjs";
import { isFresh, markBuilt, printOf } from "./freshness.mjs";
import { buildServices, SERVICE_INPUTS } from "./services.mjs";
import { buildWeb, hasWeb, WEB_INPUTS } from "./web.mjs";

/** @typedef {"services" | "web"} Output */

const INPUTS = { services: SERVICE_INPUTS, web: WEB_INPUTS };
const BUILDERS = { services: buildServices, web: buildWeb };
const TITLES = { services: "the processes", web: "the web apps" };

/**
 * @param {string} root
 * @returns {Output[]} what does not correspond to the sources
 */
export function staleOutputs(root) {
  /** @type {Output[]} */
  const outputs = hasWeb(root) ? ["services", "web"] : ["services"];
  return outputs.filter((name) => !isFresh(join(root, "dist", name), printOf(root, INPUTS[name])));
}

/**
 * @param {string} root
 * @param {{ only?: readonly Output[], say: (line: string) => void }} options
 */
export async function buildStale(root, { only = ["services", "web"], say }) {
  for (const name of staleOutputs(root).filter((output) => only.includes(output))) {
    say(`building ${TITLES[name]}`);
    const print = printOf(root, INPUTS[name]);
    const place = join(root, "dist", name);
    const unfinished = `${place}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    try {
      await BUILDERS[name](root, unfinished);
      markBuilt(unfinished, print);
      const old = `${place}.old.${process.pid}`;
      rmSync(old, { recursive: true, force: true });
      swap(place, old);
      renameSync(unfinished, place);
      rmSync(old, { recursive: true, force: true });
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      throw new Refusal(`cannot build ${TITLES[name]}:\n${messageOf(error)}`);
    }
  }
}

/**
 * @param {string} place
 * @param {string} away
 */
function swap(place, away) {
  try {
    renameSync(place, away);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
}
