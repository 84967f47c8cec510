/**
 * What the tablets of a virtual user have to do later, on one beat and by one timer: each timer of k6 is a place in a
 * sorted list, a goroutine and a turn of its event loop, and costs as much as an entry.
 */
type Task = () => void;

const BEAT_MS = 4;
/** How far a look for the next alarm goes, beats; then it is looked again. */
const LOOK_AHEAD = 250;

export class Alarms {
  readonly #tasks = new Map<number, Task[]>();
  /** Made here, once: k6 fails on a private field that is initialised with a function. */
  readonly #playNow: () => void;
  /** The last beat that was played, and the one for which the timer is set. */
  #played: number;
  #next = Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Beats are `phaseMs` behind multiples of four milliseconds: virtual users need not all do things at once. */
  constructor(private readonly phaseMs: number) {
    this.#playNow = () => this.#play();
    this.#played = this.#beatBefore(Date.now());
  }

  /** The first beat at or after an instant, ms: when that comes, whatever is due is not late. */
  onBeat(ms: number): number {
    return Math.ceil((ms - this.phaseMs) / BEAT_MS) * BEAT_MS + this.phaseMs;
  }
  /** Does it on the first beat at or after `dueMs`, of this machine's clock; on the next one when that is over. */
  at(dueMs: number, task: Task): void {
    const beat = Math.max(Math.ceil((dueMs - this.phaseMs) / BEAT_MS), this.#played + 1);
    const others = this.#tasks.get(beat);
    if (others) others.push(task);
    else this.#tasks.set(beat, [task]);
    if (beat < this.#next) this.#setFor(beat, Date.now());
  }
  /** Forgets all of it. */
  stop(): void {
    this.#tasks.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#next = Infinity;
  }

  #setFor(beat: number, nowMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#next = beat;
    this.#timer = setTimeout(this.#playNow, Math.max(0, beat * BEAT_MS + this.phaseMs - nowMs));
  }
  #play(): void {
    const nowMs = Date.now();
    this.#timer = null;
    // What a task asks for meanwhile is found behind it.
    this.#next = -Infinity;
    for (const last = this.#beatBefore(nowMs); this.#played < last;) {
      const tasks = this.#tasks.get(++this.#played);
      if (tasks === undefined) continue;
      this.#tasks.delete(this.#played);
      // In k6 an iterator makes an object for each step.
      for (let n = 0; n < tasks.length; n++) tasks[n]?.();
    }
    this.#next = Infinity;
    if (this.#tasks.size === 0) return;
    let beat = this.#played + 1;
    while (beat < this.#played + LOOK_AHEAD && !this.#tasks.has(beat)) beat++;
    this.#setFor(beat, Date.now());
  }
  #beatBefore(ms: number): number {
    return Math.floor((ms - this.phaseMs) / BEAT_MS);
  }
}

/** Of this virtual user: k6 loads modules once for each. */
export const alarms = new Alarms(Math.floor(Math.random() * BEAT_MS));
