/**
 * One thing that a person asks for, followed to its end: one act, or the same act for each of a selection. A reply that is
 * lost is never taken for a failure: the journal is asked until it answers, and asking again with the same id does nothing
 * twice.
 */
import type { Act } from "#contracts/act";
import { ActAnswer, type ActAsked, type Proposal } from "#contracts/console/acts";
import type { Clock, Random } from "#client-core/ports";
import { reconnectDelayMs } from "#client-core/backoff";
import type { ConsoleApi, Refusal } from "../http/console-api.ts";

export type ActOutcome =
  | { readonly kind: "done"; readonly act: Act }
  /** Waits for a second person. */
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export interface TaskState {
  /** "checking": a reply was lost, the journal is being asked. */
  readonly stage: "sending" | "checking" | "settled";
  /** One per act asked for, in order; those still to come are missing. */
  readonly outcomes: readonly ActOutcome[];
}
export interface TaskPorts {
  readonly api: ConsoleApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly changed: (task: ActTask) => void;
}
/** Answers after which nobody knows whether the act was appended. */
const UNCERTAIN: readonly Refusal["code"][] = ["unreachable", "unexpected", "internal", "store_unavailable"];

export class ActTask {
  state: TaskState = { stage: "sending", outcomes: [] };
  private attempt = 0;
  private stopped = false;
  private cancelRetry: () => void = () => undefined;

  constructor(
    readonly sittingId: number,
    readonly asked: readonly ActAsked[],
    private readonly ports: TaskPorts,
  ) {}

  get id(): string {
    return this.asked[0]?.id ?? "";
  }

  async start(): Promise<void> {
    const next = this.current;
    if (!next || this.stopped) return;
    const answer = await this.ports.api.post(this.url, next, ActAnswer);
    if (this.current !== next || this.stopped) return;
    if ("value" in answer) return this.answered(next, answer.value);
    if (UNCERTAIN.includes(answer.refusal.code)) return this.doubt();
    this.settle(next, { kind: "refused", refusal: answer.refusal });
  }

  /** The live feed told of an act: it may be the one whose reply was lost. */
  seen(act: Act): void {
    const next = this.current;
    if (next?.id === act.id) this.settle(next, { kind: "done", act });
  }

  /** Signed in again: goes on where the session ended. */
  resume(): void {
    if (!sessionEnded(this.state)) return;
    this.become({ stage: "checking", outcomes: this.state.outcomes.slice(0, -1) });
    this.ask(this.check());
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
  }

  private get url(): string {
    return `/api/console/sittings/${this.sittingId}/acts`;
  }
  private get current(): ActAsked | undefined {
    return this.state.stage === "settled" ? undefined : this.asked[this.state.outcomes.length];
  }

  private doubt(): void {
    this.become({ ...this.state, stage: "checking" });
    this.cancelRetry = this.ports.clock.after(reconnectDelayMs(this.attempt++, this.ports.random), () =>
      this.ask(this.check()),
    );
  }

  private async check(): Promise<void> {
    const next = this.current;
    if (!next || this.stopped) return;
    const answer = await this.ports.api.get(`${this.url}/${next.id}`, ActAnswer);
    if (this.current !== next || this.stopped) return;
    if ("value" in answer) return this.answered(next, answer.value);
    if (UNCERTAIN.includes(answer.refusal.code)) return this.doubt();
    this.settle(next, { kind: "refused", refusal: answer.refusal });
  }

  private answered(next: ActAsked, answer: ActAnswer): void {
    // The journal does not know it: it is asked for again, with the same id.
    if (answer.outcome === "unknown") return this.ask(this.start());
    if (answer.outcome === "proposed") return this.settle(next, { kind: "proposed", proposal: answer.proposal });
    this.settle(next, { kind: "done", act: answer.act });
  }

  /** The current act has its outcome; a session that ended stops the rest of the selection, everything else does not. */
  private settle(next: ActAsked, outcome: ActOutcome): void {
    if (this.current !== next) return;
    this.cancelRetry();
    this.attempt = 0;
    const outcomes = [...this.state.outcomes, outcome];
    const ended = outcome.kind === "refused" && outcome.refusal.code === "session_ended";
    const settled = ended || outcomes.length === this.asked.length;
    this.become({ stage: settled ? "settled" : "sending", outcomes });
    if (!settled) this.ask(this.start());
  }

  private become(state: TaskState): void {
    this.state = state;
    this.ports.changed(this);
  }
  private ask(work: Promise<void>): void {
    work.catch((error: unknown) => console.error(error));
  }
}

/** Nobody knows what became of it before somebody signs in again. */
export function sessionEnded({ outcomes }: TaskState): boolean {
  const last = outcomes.at(-1);
  return last?.kind === "refused" && last.refusal.code === "session_ended";
}
