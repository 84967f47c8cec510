/**
 * Which entries to put on one socket, and when again. Pure bookkeeping of one connection: seq runs d2+1, d2+2, … without
 * a gap, at most LIMITS.unackedEntriesMax unacknowledged; what is received but not secured for
 * LIMITS.resendUnsecuredAfterMs is sent again, then after twice as long, so that a drain that stands still is not buried.
 */
import { LIMITS } from "#contracts/limits";

export class InFlight {
  private lastSent: number;
  private readonly sentAtMs = new Map<number, number>();
  private readonly firstSent = new Map<number, number>();
  /** Something was sent again at this time and the server has said nothing since. */
  private unheardSinceMs: number | null = null;
  private resendDelayMs: number = LIMITS.resendUnsecuredAfterMs;

  constructor(d2: number) {
    this.lastSent = d2;
  }

  /** When the entry was first sent on this socket, ms; null when it was not, or is secured. */
  firstSentAtMs(seq: number): number | null {
    return this.firstSent.get(seq) ?? null;
  }

  /** The next new entry to send, or null when the window is full. `d1`: highest received on this socket. */
  next(d1: number): number | null {
    return this.lastSent - d1 < LIMITS.unackedEntriesMax ? this.lastSent + 1 : null;
  }

  sent(seq: number, nowMs: number): void {
    this.lastSent = Math.max(this.lastSent, seq);
    this.sentAtMs.set(seq, nowMs);
    if (!this.firstSent.has(seq)) this.firstSent.set(seq, nowMs);
  }

  /** D2 reached `seq`: the server is alive to the end of the path. */
  secured(seq: number): void {
    for (const sent of [...this.sentAtMs.keys()]) if (sent <= seq) this.sentAtMs.delete(sent);
    for (const sent of [...this.firstSent.keys()]) if (sent <= seq) this.firstSent.delete(sent);
    this.resendDelayMs = LIMITS.resendUnsecuredAfterMs;
  }

  /** The server said something. */
  heard(): void {
    this.unheardSinceMs = null;
  }

  /** Since when the server owes an answer, ms, or null: to the oldest unacknowledged entry, or to a resend. */
  unansweredSinceMs(d1: number): number | null {
    const oldest = d1 < this.lastSent ? (this.sentAtMs.get(d1 + 1) ?? null) : null;
    return oldest ?? this.unheardSinceMs;
  }

  /** When the next resend is due, ms, or null. */
  resendDueAtMs(d1: number, d2: number): number | null {
    const oldest = d2 < d1 ? this.sentAtMs.get(d2 + 1) : undefined;
    return oldest === undefined ? null : oldest + this.resendDelayMs;
  }

  /** Received but not secured for too long: the oldest ones, as many as leave room for what is made meanwhile. */
  resend(d1: number, d2: number, nowMs: number): number[] {
    const room = LIMITS.resentEntriesMax - (this.lastSent - d1);
    const due: number[] = [];
    for (let seq = d2 + 1; seq <= d1 && due.length < room; seq++) {
      const at = this.sentAtMs.get(seq);
      if (at === undefined || at + this.resendDelayMs > nowMs) break;
      due.push(seq);
    }
    if (due.length === 0) return due;
    this.resendDelayMs *= 2;
    this.unheardSinceMs ??= nowMs;
    return due;
  }
}
