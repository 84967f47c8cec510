/**
 * A paper of a sitting, sealed: the chunks that tablets download, the manifest that says how they fit together, and the
 * codes that open it without a network. docs/package.md is the specification.
 */
import { createHash } from "node:crypto";
import type { PackageManifest } from "#contracts/package/manifest";
import { ViewPaper } from "#contracts/paper/view";
import type { WhichPaper } from "#domain/seal/labels";
import { type PaperFile, paperFiles } from "#preparation/seal/files";
import { makeRoomCodes, type OfflineCode } from "#preparation/seal/offline-codes";
import { clearPieces, type SealKeys } from "#preparation/seal/pieces";
import { sealPiece } from "#runtime/seal";

const CHUNK_BYTES = 256 * 1024;

export interface PaperToSeal {
  readonly sittingId: number;
  readonly paper: WhichPaper;
  /** The stored view of the paper (contracts/paper/view.ts), in JSON. */
  readonly view: Uint8Array;
  readonly files: readonly PaperFile[];
  /** Rooms that get codes. */
  readonly roomIds: readonly number[];
  /** Of this sitting's paper alone. */
  readonly keys: SealKeys;
}
export interface MadePackage {
  readonly manifest: PackageManifest;
  /** Chunks and files of codes by the SHA-256 (hex) of their bytes. */
  readonly chunks: ReadonlyMap<string, Buffer>;
  readonly codes: readonly OfflineCode[];
}

/** Rejects when the view is not one, or shows a file that is not there. */
export async function makePackage(asked: PaperToSeal): Promise<MadePackage> {
  const { sittingId, paper, keys } = asked;
  const view = ViewPaper.parse(JSON.parse(Buffer.from(asked.view).toString("utf8")));
  const pieces: PackageManifest["pieces"] = [];
  const sealed: Buffer[] = [];
  let offset = 0;
  for (const { name, key, clear } of clearPieces(view, paperFiles(asked.files), keys)) {
    const bytes = sealPiece(key, name, clear);
    sealed.push(bytes);
    pieces.push({ name, offset, bytes: bytes.length });
    offset += bytes.length;
  }
  const chunks = new Map<string, Buffer>();
  const keep = (bytes: Buffer): string => {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    chunks.set(sha256, bytes);
    return sha256;
  };
  const named = chunksOf(Buffer.concat(sealed)).map(keep);

  const lockedSectionIds = view.sections.filter(({ navigation }) => navigation === "locked").map(({ id }) => id);
  const codes: OfflineCode[] = [];
  const codesFiles: PackageManifest["codes"] = [];
  for (const roomId of asked.roomIds) {
    const ofRoom = await makeRoomCodes({ sittingId, paper, keys, lockedSectionIds }, roomId);
    codes.push(...ofRoom.codes);
    codesFiles.push({ roomId, sha256: keep(Buffer.from(JSON.stringify(ofRoom.file))) });
  }
  const manifest: PackageManifest = {
    format: "amphi-package",
    version: 1,
    sittingId,
    paper,
    bytes: offset,
    chunkBytes: CHUNK_BYTES,
    chunks: named,
    pieces,
    codes: codesFiles,
  };
  return { manifest, chunks, codes };
}

function chunksOf(bytes: Buffer): Buffer[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
}
