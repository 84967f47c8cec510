/** Puts the lines of one ledger file on the timeline, in the order in which they were written. */
import { type LedgerLine, seqOf } from "#loadtest/ledger/line";
import { tabletKey } from "#loadtest/ledger/read-ledger";
import type { Timeline } from "#loadtest/timeline/timeline";

interface Waiting {
  /** By seq: when an entry was due, and whether a candidate made it. */
  readonly due: Map<number, { readonly atMs: number; readonly own: boolean }>;
  received: number;
  secured: number;
  isOpen: boolean;
}

/** Returns what to call with each line; a tablet's lines must come in order. */
export function gatherer(timeline: Timeline): (line: LedgerLine) => void {
  const tablets = new Map<string, Waiting>();
  return (line) => {
    if (line.line === "refused") return;
    if (line.line === "staged") return timeline.record("staged", line.atMs - line.tookMs, line.tookMs);
    const key = tabletKey(line);
    const tablet = tablets.get(key) ?? {
      due: new Map<number, { atMs: number; own: boolean }>(),
      received: 0,
      secured: 0,
      isOpen: false,
    };
    tablets.set(key, tablet);
    switch (line.line) {
      case "begun":
        return timeline.count("signedIn", line.atMs);
      case "made":
        tablet.due.set(seqOf(line.frame), { atMs: line.atMs, own: !line.frame.includes('"kind":"applied"') });
        timeline.record("late", line.atMs, line.lateMs);
        return timeline.count("made", line.atMs);
      case "received":
      case "secured": {
        const kind = line.line === "received" ? "d1" : "d2";
        for (let seq = tablet[line.line] + 1; seq <= line.seq; seq++) {
          const due = tablet.due.get(seq);
          if (due === undefined) continue;
          if (due.own) timeline.record(kind, due.atMs, line.atMs - due.atMs);
          else if (kind === "d1") timeline.record("applied", due.atMs, line.atMs - due.atMs);
          timeline.count(line.line, line.atMs);
          if (kind === "d2") tablet.due.delete(seq);
        }
        tablet[line.line] = Math.max(tablet[line.line], line.seq);
        return;
      }
      case "step":
        return timeline.record("step", line.atMs - line.tookMs, line.tookMs);
      case "open":
        tablet.isOpen = true;
        return timeline.count("opened", line.atMs);
      case "lost":
        tablet.isOpen = false;
        return timeline.count("lost", line.atMs);
      case "left":
      case "broken":
        // One that breaks with its socket was counted as lost.
        if (tablet.isOpen) timeline.count("left", line.atMs);
        else if (line.line === "broken") timeline.count("broken", line.atMs);
        tablet.isOpen = false;
        return;
    }
  };
}
