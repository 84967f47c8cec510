/** Papers and their files as tablets may get them: who may read what, and the bytes. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ErrorCode } from "#contracts/errors";
import { type ContentCache, createContentCache } from "#control/papers/content-cache";
import type { Sendable } from "#control/http/send-bytes";
import { readableInMs } from "#control/papers/may-read";
import type { ExamDirectory, PaperStore, PlannedSitting } from "#control/ports";
import type { JournalFeed } from "#domain/ports/journal";
import { foldJournal } from "#domain/sitting/clock";

const CACHE_BYTES_MAX = 256 * 1024 * 1024;
/** A sitting's paper is fixed before it opens; the short memory spares PostgreSQL at the start of a sitting. */
const SITTING_KNOWN_MS = 5_000;

export type Reading = { readonly document: Sendable } | { readonly refusal: ErrorCode; readonly retryAfterMs?: number };

export interface Shelf {
  view(sittingId: number, sha256: string, nowMs: number): Promise<Reading>;
  file(sittingId: number, sha256: string, nowMs: number): Promise<Reading>;
}

const compress = promisify(gzip);

export function createShelf(
  directory: Pick<ExamDirectory, "sitting">,
  papers: PaperStore,
  journals: Pick<JournalFeed, "acts">,
): Shelf {
  const documents: ContentCache<Sendable> = createContentCache(
    CACHE_BYTES_MAX,
    (d) => d.bytes.length + (d.gzipped?.length ?? 0),
  );
  const sittings = new Map<number, { atMs: number; sitting: Promise<PlannedSitting | null> }>();

  function sittingOf(sittingId: number, nowMs: number): Promise<PlannedSitting | null> {
    const known = sittings.get(sittingId);
    if (known && nowMs - known.atMs < SITTING_KNOWN_MS) return known.sitting;
    const sitting = directory.sitting(sittingId);
    sittings.set(sittingId, { atMs: nowMs, sitting });
    sitting.catch(() => sittings.delete(sittingId)); // a failure is for those who wait now, not for the next ones
    return sitting;
  }

  async function read(
    sittingId: number,
    nowMs: number,
    key: string,
    load: (paperId: number) => Promise<Sendable | null>,
  ): Promise<Reading> {
    const waitMs = readableInMs(foldJournal(journals.acts(sittingId)), nowMs);
    if (waitMs === null) return { refusal: "sitting_not_open" };
    if (waitMs > 0) return { refusal: "sitting_not_open", retryAfterMs: waitMs };
    const sitting = await sittingOf(sittingId, nowMs);
    if (sitting === null) return { refusal: "not_found" };
    const staged = sitting.backup ? [sitting.paperId, sitting.backup.paperId] : [sitting.paperId];
    const document = await documents.get(`${staged.join("+")}/${key}`, async () => {
      for (const paperId of staged) {
        const found = await load(paperId);
        if (found !== null) return found;
      }
      return null;
    });
    return document === null ? { refusal: "not_found" } : { document };
  }

  return {
    view: (sittingId, sha256, nowMs) =>
      read(sittingId, nowMs, sha256, async (paperId) => {
        const bytes = await papers.view(paperId, sha256);
        if (bytes === null) return null;
        return {
          mediaType: "application/json",
          bytes: new Uint8Array(bytes),
          gzipped: new Uint8Array(await compress(bytes)),
        };
      }),
    file: (sittingId, sha256, nowMs) =>
      read(sittingId, nowMs, `files/${sha256}`, async (paperId) => {
        const file = await papers.file(paperId, sha256);
        return file && { mediaType: file.mediaType, bytes: new Uint8Array(file.bytes), gzipped: null };
      }),
  };
}
