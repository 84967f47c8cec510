import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ExportManifest } from "#contracts/evidence";

export type WrittenFile = ExportManifest["files"][number];

/** Text of one batch of rows, and how many they are. */
export interface Piece {
  readonly text: string;
  readonly rows: number;
}

/** Writes pieces one after the other, on disk when it resolves; memory holds one piece at a time. */
export async function writePieces(
  folder: string,
  name: string,
  header: string,
  pieces: AsyncIterable<Piece>,
): Promise<WrittenFile> {
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  const file = await open(join(folder, name), "wx");
  async function write(text: string): Promise<void> {
    const buffer = Buffer.from(text);
    hash.update(buffer);
    bytes += buffer.length;
    await file.writeFile(buffer);
  }
  try {
    if (header !== "") await write(header);
    for await (const piece of pieces) {
      await write(piece.text);
      rows += piece.rows;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { name, rows, bytes, sha256: hash.digest("hex") };
}
