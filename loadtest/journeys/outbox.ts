/** What one tablet has made and how far the server has it. Entries are numbered 1, 2, 3… and never leave before D2. */
import { LIMITS } from "#contracts/limits";

export interface OutboxEntry {
  readonly seq: number;
  readonly text: string;
  /** When the journey wanted it sent, ms; latencies count from here. */
  readonly dueAtMs: number;
  sentAtMs: number;
}

export class Outbox {
  readonly #entries: OutboxEntry[] = [];
  #d2 = 0;
  /** Highest seq ever acknowledged (D1). */
  #received = 0;
  /** On the present socket: highest seq sent and highest acknowledged. */
  #sentHere = 0;
  #receivedHere = 0;

  get headSeq(): number {
    return this.#entries.length;
  }
  get complete(): boolean {
    return this.#d2 === this.headSeq;
  }
  add(text: string, dueAtMs: number): void {
    this.#entries.push({ seq: this.headSeq + 1, text, dueAtMs, sentAtMs: 0 });
  }

  /** When the oldest entry that waits for its D1 on this socket was sent, ms; null when none does. */
  get waitingSinceMs(): number | null {
    if (this.#receivedHere >= this.#sentHere) return null;
    return this.#entries[this.#receivedHere]?.sentAtMs ?? null;
  }

  /** A new socket: everything above the server's d2 goes again, even if d2 went backwards. */
  restart(d2: number): void {
    this.#d2 = d2;
    this.#sentHere = d2;
    this.#receivedHere = d2;
  }

  /** The entries to send now: in order, never more unacknowledged ones than allowed. Marks them sent. */
  takeSendable(nowMs: number): readonly OutboxEntry[] {
    const upTo = Math.min(this.headSeq, this.#receivedHere + LIMITS.unackedEntriesMax);
    const batch = this.#entries.slice(this.#sentHere, upTo);
    for (const entry of batch) entry.sentAtMs = nowMs;
    this.#sentHere = Math.max(this.#sentHere, upTo);
    return batch;
  }

  /** D1 up to `seq`. Returns how many entries are acknowledged for the first time. */
  received(seq: number): number {
    this.#receivedHere = Math.max(this.#receivedHere, Math.min(seq, this.#sentHere));
    const news = Math.max(0, Math.min(seq, this.headSeq) - this.#received);
    this.#received = Math.max(this.#received, seq);
    return news;
  }

  /** D2 up to `seq`. Returns how many entries are secured by it. */
  secured(seq: number): number {
    const news = Math.max(0, Math.min(seq, this.headSeq) - this.#d2);
    this.#d2 = Math.max(this.#d2, seq);
    return news;
  }

  /** Goes back to d2 when the oldest entry has been at D1 without D2 for too long. True when there is work to send. */
  rewindIfUnsecured(nowMs: number): boolean {
    const oldest = this.#entries[this.#d2];
    if (!oldest || this.#receivedHere <= this.#d2 || nowMs - oldest.sentAtMs < LIMITS.resendUnsecuredAfterMs)
      return false;
    this.#sentHere = this.#d2;
    this.#receivedHere = this.#d2;
    return true;
  }
}
