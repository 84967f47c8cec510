/** Whether an instruction was on the screen long enough to have been read. */
import type { Clock } from "#client-core/ports";

/** Nobody reads faster than this: a finger was already on its way to what was there before. */
const READ_FASTEST_MS = 500;

export class ReadingPace {
  /** When each instruction came on the screen in this run, by the device's clock. */
  private readonly shownAtMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  shown(actId: string): void {
    this.shownAtMs.set(actId, this.clock.nowMs());
  }
  mayBeRead(actId: string): boolean {
    const shownAtMs = this.shownAtMs.get(actId);
    return shownAtMs !== undefined && this.clock.nowMs() - shownAtMs >= READ_FASTEST_MS;
  }
}
