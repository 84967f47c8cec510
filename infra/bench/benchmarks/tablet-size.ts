/** What a tablet downloads as script before its first screen, compressed. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import type { Benchmark } from "#infra/bench/benchmark.ts";
import { rounded } from "#infra/bench/measure/median.ts";

const TARGET_KB = 120;
/** The page that a tablet opens: the first of these that was built. */
const PAGES = ["tablet/index.html", "index.html"];

export const tabletSize: Benchmark = {
  name: "tablet-size",
  run: ({ root }) => {
    const web = join(root, "dist/web");
    const page = PAGES.find((file) => existsSync(join(web, file)));
    if (page === undefined) throw new Error("dist/web holds no tablet page");
    const scripts = firstScripts(web, page);
    const bytes = scripts.map((file) => gzipSync(readFileSync(join(web, file)), { level: 9 }).length);
    const kB = bytes.reduce((total, one) => total + one, 0) / 1_000;
    return Promise.resolve([
      {
        name: "tablet-size",
        value: rounded(kB),
        unit: "kB of gzipped script",
        target: `≤ ${TARGET_KB}`,
        ok: scripts.length > 0 && kB <= TARGET_KB,
        detail: { page, scripts: Object.fromEntries(scripts.map((file, i) => [file, bytes[i]])) },
      },
    ]);
  },
};

/** Scripts that the page names, and those that they import at once; not what is imported later. */
export function firstScripts(web: string, page: string): string[] {
  const html = readFileSync(join(web, page), "utf8");
  const found = new Set<string>();
  const resolve = (from: string, url: string) =>
    normalize(url.startsWith("/") ? url.slice(1) : join(dirname(from), url));
  const visit = (file: string) => {
    if (found.has(file) || !existsSync(join(web, file))) return;
    found.add(file);
    const text = readFileSync(join(web, file), "utf8");
    for (const [, url] of text.matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']/g))
      if (url) visit(resolve(file, url));
  };
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    if (tag.startsWith("<link") && !/rel="modulepreload"/.test(tag)) continue;
    const url = /(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1];
    if (url) visit(resolve(page, url));
  }
  return [...found];
}
