/** Tells the servers how the tablet is: after each welcome, and when something changed that a proctor would want to know. */
import type { StatusFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import type { Clock } from "#client-core/ports";

export interface StatusReporterOptions {
  readonly clock: Clock;
  /** How the tablet is now. */
  readonly look: () => StatusFrame;
  /** False when there is no socket: the next welcome asks again. */
  readonly send: (text: string) => boolean;
}

/** An estimate is refined all the time; a free disk shrinks with every answer. */
const CLOCK_STEP_MS = 50;
const STORAGE_STEP_BYTES = 64 * 1024 * 1024;
/** Entries are on their way all the time; only what stays behind is news. */
const WAITING_REST_MS = 2_000;

export class StatusReporter {
  private told: StatusFrame | null = null;
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private waitingSinceMs: number | null = null;
  private cancel: (() => void) | null = null;

  constructor(private readonly options: StatusReporterOptions) {}

  /** A new socket knows nothing yet. */
  welcomed(): void {
    this.told = null;
    this.changed();
  }

  /** Something may have changed. Several changes within `statusSpacingMs` are told as the last one. */
  changed(): void {
    if (this.cancel) return;
    const { clock, look, send } = this.options;
    const now = clock.nowMs();
    const status = look();
    this.waitingSinceMs = status.waitingEntries > 0 ? (this.waitingSinceMs ?? now) : null;
    const stays = this.waitingSinceMs !== null && now - this.waitingSinceMs >= WAITING_REST_MS;
    if (this.told && !isNews(this.told, status, stays)) return;
    const early = this.toldAtMs + LIMITS.statusSpacingMs - now;
    if (early > 0) {
      this.cancel = clock.after(early, () => {
        this.cancel = null;
        this.changed();
      });
    } else if (send(JSON.stringify(status))) {
      this.told = status;
      this.toldAtMs = now;
    }
  }

  stop(): void {
    this.cancel?.();
  }
}

function isNews(told: StatusFrame, now: StatusFrame, waitingStays: boolean): boolean {
  if (told.waitingEntries > 0 ? now.waitingEntries !== told.waitingEntries : waitingStays) return true;
  if (far(told.clockOffsetMs, now.clockOffsetMs, CLOCK_STEP_MS)) return true;
  if (isDoubtful(told.clockErrorMs) !== isDoubtful(now.clockErrorMs)) return true;
  if (far(told.storageFreeBytes, now.storageFreeBytes, STORAGE_STEP_BYTES)) return true;
  return JSON.stringify(steady(told)) !== JSON.stringify(steady(now));
}

const steady = (status: StatusFrame): StatusFrame => ({
  ...status,
  clockOffsetMs: null,
  clockErrorMs: null,
  storageFreeBytes: null,
  waitingEntries: 0,
});
const far = (a: number | null, b: number | null, step: number): boolean =>
  a === null || b === null ? a !== b : Math.abs(a - b) >= step;

/** Whether server time is known too badly for an exam. */
export const isDoubtful = (errorMs: number | null): boolean => errorMs === null || errorMs > LIMITS.clockErrorMaxMs;
