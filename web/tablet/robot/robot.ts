/**
 * Plays one candidate on the tablet's own model, with the methods that fingers use: so that painting, storage and network
 * really happen. One thing at a time, at the pace of a person, until it has handed in or is stopped.
 */
import type { SessionSnapshot } from "#client-core/session-snapshot";
import type { Clock } from "#client-core/ports";
import type { TabletModel } from "../tablet-model.svelte.ts";
import {
  awaitedIn,
  emptyCount,
  isComplete,
  nextPlace,
  type PaperPath,
  sealOf,
  type ShownStep,
  stepAt,
} from "../paper-path.ts";
import { budgetFor, paceFor, type Planned, planStep, type RobotAct, within } from "./planner.ts";

/** What the robot needs of the model: no more than a person has. */
export type Played = Pick<
  TabletModel,
  | "snapshot"
  | "path"
  | "place"
  | "reviewing"
  | "unread"
  | "confirmIdentity"
  | "answer"
  | "write"
  | "flush"
  | "flag"
  | "lock"
  | "go"
  | "review"
  | "handIn"
  | "raiseHand"
  | "lowerHand"
  | "read"
>;
export interface RobotPorts {
  readonly clock: Clock;
  /** Looks closer at an image of the screen, where there is one. */
  readonly zoom: () => void;
  /** An answer was given just now. */
  readonly answered: () => void;
}

/** How often it looks again while there is nothing to do: before the start, in a pause, while a key comes. */
const LOOK_AGAIN_MS = 500;
const READING_MS = 4_000;
const MOVE_MS = 1_200;
const LAST_LOOK_MS = 8_000;

export class Robot {
  private cancel: () => void = () => undefined;
  private stopped = false;
  /** How much faster than a person, see paceFor. */
  private pace = 1;
  private plan: { readonly stepId: string; readonly rest: Planned[] } | null = null;

  constructor(
    private readonly model: Played,
    private readonly ports: RobotPorts,
  ) {}

  start(): void {
    this.after(LOOK_AGAIN_MS);
  }
  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private after(ms: number, run: () => void = () => this.next()): void {
    this.cancel();
    if (!this.stopped) this.cancel = this.ports.clock.after(ms, run);
  }
  /** Does something, then goes on. */
  private then(ms: number, act: () => void): void {
    this.after(ms, () => {
      act();
      this.next();
    });
  }

  /** What comes next is decided anew each time: pauses, keys, other papers and people come between. */
  private next(): void {
    const { path, snapshot, unread } = this.model;
    if (!snapshot || snapshot.submitted || snapshot.time.stage === "over") return;
    if (!snapshot.record.confirmed) return this.then(MOVE_MS, () => this.model.confirmIdentity());
    const instruction = unread[0];
    if (instruction) return this.then(READING_MS, () => this.model.read(instruction.actId));
    if (!snapshot.open || !path) return this.after(LOOK_AGAIN_MS);
    if (this.model.reviewing) return this.finish(snapshot);
    const step = stepAt(path, this.model.place, snapshot);
    if (step) this.workOn(step, path, snapshot);
    else this.leave(path, snapshot);
  }

  private workOn(step: ShownStep, path: PaperPath, snapshot: SessionSnapshot): void {
    this.plan = this.plan?.stepId === step.item.id ? this.plan : this.planOf(step, path, snapshot);
    const planned = this.plan.rest.shift();
    if (planned) return this.then(planned.afterMs, () => this.act(planned.act));
    const section = path.sections[step.section];
    if (section?.view.navigation !== "locked") return this.then(MOVE_MS * this.pace, () => this.forward(path));
    // Where a person has taken something away meanwhile, it thinks again.
    if (!isComplete(step, snapshot)) this.plan = null;
    this.then(MOVE_MS * this.pace, () => {
      const ids = step.items.map(({ id }) => id);
      if (this.plan) this.model.lock(step.item.id, ids, sealOf(section, step));
    });
  }

  /** Questions that have their answer already, after a reload or from a person, are left as they are. */
  private planOf(step: ShownStep, path: PaperPath, snapshot: SessionSnapshot): { stepId: string; rest: Planned[] } {
    const { candidate, sitting } = snapshot.record.signedIn;
    const empty = step.items.filter(({ id }) => !snapshot.answers.has(id));
    const leftMs = "leftMs" in snapshot.time ? snapshot.time.leftMs : 0;
    const questionsLeft = emptyCount(path, snapshot);
    this.pace = paceFor(leftMs, questionsLeft);
    const planned = planStep(empty, `${sitting.id}:${candidate.id}`, this.pace);
    return { stepId: step.item.id, rest: within(planned, budgetFor(leftMs, questionsLeft, empty.length)) };
  }

  /** Nothing is shown here: the case is finished, or the key of its next step is on its way. */
  private leave(path: PaperPath, snapshot: SessionSnapshot): void {
    const section = path.sections[this.model.place.section];
    if (section && awaitedIn(section, snapshot)) this.after(LOOK_AGAIN_MS);
    else this.then(MOVE_MS * this.pace, () => this.forward(path));
  }

  private forward(path: PaperPath): void {
    const next = nextPlace(path, this.model.place);
    if (next) this.model.go(next);
    else this.model.review(true);
  }

  private finish(snapshot: SessionSnapshot): void {
    if (snapshot.mayHandIn) this.then(LAST_LOOK_MS * this.pace, () => this.model.handIn());
    else this.after(LOOK_AGAIN_MS);
  }

  private act(act: RobotAct): void {
    switch (act.kind) {
      case "answer":
        if (this.model.answer(act.itemId, act.value)) this.ports.answered();
        return;
      case "write":
        if (this.model.write(act.itemId, act.text)) this.ports.answered();
        return;
      case "flag":
        return this.model.flag(act.itemId);
      case "zoom":
        return this.ports.zoom();
      case "raise_hand":
        return this.model.raiseHand("other");
      case "lower_hand":
        return this.model.lowerHand();
    }
  }
}
