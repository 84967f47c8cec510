/** Figures of the moment from the lines of ledgers, as a rehearsal tells them while it runs. Pure. */
import type { RunFigures } from "#contracts/http/rehearsal-run";
import { isTabletLine, type LedgerLine, seqOf } from "#loadtest/ledger/line";
import { tabletKey } from "#loadtest/ledger/read-ledger";
import { Histogram } from "#loadtest/timeline/histogram";

type Told = Pick<RunFigures, "connected" | "answersPerSecond" | "d1" | "d2" | "waiting">;
interface Tablet {
  /** When entries that are not secured were due, by seq. */
  readonly due: Map<number, number>;
  received: number;
  secured: number;
  isOpen: boolean;
}

export class LiveMeter {
  readonly #tablets = new Map<string, Tablet>();
  #connected = 0;
  #waiting = { d1: 0, d2: 0 };
  #since = { d1: new Histogram(), d2: new Histogram() };

  /** A tablet's lines must come in order. */
  enter(line: LedgerLine): void {
    if (!isTabletLine(line)) return;
    const key = tabletKey(line);
    const tablet = this.#tablets.get(key) ?? { due: new Map<number, number>(), received: 0, secured: 0, isOpen: false };
    this.#tablets.set(key, tablet);
    switch (line.line) {
      case "made":
        tablet.due.set(seqOf(line.frame), line.atMs);
        this.#waiting.d1++;
        return;
      case "received":
      case "secured":
        return this.#acknowledged(tablet, line.line, line.seq, line.atMs);
      case "open":
        tablet.isOpen = true;
        this.#connected++;
        return;
      case "lost":
      case "left":
      case "broken":
        // One that breaks with its socket says both.
        if (tablet.isOpen) this.#connected--;
        tablet.isOpen = false;
        return;
      case "begun":
      case "step":
        return;
    }
  }

  /** What was acknowledged since the last time, over `seconds`. */
  take(seconds: number): Told {
    const { d1, d2 } = this.#since;
    this.#since = { d1: new Histogram(), d2: new Histogram() };
    const spread = (times: Histogram) =>
      times.total === 0 ? null : { p50: Math.round(times.quantile(0.5)), p99: Math.round(times.quantile(0.99)) };
    return {
      connected: Math.max(0, this.#connected),
      answersPerSecond: Math.round((d1.total / seconds) * 10) / 10,
      d1: spread(d1),
      d2: spread(d2),
      waiting: { d1: Math.max(0, this.#waiting.d1), d2: Math.max(0, this.#waiting.d2) },
    };
  }

  #acknowledged(tablet: Tablet, word: "received" | "secured", upTo: number, atMs: number): void {
    for (let seq = tablet[word] + 1; seq <= upTo; seq++) {
      const dueMs = tablet.due.get(seq);
      if (dueMs === undefined) continue;
      this.#since[word === "received" ? "d1" : "d2"].record(Math.max(0, atMs - dueMs));
      if (word === "received") {
        this.#waiting.d1--;
        this.#waiting.d2++;
      } else {
        this.#waiting.d2--;
        tablet.due.delete(seq);
      }
    }
    tablet[word] = Math.max(tablet[word], upTo);
  }
}
