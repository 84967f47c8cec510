/** How many processes hold the tablets, and who holds how many. Pure. */

/** A process may often have 20,000 descriptors. */
const TABLETS_PER_PROCESS = 18_000;
/** Of Node itself. */
const DESCRIPTORS_BESIDES = 200;
/** Sockets opened in one second, by all processes together: half of what a single ingest admits. */
const OPENED_PER_SECOND = 2_000;
/** Ids of candidates whom no exam has begin here. */
const FIRST_ID = 1_000_001;

export interface HolderShare {
  readonly tablets: number;
  readonly firstId: number;
  /** 127.0.0.1 is left to those who compose. */
  readonly localAddress: string;
}

/** `descriptorsMax`: what one process may have open. */
export function holderShares(held: number, descriptorsMax: number): readonly HolderShare[] {
  const most = Math.max(1, Math.min(TABLETS_PER_PROCESS, descriptorsMax - DESCRIPTORS_BESIDES));
  const processes = Math.ceil(held / most);
  const from = (n: number) => Math.floor((held * n) / processes);
  return Array.from({ length: processes }, (_, n) => ({
    tablets: from(n + 1) - from(n),
    firstId: FIRST_ID + from(n),
    localAddress: `127.0.0.${n + 2}`,
  }));
}

/** How long it takes to open them all, ms. */
export const openingMs = (held: number): number => Math.ceil((held * 1_000) / OPENED_PER_SECOND);
