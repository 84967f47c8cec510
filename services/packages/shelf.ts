/**
 * The published folder: `manifests/<sha256>` and `chunks/<sha256>`, plain files that never change. Any file server or
 * cache may hand them out; what is missing here is read from PostgreSQL and written whole.
 */
import { randomBytes } from "node:crypto";
import { access, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PackageManifest } from "#contracts/package/manifest";
import { HeldFiles } from "#packages/held-files";

export const SHELVES = ["manifests", "chunks"] as const;
export type ShelfName = (typeof SHELVES)[number];

/** Where the bytes come from: null when nothing has that name. Rejects with StoreTrouble. */
export interface PackageSource {
  manifest(sha256: string): Promise<Buffer | null>;
  chunk(sha256: string): Promise<Buffer | null>;
}
export interface Shelf {
  /** The file's bytes, or null when there is no such file anywhere. Rejects with StoreTrouble. */
  read(shelf: ShelfName, sha256: string): Promise<Buffer | null>;
  /** Publishes all that a manifest names, and then the manifest; nothing is asked when it is there. */
  publish(sha256: string): Promise<void>;
}

/** A paper with its backup, several times over. */
const HELD_BYTES_MOST = 64 * 2 ** 20;

export function createShelf(folder: string, source: PackageSource): Shelf {
  const held = new HeldFiles(HELD_BYTES_MOST);
  const fileOf = (shelf: ShelfName, sha256: string) => join(folder, shelf, sha256);
  const fromSource = (shelf: ShelfName, sha256: string) =>
    shelf === "manifests" ? source.manifest(sha256) : source.chunk(sha256);

  /** Under another name first: a file that is there is whole, whoever reads it. */
  async function write(shelf: ShelfName, sha256: string, bytes: Buffer): Promise<void> {
    const unfinished = join(folder, `${sha256}.${randomBytes(6).toString("hex")}`);
    await mkdir(join(folder, shelf), { recursive: true });
    await writeFile(unfinished, bytes);
    await rename(unfinished, fileOf(shelf, sha256));
  }
  /** From the folder, else from where it comes from. */
  async function published(shelf: ShelfName, sha256: string): Promise<Buffer | null> {
    const here = await readFile(fileOf(shelf, sha256)).catch(unlessMissing);
    if (here) return here;
    const bytes = await fromSource(shelf, sha256);
    if (bytes) await write(shelf, sha256, bytes);
    return bytes;
  }
  async function read(shelf: ShelfName, sha256: string): Promise<Buffer | null> {
    const name = `${shelf}/${sha256}`;
    const bytes = held.get(name) ?? (await published(shelf, sha256));
    if (bytes) held.hold(name, bytes);
    return bytes;
  }
  const has = async (shelf: ShelfName, sha256: string): Promise<boolean> =>
    (await access(fileOf(shelf, sha256)).catch(unlessMissing)) !== null;

  async function publish(sha256: string): Promise<void> {
    if (await has("manifests", sha256)) return;
    const manifest = await source.manifest(sha256);
    if (manifest === null) return; // another has taken its place meanwhile
    const payload = Buffer.from(manifest.toString("ascii").split(".")[1] ?? "", "base64url").toString("utf8");
    const { chunks, codes } = JSON.parse(payload) as PackageManifest;
    for (const name of [...chunks, ...codes.map((one) => one.sha256)])
      if (!(await has("chunks", name))) await published("chunks", name);
    await write("manifests", sha256, manifest);
  }
  return { read, publish };
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
