/** Keeps alert books in the control Redis, so that owners and history outlive this process. */
import type { AlertBook, KeptAlert } from "#control/alerts/alert-book";

/** Where the installation's own alerts are kept: no sitting has this id. */
export const INSTALLATION = 0;

/** Both reject while it is away. */
export interface AlertCopy {
  read(sittingId: number): Promise<readonly unknown[]>;
  write(sittingId: number, kept: readonly KeptAlert[]): Promise<void>;
}

export interface AlertKeeper {
  /** Puts what was kept into a fresh book. Rejects while the store is away. */
  restore(sittingId: number, book: AlertBook, nowMs: number): Promise<void>;
  /** Keeps the book as it is now. While a write is under way, only the newest state waits for the next one. */
  keep(sittingId: number, book: AlertBook): void;
}

export function createAlertKeeper(
  copy: AlertCopy,
  parse: (kept: unknown) => KeptAlert,
  onTrouble: (error: unknown) => void,
): AlertKeeper {
  const waiting = new Map<number, AlertBook>();
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    for (const [sittingId, book] of waiting) {
      waiting.delete(sittingId);
      await copy.write(sittingId, book.kept()).catch(onTrouble);
    }
    writing = false;
  }
  return {
    restore: async (sittingId, book, nowMs) => book.restore((await copy.read(sittingId)).map(parse), nowMs),
    keep: (sittingId, book) => {
      waiting.set(sittingId, book);
      if (!writing) void writeAll();
    },
  };
}
