/** A ledger in memory: what each tablet of a part of the candidates made, and how far the server said it had it. */
import { seqOf, type TabletLine, type Who } from "#loadtest/ledger/line";

export interface MadeEntry {
  /** Exactly as sent. */
  readonly frame: string;
  /** When it was due, ms after the origin. */
  readonly dueMs: number;
}
export interface TabletLedger extends Who {
  /** 0 until its sign-in was read. */
  sittingId: number;
  /** Hex; empty until then. */
  genesis: string;
  /** By seq. */
  readonly made: Map<number, MadeEntry>;
  /** Highest seq acknowledged: D1, and D2. */
  received: number;
  secured: number;
  /** Null until it left; then the end of its time as it knew it. */
  left: { readonly endMs: number | null } | null;
  /** It never came back, as it was meant to. */
  broken: boolean;
}
export interface Ledger {
  readonly tablets: Map<string, TabletLedger>;
}

export const tabletKey = (t: Who): string => `${t.candidateId}:${t.epoch}`;
export const emptyLedger = (): Ledger => ({ tablets: new Map() });

/** Enters one line. Throws when the same entry was made twice with different texts: the generator is broken. */
export function enter(ledger: Ledger, line: TabletLine): void {
  const tablet = tabletOf(ledger, line);
  switch (line.line) {
    case "begun":
      tablet.sittingId = line.sittingId;
      tablet.genesis = line.genesis;
      return;
    case "made": {
      const seq = seqOf(line.frame);
      const before = tablet.made.get(seq);
      if (before !== undefined && before.frame !== line.frame)
        throw new Error(`two entries ${tabletKey(line)}:${seq} in the ledger`);
      tablet.made.set(seq, { frame: line.frame, dueMs: line.atMs });
      return;
    }
    case "received":
    case "secured":
      tablet[line.line] = Math.max(tablet[line.line], line.seq);
      return;
    case "left":
      tablet.left = { endMs: line.endMs };
      return;
    case "broken":
      tablet.broken = true;
      return;
    case "step":
    case "open":
    case "lost":
      return;
  }
}

function tabletOf(ledger: Ledger, who: Who): TabletLedger {
  const key = tabletKey(who);
  const known = ledger.tablets.get(key);
  if (known) return known;
  const { candidateId, epoch } = who;
  const fresh: TabletLedger = {
    sittingId: 0,
    genesis: "",
    candidateId,
    epoch,
    made: new Map(),
    received: 0,
    secured: 0,
    left: null,
    broken: false,
  };
  ledger.tablets.set(key, fresh);
  return fresh;
}
