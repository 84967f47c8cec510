/**
 * The built web apps, read into memory once: what is served is what was there at start, and no path of a request ever
 * reaches the file system.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Sendable } from "#http/send-bytes";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
const COMPRESSIBLE = /^(text\/|application\/(json|manifest)|image\/svg)/;
/** Vite puts a hash of the content into the names of what it builds: such a file never changes. */
const HASHED = /^\/assets\/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

export interface WebFile extends Sendable {
  readonly etag: string;
  readonly immutable: boolean;
}
/** URL path ("/tablet/index.html") → file. */
export type WebFiles = ReadonlyMap<string, WebFile>;

/** Every file under `root`; none when the folder is not there, which `onAbsent` should say: the API works without pages. */
export async function loadWebFiles(root: string, onAbsent: () => void): Promise<WebFiles> {
  const files = new Map<string, WebFile>();
  if (!existsSync(root)) {
    onAbsent();
    return files;
  }
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".map")) continue;
    const file = join(entry.parentPath, entry.name);
    const path = "/" + relative(root, file).split(sep).join("/");
    files.set(path, webFile(path, await readFile(file)));
  }
  return files;
}

export function webFile(path: string, bytes: Buffer): WebFile {
  const mediaType = MEDIA_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream";
  return {
    mediaType,
    bytes: new Uint8Array(bytes),
    gzipped: COMPRESSIBLE.test(mediaType) && bytes.length > 1_000 ? new Uint8Array(gzipSync(bytes)) : null,
    etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
    immutable: HASHED.test(path),
  };
}

export type WebLookup = { readonly file: WebFile } | { readonly redirect: string } | null;

/** The file of a URL path: a folder gives its index.html, a folder without its slash redirects. */
export function lookUp(files: WebFiles, path: string): WebLookup {
  const file = files.get(path.endsWith("/") ? `${path}index.html` : path);
  if (file) return { file };
  return files.has(`${path}/index.html`) ? { redirect: `${path}/` } : null;
}
