/** A benchmark measures on real servers of its own and compares with a target; it is not a test and has no retries. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** In words, with the same unit as the value. */
  readonly target: string;
  readonly ok: boolean;
  /** What was measured besides, for whoever wonders why. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface BenchContext {
  /** The project's folder. */
  readonly root: string;
  /** Registers something to be ended after the benchmark, in reverse order, whatever happens. */
  atEnd(end: () => Promise<void> | void): void;
}

export interface Benchmark {
  readonly name: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}
