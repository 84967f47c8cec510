/** What one tablet has made and how far the server has it. Entries are numbered 1, 2, 3… and never leave before D2. */
import { LIMITS } from "#contracts/limits";

export class Outbox {
  /** Texts and the instants at which they were sent last, by seq - 1: plain values, because k6 keeps millions of them. */
  readonly #texts: string[] = [];
  readonly #sentAtMs: number[] = [];
  #d2 = 0;
  /** Highest seq ever acknowledged (D1). */
  #received = 0;
  /** On the present socket: highest seq sent and highest acknowledged. */
  #sentHere = 0;
  #receivedHere = 0;
  #resendAfterMs: number = LIMITS.resendUnsecuredAfterMs;

  get headSeq(): number {
    return this.#texts.length;
  }
  get complete(): boolean {
    return this.#d2 === this.headSeq;
  }
  add(text: string): void {
    this.#texts.push(text);
    this.#sentAtMs.push(0);
  }

  /** When the oldest entry that waits for its D1 on this socket was sent, ms; null when none does. */
  get waitingSinceMs(): number | null {
    if (this.#receivedHere >= this.#sentHere) return null;
    return this.#sentAtMs[this.#receivedHere] ?? null;
  }

  /** A new socket: everything above the server's d2 goes again, even if d2 went backwards. */
  restart(d2: number): void {
    this.#d2 = d2;
    this.#sentHere = d2;
    this.#receivedHere = d2;
  }

  /** The next text to send now, marked as sent: in order, never more unacknowledged ones than allowed; null: none. */
  next(nowMs: number): string | null {
    const n = this.#sentHere;
    if (n >= this.#texts.length || n >= this.#receivedHere + LIMITS.unackedEntriesMax) return null;
    this.#sentAtMs[n] = nowMs;
    this.#sentHere = n + 1;
    return this.#texts[n] ?? null;
  }

  /** D1 up to `seq`. Returns how many entries are acknowledged for the first time. */
  received(seq: number): number {
    const here = seq < this.#sentHere ? seq : this.#sentHere;
    if (here > this.#receivedHere) this.#receivedHere = here;
    const before = this.#received;
    if (seq <= before) return 0;
    this.#received = seq;
    return newsBetween(before, seq, this.#texts.length);
  }

  /** D2 up to `seq`. Returns how many entries are secured by it. */
  secured(seq: number): number {
    const before = this.#d2;
    if (seq <= before) return 0;
    this.#d2 = seq;
    this.#resendAfterMs = LIMITS.resendUnsecuredAfterMs;
    return newsBetween(before, seq, this.#texts.length);
  }

  /** What has been at D1 without D2 for too long, marked as sent again: the oldest ones, and then not again for twice as long. */
  resends(nowMs: number): readonly string[] {
    const texts: string[] = [];
    const room = LIMITS.resentEntriesMax - (this.#sentHere - this.#receivedHere);
    for (let n = this.#d2; n < this.#receivedHere && texts.length < room; n++) {
      if (nowMs - (this.#sentAtMs[n] ?? nowMs) < this.#resendAfterMs) break;
      this.#sentAtMs[n] = nowMs;
      texts.push(this.#texts[n] ?? "");
    }
    if (texts.length > 0) this.#resendAfterMs *= 2;
    return texts;
  }
}

/** Entries above `before` up to `seq` of those that were made. */
function newsBetween(before: number, seq: number, made: number): number {
  const upTo = seq < made ? seq : made;
  return upTo > before ? upTo - before : 0;
}
