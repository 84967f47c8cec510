/**
 * Where ledgers are while they are written. On a real rehearsal the generator is another machine with a disk of its own;
 * on one machine its gigabyte would wait in front of the platform's fsyncs, so it stays in memory where there is room.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { freeBytes } from "#loadtest/watch/watch";

const MEMORY = "/dev/shm";
/** Of the memory that is free, a rehearsal's processes need the rest. */
const SHARE = 0.25;

export interface LedgerFolder {
  readonly path: string;
  /** Moves these to `out`, where they stay; nothing when they are there already. */
  keep(ledgers: readonly string[]): void;
  remove(): void;
}

/** `bytes`: what the ledgers may come to. */
export function ledgerFolder(out: string, bytes: number): LedgerFolder {
  const fits = existsSync(MEMORY) && freeBytes(MEMORY) * SHARE > bytes;
  if (!fits) return { path: out, keep: () => undefined, remove: () => undefined };
  const path = mkdtempSync(join(MEMORY, "amphi-ledger-"));
  return {
    path,
    keep: (ledgers) => ledgers.forEach((ledger) => copyFileSync(ledger, join(out, basename(ledger)))),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
