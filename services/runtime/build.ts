/** Which code and which settings this process runs: what is compared before an opening. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "#runtime/project-root";

const PRINT_CHARS = 16;
const print = (hash: ReturnType<typeof createHash>) => hash.digest("hex").slice(0, PRINT_CHARS);

/**
 * Print of the code as it lies on the disk: the bundles beside this one and the scripts that are read at run time. An
 * incomplete restore shows, whatever the version says. "source" for a process that runs from its sources. Ask at the
 * start: later the disk may hold the next build.
 */
export function buildOf(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  const bundles = filesOf(folder, ".mjs");
  if (bundles.length === 0) return "source";
  const hash = createHash("sha256");
  const scripts = filesOf(join(projectRoot(), "services/redis/lua"), ".lua");
  for (const file of [...bundles, ...scripts]) hash.update(readFileSync(file)).update("\0");
  return print(hash);
}

const filesOf = (folder: string, suffix: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => join(folder, name));

/** Settings that name one process or its place on a machine: they differ between nodes that are otherwise the same. */
const OF_ONE_NODE = /^(NODE_ID|LOG_LEVEL)$|_(HOST|PORT|FILE|ROOT)$/;

/**
 * Print of the settings that all processes of a kind must share, limits and wire versions included. Secrets count by
 * their presence only: a print that could be guessed at must not depend on them.
 */
export function configHashOf(config: Readonly<Record<string, unknown>>, ...shared: readonly unknown[]): string {
  const common = Object.entries(config)
    .filter(([name, value]) => !OF_ONE_NODE.test(name) && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return print(createHash("sha256").update(JSON.stringify([common, ...shared])));
}
