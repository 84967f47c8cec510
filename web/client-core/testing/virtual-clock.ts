/** A clock that only moves when told to. */
import type { Clock } from "#client-core/ports";

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

export class VirtualClock implements Clock {
  private now = 1_000;
  private made = 0;
  private alarms: Alarm[] = [];
  /** How much time each reading of it takes, and by how much alarms ring too early: as on real devices. */
  readingTakesMs = 0;
  earlyMs = 0;

  nowMs(): number {
    this.now += this.readingTakesMs;
    return this.now;
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm = { atMs: this.now + Math.max(0, delayMs - this.earlyMs), order: this.made++, run };
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  /** Number of alarms set. */
  get pending(): number {
    return this.alarms.length;
  }

  /** Moves on, ringing alarms in order; promises settle after each one. */
  async advance(byMs: number): Promise<void> {
    const until = this.now + byMs;
    await settle();
    for (;;) {
      const next = this.alarms
        .filter((alarm) => alarm.atMs <= until)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (!next) break;
      this.alarms = this.alarms.filter((alarm) => alarm !== next);
      this.now = Math.max(this.now, next.atMs);
      next.run();
      await settle();
    }
    this.now = until;
  }
}

/** Lets every promise that can settle without a timer do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
