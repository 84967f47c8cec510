/** A long file written piece by piece: under its name stands all of it, or what was there before. */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";

const PIECE_CHARS = 1 << 20;

export interface WholeFile {
  readonly path: string;
  /** Resolves once there is room for more. */
  write(text: string): Promise<void>;
  /** Everything on disk, under another name still; resolves to its SHA-256, hex. */
  end(): Promise<string>;
  /** Puts it in its place. Only after `end`. */
  publish(): Promise<void>;
  /** Takes away what was not published. */
  discard(): Promise<void>;
}

/** Nothing is on disk before there is something to write. */
export function createWholeFile(path: string): WholeFile {
  const partial = `${path}.partial-${randomBytes(4).toString("hex")}`;
  let file: FileHandle | null = null;
  const hash = createHash("sha256");
  let waiting = "";
  async function flush(): Promise<FileHandle> {
    file ??= await open(partial, "wx");
    const bytes = Buffer.from(waiting);
    waiting = "";
    hash.update(bytes);
    await file.writeFile(bytes);
    return file;
  }
  async function close(): Promise<void> {
    await file?.close();
    file = null;
  }
  return {
    path,
    async write(text) {
      waiting += text;
      if (waiting.length >= PIECE_CHARS) await flush();
    },
    async end() {
      await (await flush()).sync();
      await close();
      return hash.digest("hex");
    },
    publish: () => rename(partial, path),
    async discard() {
      await close();
      await rm(partial, { force: true });
    },
  };
}

export interface LinesFile {
  readonly path: string;
  readonly lines: Iterable<string>;
}

/** Several files at once: none takes its name before all are on disk. Resolves to the SHA-256 of each, hex. */
export async function writeLines(files: readonly LinesFile[]): Promise<string[]> {
  const opened = files.map(({ path, lines }) => ({ file: createWholeFile(path), lines }));
  try {
    const hashes: string[] = [];
    for (const { file, lines } of opened) {
      for (const line of lines) await file.write(line);
      hashes.push(await file.end());
    }
    for (const { file } of opened) await file.publish();
    return hashes;
  } finally {
    for (const { file } of opened) await file.discard();
  }
}
