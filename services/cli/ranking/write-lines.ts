import { createHash, randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

const CHARS_PER_WRITE = 1 << 20;

export interface LinesFile {
  readonly path: string;
  readonly lines: Iterable<string>;
}

/**
 * Writes several files so that under their names there is all of each or what was there before; none is renamed before all
 * are written. Memory holds one piece at a time. Resolves to the SHA-256 of each, hexadecimal.
 */
export async function writeLines(files: readonly LinesFile[]): Promise<string[]> {
  const parts = files.map(({ path, lines }) => ({
    path,
    lines,
    partial: `${path}.partial-${randomBytes(4).toString("hex")}`,
  }));
  try {
    const hashes: string[] = [];
    for (const { partial, lines } of parts) hashes.push(await writeOne(partial, lines));
    for (const { partial, path } of parts) await rename(partial, path);
    return hashes;
  } catch (error) {
    for (const { partial } of parts) await rm(partial, { force: true });
    throw error;
  }
}

async function writeOne(path: string, lines: Iterable<string>): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "wx");
  const write = async (text: string) => {
    hash.update(text);
    await file.writeFile(text);
  };
  try {
    let piece = "";
    for (const line of lines) {
      piece += line;
      if (piece.length < CHARS_PER_WRITE) continue;
      await write(piece);
      piece = "";
    }
    await write(piece);
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}
