/** One play on this tablet: the robot, what it measures, and its reports. */
import type { Clock, Http } from "#client-core/ports";
import type { SessionSnapshot } from "#client-core/session-snapshot";
import type { RehearsalReport } from "#contracts/http/rehearsal";
import { emptyCount, type PaperPath } from "../paper-path.ts";
import { PlayMeter, type Seen } from "./play-meter.ts";
import { RehearsalReporter } from "./rehearsal-reporter.ts";
import { type Played, Robot } from "./robot.ts";

export interface PlayPorts {
  readonly clock: Clock;
  readonly http: Http;
  readonly build: string;
  readonly zoom: () => void;
  /** Calls back when the next frame is painted. */
  readonly painted: (then: () => void) => void;
  /** Tells of long tasks, ms each. Returns the way to stop. */
  readonly longTasks: (told: (ms: number) => void) => () => void;
}

const seenIn = ({ counts, link }: SessionSnapshot): Seen => ({ ...counts, connected: link.kind === "open" });

export class Play {
  private readonly meter: PlayMeter;
  private readonly robot: Robot;
  private readonly reporter: RehearsalReporter;
  private readonly startedAtMs: number;
  private readonly unwatch: () => void;
  private stopped = false;
  private told = false;

  constructor(
    private readonly model: Played,
    first: SessionSnapshot,
    private readonly ports: PlayPorts,
  ) {
    const { clock } = ports;
    this.meter = new PlayMeter(seenIn(first));
    this.startedAtMs = first.atMs;
    this.unwatch = ports.longTasks((ms) => this.meter.longTask(ms));
    this.robot = new Robot(model, { clock, zoom: ports.zoom, answered: () => this.answered() });
    this.reporter = new RehearsalReporter({
      clock,
      http: ports.http,
      ticket: first.record.signedIn.ticket,
      look: () => this.report(),
    });
  }

  start(): void {
    this.robot.start();
    this.reporter.start();
  }

  /** The session shows something new. */
  look(snapshot: SessionSnapshot): void {
    if (this.told) return;
    this.meter.see(this.ports.clock.nowMs(), seenIn(snapshot));
    if (!isComplete(snapshot)) return;
    this.told = true;
    this.reporter.tell();
  }

  /** A person takes over, or the tablet is given up: what was measured is told. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.robot.stop();
    this.unwatch();
    if (!this.told) this.reporter.tell();
  }

  private answered(): void {
    const { clock, painted } = this.ports;
    const fromMs = clock.nowMs();
    painted(() => this.meter.paintedAfter(clock.nowMs() - fromMs));
  }

  private report(): RehearsalReport {
    const { path, snapshot } = this.model;
    const { made = 0, received = 0, secured = 0 } = snapshot?.counts ?? {};
    const atMs = Math.max(this.startedAtMs, snapshot?.atMs ?? 0);
    const complete = snapshot !== null && isComplete(snapshot);
    return {
      v: 1,
      build: this.ports.build,
      startedAtMs: this.startedAtMs,
      atMs,
      state: complete ? "complete" : this.stopped ? "stopped" : "playing",
      questions: questionsOf(path, snapshot),
      entries: { made, received, secured },
      ...this.meter.measured(this.ports.clock.nowMs()),
    };
  }
}

/** Handed in, and all of it is with the servers for good. */
const isComplete = ({ counts, submitted }: SessionSnapshot): boolean => submitted && counts.secured === counts.made;

function questionsOf(path: PaperPath | null, snapshot: SessionSnapshot | null): { total: number; answered: number } {
  if (!path || !snapshot) return { total: 0, answered: 0 };
  return { total: path.total, answered: path.total - emptyCount(path, snapshot) };
}
