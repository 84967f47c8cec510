/** The simulation's time: it moves only when told to, and alarms ring in order. */
import type { Clock } from "#domain/ports/clock";

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

export class VirtualClock implements Clock {
  #now: number;
  #made = 0;
  #alarms: Alarm[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }
  nowMs(): number {
    return this.#now;
  }
  after(ms: number, run: () => void): () => void {
    const alarm = { atMs: this.#now + Math.max(0, ms), order: this.#made++, run };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }
  soon(run: () => void): void {
    this.after(0, run);
  }
  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Moves on by `ms`; after each alarm every promise that can settle does. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#now + ms;
    await settle();
    for (let next = this.#due(untilMs); next; next = this.#due(untilMs)) {
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, next.atMs);
      next.run();
      await settle();
    }
    this.#now = untilMs;
  }
  #due(untilMs: number): Alarm | null {
    let first: Alarm | null = null;
    for (const alarm of this.#alarms) {
      if (alarm.atMs > untilMs) continue;
      if (!first || alarm.atMs < first.atMs || (alarm.atMs === first.atMs && alarm.order < first.order)) first = alarm;
    }
    return first;
  }
}

/** One real turn of the event loop: nothing in a simulation does I/O, so every promise that can settle has settled. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
