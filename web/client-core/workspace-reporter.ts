/** Tells the servers where the candidate is and how they want their screen: what their next device would begin with. */
import { LIMITS } from "#contracts/limits";
import type { Clock } from "#client-core/ports";

export interface WorkspaceReporterOptions {
  readonly clock: Clock;
  /** The workspace as it is now. */
  readonly look: () => string;
  /** False when there is no socket: the next welcome asks again. */
  readonly send: (text: string) => boolean;
}

export class WorkspaceReporter {
  private told: string | null = null;
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;

  constructor(private readonly options: WorkspaceReporterOptions) {}

  /** Something may have changed. Several changes within `workspaceSpacingMs` are told as the last one. */
  changed(): void {
    if (this.cancel) return;
    const { clock, look, send } = this.options;
    const text = look();
    if (text === this.told || !fitsOneFrame(text)) return;
    const early = this.toldAtMs + LIMITS.workspaceSpacingMs - clock.nowMs();
    if (early > 0) {
      this.cancel = clock.after(early, () => {
        this.cancel = null;
        this.changed();
      });
    } else if (send(text)) {
      this.told = text;
      this.toldAtMs = clock.nowMs();
    }
  }

  stop(): void {
    this.cancel?.();
  }
}

/** `{"v":1,"kind":"workspace","text":}` and some room. */
const AROUND_BYTES = 100;
/** One that does not fit would cost the socket; it is a snapshot that may be lost. */
export const fitsOneFrame = (text: string): boolean =>
  text.length <= LIMITS.workspaceCharsMax &&
  new TextEncoder().encode(JSON.stringify(text)).length <= LIMITS.frameBytesMax - AROUND_BYTES;
