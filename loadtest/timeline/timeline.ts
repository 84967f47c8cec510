/** What happened in each second of a rehearsal, gathered from ledgers. Merging is adding: parts come in any order. */
import { Histogram } from "#loadtest/timeline/histogram";

export const LATENCY_KINDS = ["d1", "d2", "applied", "step", "late", "staged"] as const;
/**
 * From the moment an entry was due: `d1` to its acknowledgement, `d2` to the commit, of what candidates enter; `applied`: to
 * the acknowledgement that all tablets send at once when an act reaches them, which nobody waits for. `step`: from a lock to the key of
 * the next step. `late`: how long after the due moment the generator made the entry, its own fault. `staged`: a tablet of
 * another room downloads a package.
 */
export type LatencyKind = (typeof LATENCY_KINDS)[number];
/** `broken`: of those whose socket was `lost`, tablets that never come back. `heldOpened`, `heldLost`: of tablets that only keep a socket. */
export const COUNT_KINDS = [
  ...(["made", "received", "secured", "opened", "lost", "left", "broken", "signedIn"] as const),
  ...(["heldOpened", "heldLost"] as const),
] as const;
export type CountKind = (typeof COUNT_KINDS)[number];

export interface Second {
  readonly latencies: Readonly<Record<LatencyKind, Histogram>>;
  readonly counts: Record<CountKind, number>;
}

const emptySecond = (): Second => ({
  latencies: {
    d1: new Histogram(),
    d2: new Histogram(),
    applied: new Histogram(),
    step: new Histogram(),
    late: new Histogram(),
    staged: new Histogram(),
  },
  counts: {
    made: 0,
    received: 0,
    secured: 0,
    opened: 0,
    lost: 0,
    left: 0,
    broken: 0,
    signedIn: 0,
    heldOpened: 0,
    heldLost: 0,
  },
});

export class Timeline {
  readonly #seconds: Second[] = [];

  /** Up to the last second in which anything was. */
  get seconds(): readonly Second[] {
    return this.#seconds;
  }
  /** A duration, put where it began: `atMs` after the origin. */
  record(kind: LatencyKind, atMs: number, ms: number): void {
    this.#at(atMs).latencies[kind].record(Math.max(0, ms));
  }
  count(kind: CountKind, atMs: number, by = 1): void {
    this.#at(atMs).counts[kind] += by;
  }
  /** All durations of a kind in the seconds for which `counts` holds. */
  total(kind: LatencyKind, counts: (second: number) => boolean = () => true): Histogram {
    const total = new Histogram();
    for (const [second, { latencies }] of this.#seconds.entries()) if (counts(second)) total.add(latencies[kind]);
    return total;
  }

  #at(atMs: number): Second {
    const second = Math.max(0, Math.floor(atMs / 1_000));
    while (this.#seconds.length <= second) this.#seconds.push(emptySecond());
    return this.#seconds[second] ?? emptySecond();
  }
}
