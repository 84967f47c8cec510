/** Chromium and the built pages, for browser tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { chromiumPath } from "#infra/testing/chromium.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS });
}

/** Builds the web apps into a folder of their own; `page`: only one of them, by its path under web/. */
export async function buildPages(page?: string): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), "amphi-web-"));
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));
  const input = page && { rolldownOptions: { input: fileURLToPath(new URL(`../../${page}`, import.meta.url)) } };
  await build({ configFile, logLevel: "error", build: { outDir: root, ...input } });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
