/** Estimate of the server's clock: the newest exchange wins, because a sleeping device stops its own clock. */
import type { Clock } from "#client-core/ports";

export class ServerTime {
  private offsetMs: number | null = null;

  constructor(private readonly clock: Clock) {}

  /** The server said `serverTimeMs` in an answer that arrived now to a question asked at `askedAtMs` (device clock). */
  learn(serverTimeMs: number, askedAtMs: number): void {
    const now = this.clock.nowMs();
    this.offsetMs = serverTimeMs + Math.max(0, now - askedAtMs) / 2 - now;
  }

  /** What an earlier run had learnt: better than nothing until the server speaks. */
  assume(offsetMs: number): void {
    this.offsetMs ??= offsetMs;
  }

  /** Server time minus device clock, ms; null before anything is known. */
  get offset(): number | null {
    return this.offsetMs;
  }

  /** Estimated server time, ms. 0 at the very beginning, when nothing is known: bounded by the server anyway. */
  nowMs(): number {
    return this.offsetMs === null ? 0 : Math.round(this.clock.nowMs() + this.offsetMs);
  }
}
