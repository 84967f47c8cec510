/** What a browser test takes from the pages that are built once per run (pages.ts). */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

/** The built pages in a folder of one's own, which a test may change. */
export async function ownPages(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), "amphi-web-"));
  await cp(inject("pagesRoot"), root, { recursive: true });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
