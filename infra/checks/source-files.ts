/** The files of the project and what they import. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

export interface Problem {
  /** Path from the project root, with the line where one is known. */
  readonly place: string;
  readonly text: string;
}

const NEVER = new Set(["node_modules", "dist", "var", ".git", ".svelte-kit"]);

/** Every file below `folder` (from the root, "" for all), as paths from the root with `/`; generated folders excluded. */
export function filesUnder(root: string, folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return []; // a folder that does not exist (yet) has no files
  }
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return NEVER.has(entry.name) ? [] : filesUnder(root, path);
    return entry.isFile() ? [path] : [];
  });
}

const SOURCE = /\.(ts|mjs|js|svelte)$/;
export const isSource = (path: string): boolean => SOURCE.test(path) && !path.endsWith(".d.ts");
const TEST = /\.(test|prop\.test|redis\.test|pg\.test|sim\.test|e2e\.test)\.ts$/;
export const isTest = (path: string): boolean => TEST.test(path);

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** The imported file from the root; null: a package. */
  readonly target: string | null;
}

/** Every static, type-only, re-exporting and dynamic import of a file. */
export function importsOf(root: string, path: string): Import[] {
  const text = readFileSync(join(root, path), "utf8");
  const code = path.endsWith(".svelte") ? onlyScripts(text) : text;
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    line: code.slice(0, pos).split("\n").length,
    target: withExtension(root, targetOf(path, fileName)),
  }));
}

/** A relative import may leave `.ts` out. */
function withExtension(root: string, target: string | null): string | null {
  return target !== null && existsSync(join(root, `${target}.ts`)) ? `${target}.ts` : target;
}

/** The script blocks of a component, at their own lines. */
function onlyScripts(text: string): string {
  const keep: [number, number][] = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((m) => {
    const start = m.index + m[0].indexOf(">") + 1;
    return [start, start + (m[1] ?? "").length];
  });
  return [...text].map((c, i) => (c === "\n" || keep.some(([from, to]) => i >= from && i < to) ? c : " ")).join("");
}

/** As package.json "imports" maps them: `.ts` is appended except under #ui and #infra, which name whole files. */
const ALIASES: Readonly<Record<string, string>> = {
  "client-core": "web/client-core",
  ui: "web/ui",
  loadtest: "loadtest",
  infra: "infra",
};
function targetOf(from: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, "");
  if (bare.startsWith(".")) return posix.normalize(posix.join(posix.dirname(from), bare));
  if (!bare.startsWith("#")) return null;
  const [name = "", ...rest] = bare.slice(1).split("/");
  const path = posix.join(ALIASES[name] ?? `services/${name}`, ...rest);
  return name === "ui" || name === "infra" ? path : `${path}.ts`;
}
