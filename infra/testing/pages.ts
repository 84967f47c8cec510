/** The web apps, built once per run of browser tests by vitest (globalSetup), as they are served: without what svelte adds for tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { WEB_MODES } from "#infra/build/web.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the built pages; use `ownPages()`. */
    pagesRoot: string;
  }
}

/** Returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), "amphi-web-"));
  const configFile = fileURLToPath(new URL("../../web/vite.config.ts", import.meta.url));
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    for (const mode of WEB_MODES) await build({ configFile, mode, logLevel: "error", build: { outDir: root } });
  } finally {
    process.env["NODE_ENV"] = before;
  }
  project.provide("pagesRoot", root);
  return () => rm(root, { recursive: true, force: true });
}
