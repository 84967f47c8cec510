/**
 * Keys of the sealed papers of sittings between check-in and their end, in the memory of this process alone: a start
 * carries them also while PostgreSQL is away. They leave it in the journal's `start` and `backup` acts and nowhere else.
 */
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import { StoreTrouble } from "#domain/ports/answer-stream";

export interface Seal {
  readonly which: WhichPaper;
  readonly keys: PaperKeys;
}
export interface SealParts {
  /** Sittings whose keys may be needed at any moment. */
  sittingIds(): readonly number[];
  /** Keys as they are stored now. Rejects with StoreTrouble. */
  sealsOf(sittingId: number): Promise<readonly Seal[]>;
  onTrouble(error: unknown): void;
}
export interface SealKeeper {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** As stored now, or as they were last read while PostgreSQL is away; null: there are none. */
  keysOf(sittingId: number, paper: WhichPaper): Promise<PaperKeys | null>;
}

const READ_EVERY_MS = 60_000;
/** A start waits no longer than this for PostgreSQL when the keys are known already. */
const READ_WITHIN_MS = 1_500;

export function createSealKeeper(parts: SealParts, readEveryMs = READ_EVERY_MS): SealKeeper {
  const known = new Map<number, readonly Seal[]>();
  let timer: NodeJS.Timeout | null = null;
  let reading = Promise.resolve();

  async function read(sittingId: number): Promise<void> {
    known.set(sittingId, await parts.sealsOf(sittingId));
  }
  async function readAll(): Promise<void> {
    const wanted = parts.sittingIds();
    for (const sittingId of known.keys()) if (!wanted.includes(sittingId)) known.delete(sittingId);
    for (const sittingId of wanted) await read(sittingId).catch(parts.onTrouble);
  }
  return {
    start: () => {
      // Consoles do not wait for PostgreSQL; a start does, a moment, when nothing was read yet.
      reading = readAll();
      timer = setInterval(() => void (reading = reading.then(readAll)), readEveryMs);
      return Promise.resolve();
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await reading;
    },
    keysOf: async (sittingId, paper) => {
      const fresh = read(sittingId).catch((error: unknown) => {
        if (!(error instanceof StoreTrouble)) throw error;
        parts.onTrouble(error);
      });
      await (known.has(sittingId) ? within(READ_WITHIN_MS, fresh) : fresh);
      return known.get(sittingId)?.find(({ which }) => which === paper)?.keys ?? null;
    },
  };
}

/** Resolves with the work, or without it after that long. */
function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
