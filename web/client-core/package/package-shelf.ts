/** Packages as a device keeps them: chunk by chunk, so that a download goes on where it stopped. Sealed, all of it. */
import { z } from "zod";
import { CodesFile } from "#contracts/package/codes";
import { PackageManifest } from "#contracts/package/manifest";
import type { Shelf } from "#client-core/ports";
import { parseJson } from "#client-core/sign-in";

/** A verified manifest; `whole`: every chunk of it is here, checked. */
const KeptPackage = z.object({ v: z.literal(1), manifest: PackageManifest, whole: z.boolean() });
export type KeptPackage = z.infer<typeof KeptPackage>;

const PACKAGE = "package:";
const CHUNK = "chunk:";
/** Whether a name of the shelf is of a package: large, and to be fetched again when it is gone. */
export const isOfPackage = (name: string): boolean => name.startsWith(PACKAGE) || name.startsWith(CHUNK);

export class PackageShelf {
  constructor(private readonly shelf: Shelf) {}

  async find(sha256: string): Promise<KeptPackage | null> {
    const parsed = KeptPackage.safeParse(await this.shelf.get(PACKAGE + sha256));
    return parsed.success ? parsed.data : null;
  }
  async keep(sha256: string, manifest: PackageManifest, whole: boolean): Promise<void> {
    await this.shelf.set(PACKAGE + sha256, { v: 1, manifest, whole } satisfies KeptPackage);
  }

  async hasChunk(sha256: string): Promise<boolean> {
    return (await this.shelf.names(CHUNK + sha256)).length > 0;
  }
  async keepChunk(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.shelf.set(CHUNK + sha256, bytes);
  }

  /** The sealed bytes of a piece; null when the package has none of that name, or a chunk has gone. */
  async piece({ bytes, chunkBytes, chunks, pieces }: PackageManifest, name: string): Promise<Uint8Array | null> {
    const piece = pieces.find((one) => one.name === name);
    if (!piece) return null;
    const from = Math.floor(piece.offset / chunkBytes);
    const until = Math.ceil(Math.min(bytes, piece.offset + piece.bytes) / chunkBytes);
    const sealed = new Uint8Array(piece.bytes);
    for (let index = from; index < until; index++) {
      const chunk = await this.chunk(chunks[index] ?? "");
      if (!chunk) return null;
      const at = index * chunkBytes - piece.offset;
      const part = chunk.subarray(Math.max(0, -at), Math.max(0, piece.bytes - at));
      sealed.set(part, Math.max(0, at));
    }
    return sealed;
  }

  /** The codes of a room; null where the package has none for it, or they are not here. */
  async codes(manifest: PackageManifest, roomId: number): Promise<CodesFile | null> {
    const sha256 = manifest.codes.find((one) => one.roomId === roomId)?.sha256;
    const bytes = sha256 === undefined ? null : await this.chunk(sha256);
    const parsed = bytes && CodesFile.safeParse(parseJson(bytes));
    return parsed?.success ? parsed.data : null;
  }

  /** Drops every package but those named, and the chunks that only the dropped ones had. */
  async dropOthers(wanted: ReadonlySet<string>): Promise<void> {
    const all = await this.shelf.names(PACKAGE);
    const kept = await Promise.all([...wanted].map((sha256) => this.find(sha256)));
    const chunks = new Set(
      kept.flatMap((one) => (one ? [...one.manifest.chunks, ...one.manifest.codes.map(({ sha256 }) => sha256)] : [])),
    );
    for (const name of all) if (!wanted.has(name.slice(PACKAGE.length))) await this.shelf.remove(name);
    for (const name of await this.shelf.names(CHUNK))
      if (!chunks.has(name.slice(CHUNK.length))) await this.shelf.remove(name);
  }

  private async chunk(sha256: string): Promise<Uint8Array | null> {
    const kept = await this.shelf.get(CHUNK + sha256);
    return kept instanceof Uint8Array ? kept : null;
  }
}
