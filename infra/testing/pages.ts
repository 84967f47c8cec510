/**
 * The web apps for browser tests: those of dist/web, built by vitest (globalSetup) when they are stale. A copy, so that
 * nothing that is built meanwhile changes what a run sees.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildStale } from "#infra/build/build.mjs";
import { projectRoot } from "#runtime/project-root";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the built pages; use `ownPages()`. */
    pagesRoot: string;
  }
}

/** Returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildStale(projectRoot(), { only: ["web"], say: () => undefined });
  const root = await mkdtemp(join(tmpdir(), "amphi-web-"));
  await cp(join(projectRoot(), "dist/web"), root, { recursive: true });
  project.provide("pagesRoot", root);
  return () => rm(root, { recursive: true, force: true });
}
