/** Estimate of the server's clock, from every exchange there is. */
import { boundsOf, type ClockBounds, errorOf, intersection, middleOf, widened } from "#client-core/clock-estimate";
import type { Clock } from "#client-core/ports";

/** How far the clocks of two servers may be apart before it is worth noticing. */
const SERVERS_APART_MS = 100;

export class ServerTime {
  private bounds: ClockBounds | null = null;
  /** What is believed while there are no bounds. */
  private assumedMs: number | null = null;

  constructor(private readonly clock: Clock) {}

  /**
   * The server said `serverTimeMs` in an answer that arrived now to a question asked at `askedAtMs` (device clock). Where
   * it contradicts what was known it wins: a sleeping device stops its own clock.
   */
  learn(serverTimeMs: number, askedAtMs: number): void {
    const heard = boundsOf(serverTimeMs, askedAtMs, this.clock.nowMs());
    this.bounds = (this.bounds && intersection(this.bounds, heard)) ?? heard;
  }

  /**
   * The store stamped an entry that was sent at `sentAtMs`, and its acknowledgement arrived now. Its clock is not the one
   * that acts go by: it narrows the bounds and never moves them. False when it contradicts them by more than servers
   * differ among themselves: then this device's clock stood still, and the time is worth asking for.
   */
  confirm(storeTimeMs: number, sentAtMs: number): boolean {
    const heard = boundsOf(storeTimeMs, sentAtMs, this.clock.nowMs());
    const both = this.bounds && intersection(this.bounds, heard);
    if (both) this.bounds = both;
    const { lowMs, highMs, atMs } = heard;
    const nearly = { lowMs: lowMs - SERVERS_APART_MS, highMs: highMs + SERVERS_APART_MS, atMs };
    return this.bounds === null || intersection(this.bounds, nearly) !== null;
  }

  /** What an earlier run had learnt: better than nothing until the server speaks. */
  assume(offsetMs: number): void {
    this.assumedMs = offsetMs;
  }

  /** The device slept: what is known may be off by any amount until the server speaks. */
  doubt(): void {
    this.assumedMs = this.offset;
    this.bounds = null;
  }

  /** Server time minus device clock, ms; null before anything is known. */
  get offset(): number | null {
    return this.bounds ? middleOf(this.bounds) : this.assumedMs;
  }

  /** How far the estimate may be off, ms; null while nothing bounds it. */
  get errorMs(): number | null {
    return this.bounds && errorOf(widened(this.bounds, this.clock.nowMs()));
  }

  /** Estimated server time, ms. 0 at the very beginning, when nothing is known: bounded by the server anyway. */
  nowMs(): number {
    const { offset } = this;
    return offset === null ? 0 : Math.floor(this.clock.nowMs() + offset);
  }
}
