/** Reading a paper from the disk: its JSON, its key, and the files that it names. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { Refusal } from "#cli/command";
import { readImageHeader, type ImageHeader } from "#cli/import/image-header";
import { isRecord } from "#domain/exam/json-tree";

export interface PaperFile {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly header: ImageHeader | null;
}
export interface PaperFolder {
  readonly paperFile: string;
  readonly paper: unknown;
  /** Null when the paper comes without a key. */
  readonly keyFile: string | null;
  readonly key: unknown;
  /** Files named in the paper that exist below its folder. */
  readonly files: ReadonlyMap<string, PaperFile>;
}

/** Sanity limits, in bytes: beyond them a file is a mistake. */
const JSON_BYTES_MAX = 20 * 1024 * 1024;
const IMAGE_BYTES_MAX = 20 * 1024 * 1024;

export const sha256Of = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Reads a paper. `path` is its JSON file, or a folder with `paper.json` and perhaps `key.json`. Throws Refusal when a
 * file cannot be read as JSON; what the JSON says is checked by others.
 */
export function readPaperFolder(path: string, keyPath: string | null): PaperFolder {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new Refusal(`${path}: no such file or folder`);
  const paperFile = stat.isDirectory() ? join(path, "paper.json") : path;
  const besideKey = stat.isDirectory() ? join(path, "key.json") : null;
  const keyFile = keyPath ?? (besideKey && existsSync(besideKey) ? besideKey : null);
  const paper = readJson(paperFile);
  const key = keyFile === null ? null : readJson(keyFile);
  return { paperFile, paper, keyFile, key, files: readNamedFiles(dirname(paperFile), paper) };
}

/** The JSON value in a file. Throws Refusal with the file's name. */
export function readJson(file: string): unknown {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Refusal(`${file}: no such file`);
  if (stat.size > JSON_BYTES_MAX) throw new Refusal(`${file}: larger than ${JSON_BYTES_MAX} bytes`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file))) as unknown;
  } catch (error) {
    throw new Refusal(`${file}: not a JSON file in UTF-8: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readNamedFiles(folder: string, paper: unknown): Map<string, PaperFile> {
  const files = new Map<string, PaperFile>();
  const root = realpathSync(folder) + sep;
  for (const name of namesIn(paper)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    // A name or a link that leads out of the folder reads as missing: a paper is what its folder holds.
    if (!stat?.isFile() || stat.size > IMAGE_BYTES_MAX || !realpathSync(path).startsWith(root)) continue;
    const bytes = readFileSync(path);
    files.set(name, { bytes, sha256: sha256Of(bytes), header: readImageHeader(bytes) });
  }
  return files;
}

/** Every text under a field named `file`, anywhere: the shape is not checked yet. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    field === "file" && typeof inner === "string" ? [inner] : namesIn(inner),
  );
}
