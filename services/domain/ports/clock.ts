/** Time as a port: the simulator's clock moves by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Calls `run` once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` once this turn of the event loop is over. */
  soon(run: () => void): void;
}
