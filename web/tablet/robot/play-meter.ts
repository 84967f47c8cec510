/** What one tablet measures of itself while it plays, from what its session shows. Pure: it is told the time. */
import type { Spread } from "#contracts/http/rehearsal";

export interface Seen {
  /** Entries made, durable on the device, received and secured by the servers. */
  readonly made: number;
  readonly durable: number;
  readonly received: number;
  readonly secured: number;
  readonly connected: boolean;
}
export interface Measured {
  readonly durableMs: Spread;
  readonly receivedMs: Spread;
  readonly paintedMs: Spread;
  readonly longestGapMs: number;
  readonly reconnects: number;
  readonly longTasks: { readonly count: number; readonly longestMs: number };
}

export class PlayMeter {
  /** When each entry was made, by its number; what was there before is not measured. */
  private readonly madeAtMs: number[] = [];
  private readonly before: number;
  private seen: Seen;
  /** Since when something has waited without any acknowledgement; null: nothing waits. */
  private silentSinceMs: number | null = null;
  private longestGapMs = 0;
  private reconnects = 0;
  private readonly durable: number[] = [];
  private readonly received: number[] = [];
  private readonly painted: number[] = [];
  private longTasks = { count: 0, longestMs: 0 };

  constructor(first: Seen) {
    this.seen = first;
    this.before = first.made;
  }

  /** `nowMs`: of a clock that never jumps. Several entries that are seen at once count from that moment. */
  see(nowMs: number, next: Seen): void {
    const last = this.seen;
    this.seen = next;
    while (this.before + this.madeAtMs.length < next.made) this.madeAtMs.push(nowMs);
    this.reach(this.durable, next.durable, nowMs);
    this.reach(this.received, next.received, nowMs);
    if (last.connected && !next.connected) this.reconnects++;
    this.gap(nowMs, next.received > last.received, next.received < next.made);
  }

  /** From an answer to the frame that shows it. */
  paintedAfter(ms: number): void {
    this.painted.push(ms);
  }
  longTask(ms: number): void {
    this.longTasks = { count: this.longTasks.count + 1, longestMs: Math.max(this.longTasks.longestMs, ms) };
  }

  /** What is still under way at `nowMs` counts as a gap already. */
  measured(nowMs: number): Measured {
    const open = this.silentSinceMs === null ? 0 : nowMs - this.silentSinceMs;
    return {
      durableMs: spreadOf(this.durable),
      receivedMs: spreadOf(this.received),
      paintedMs: spreadOf(this.painted),
      longestGapMs: Math.round(Math.max(this.longestGapMs, open)),
      reconnects: this.reconnects,
      longTasks: { count: this.longTasks.count, longestMs: Math.round(this.longTasks.longestMs) },
    };
  }

  /** `times` has one time per entry that was reached: those that are new are added. D1 may go back with a socket. */
  private reach(times: number[], upTo: number, nowMs: number): void {
    for (let n = times.length; n < upTo - this.before; n++) times.push(nowMs - (this.madeAtMs[n] ?? nowMs));
  }

  private gap(nowMs: number, acknowledged: boolean, waiting: boolean): void {
    if (this.silentSinceMs !== null && (acknowledged || !waiting)) {
      this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.silentSinceMs);
      this.silentSinceMs = null;
    }
    if (waiting) this.silentSinceMs ??= nowMs;
  }
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
