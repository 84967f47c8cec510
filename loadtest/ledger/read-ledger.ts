/** A ledger as a whole: what each tablet made, and how far the server said it had it. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type LedgerLine, parseLedgerLine } from "#loadtest/ledger/line";

export interface TabletLedger {
  readonly sittingId: number;
  readonly candidateId: number;
  readonly epoch: number;
  /** seq → the frame's text. */
  readonly made: Map<number, string>;
  /** Highest seq acknowledged: D1, and D2. */
  received: number;
  secured: number;
}
export interface Ledger {
  readonly tablets: Map<string, TabletLedger>;
  readonly refusals: { tablet: number; reason: string }[];
}

export const tabletKey = (t: { sittingId: number; candidateId: number; epoch: number }): string =>
  `${t.sittingId}:${t.candidateId}:${t.epoch}`;

export const emptyLedger = (): Ledger => ({ tablets: new Map(), refusals: [] });

/** Enters one line. Throws when the same entry was made twice with different texts: the generator is broken. */
export function enter(ledger: Ledger, line: LedgerLine): void {
  if (line.line === "refused") {
    ledger.refusals.push({ tablet: line.tablet, reason: line.reason });
    return;
  }
  const tablet = tabletOf(ledger, line);
  if (line.line === "made") {
    const before = tablet.made.get(line.seq);
    if (before !== undefined && before !== line.frame)
      throw new Error(`two entries ${tabletKey(line)}:${line.seq} in the ledger`);
    tablet.made.set(line.seq, line.frame);
  } else tablet[line.line] = Math.max(tablet[line.line], line.seq);
}

function tabletOf(ledger: Ledger, who: { sittingId: number; candidateId: number; epoch: number }): TabletLedger {
  const key = tabletKey(who);
  const known = ledger.tablets.get(key);
  if (known) return known;
  const { sittingId, candidateId, epoch } = who;
  const fresh: TabletLedger = { sittingId, candidateId, epoch, made: new Map(), received: 0, secured: 0 };
  ledger.tablets.set(key, fresh);
  return fresh;
}

/** Reads a ledger file. Rejects with the line's number when one is not a ledger line. */
export async function readLedger(file: string): Promise<Ledger> {
  const ledger = emptyLedger();
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity })) {
    number++;
    if (text === "") continue;
    try {
      enter(ledger, parseLedgerLine(text));
    } catch (error) {
      throw new Error(`ledger line ${number}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return ledger;
}
