/**
 * What a candidate does at a tablet, from the start to the last entry secured: thinks, answers, validates, stands still in
 * a pause, hands in. One function goes on as far as it can, called when an alarm rings or the tablet has heard something:
 * promises would cost k6 more than all the rest of an entry.
 */
import type { HandReason } from "#contracts/frames/tablet";
import { alarms } from "#loadtest/journeys/alarms";
import type { Pace } from "#loadtest/journeys/pace";
import type { PaperScript, Step } from "#loadtest/journeys/paper-script";
import { PaperWalk } from "#loadtest/journeys/paper-walk";
import type { Random } from "#loadtest/journeys/random";
import type { SignedIn } from "#loadtest/journeys/sign-in";
import type { TabletClock } from "#loadtest/journeys/tablet-clock";
import { VirtualTablet } from "#loadtest/journeys/virtual-tablet";
import { dueAt } from "#loadtest/profiles/timetable";
import type { Settings } from "#loadtest/scenarios/settings";

/** A candidate stops this long before the end: what was begun is entered in time. */
const LAST_MS = 50;
/** A lock whose key has not come is sent again after this time, as a real tablet does. */
const ASK_AGAIN_MS = 5_000;
const HAND_UP_MS = 30_000;
const REASONS: readonly HandReason[] = ["toilet", "tablet", "question"];

/** What is in a package and how fast people go through it; null: nothing is known of it. */
export type Library = (packageSha256: string) => { readonly script: PaperScript; readonly pace: Pace } | null;

type Stage = ReturnType<TabletClock["stageAt"]>;
const isOver = (stage: Stage): boolean => stage === "over" || stage === "cancelled";

/**
 * `waiting`: for the paper. `thinking`: until the next entry is due. `still`: the nation is. `locking`: a step was
 * validated, the next one is not here yet. `finishing`: until it is time to hand in. `settling`: until all is secured.
 */
type Doing = "waiting" | "thinking" | "still" | "locking" | "finishing" | "settling" | "gone";

export class Candidate {
  readonly #settings: Settings;
  readonly #index: number;
  readonly #random: Random;
  readonly #library: Library;
  readonly #left: (why: string | null) => void;
  readonly #tablet: VirtualTablet;
  #doing: Doing = "waiting";
  /** The package that was read, how fast people go through it, and this candidate's way through it. */
  #packageSha256 = "";
  #pace: Pace | null = null;
  #walk: PaperWalk | null = null;
  /** What comes next; decided only when its turn comes. */
  #step: Step | null = null;
  /** When the present thought began, and when it is due, of this machine's clock. */
  #sinceMs = 0;
  #dueMs = 0;
  /** When everybody answers at once, whatever they think of. */
  #extras: number[] = [];
  /** Before that instant nothing is to be done but listen. */
  #wakeMs = 0;
  /** The entry of the step that was validated last. */
  #lock = "";
  /** What kept it from composing, or null. */
  #trouble: string | null = null;
  /** Goes on as far as it can. Made once in the constructor: k6 fails on a private field that is initialised with a function. */
  readonly #go: () => void;

  /** `left`: it has nothing left to do; with the reason when it could not go on. */
  constructor(
    settings: Settings,
    signedIn: SignedIn,
    index: number,
    random: Random,
    library: Library,
    left: (why: string | null) => void,
  ) {
    this.#go = () => this.#advance();
    this.#settings = settings;
    this.#index = index;
    this.#random = random;
    this.#library = library;
    this.#left = left;
    this.#tablet = new VirtualTablet(settings.target, signedIn, settings.timetable.originMs, random, this.#go);
    this.#tablet.verified();
    // When it opens, thousands open theirs in the same second: what can be thought of before is.
    this.#read(signedIn.paper.sha256);
    alarms.at(settings.timetable.endMs, this.#go);
  }

  #advance(): void {
    if (this.#doing === "gone") return;
    if (this.#tablet.isGone) return this.#leave(this.#tablet.refused);
    const nowMs = Date.now();
    const isEnd = nowMs >= this.#settings.timetable.endMs;
    switch (this.#doing) {
      case "waiting":
        if (this.#tablet.opened !== null) return this.#begin(this.#tablet.opened, nowMs);
        if (isEnd) this.#settle("its paper was never opened", nowMs);
        return;
      case "thinking":
        if (nowMs >= this.#wakeMs || isEnd) this.#enter(nowMs);
        return;
      case "still":
        if (this.#stage(nowMs, LAST_MS) !== "paused" || isEnd) this.#goOn(nowMs);
        return;
      case "locking":
        return this.#awaitKey(nowMs);
      case "finishing":
        if (nowMs >= this.#wakeMs) this.#handIn(nowMs);
        return;
      case "settling":
        return this.#settled(nowMs);
    }
  }

  #read(packageSha256: string): void {
    const known = this.#library(packageSha256);
    this.#packageSha256 = packageSha256;
    this.#pace = known?.pace ?? null;
    this.#walk = known && new PaperWalk(known.script, this.#random);
    this.#step = this.#walk?.next() ?? null;
  }

  #begin(packageSha256: string, nowMs: number): void {
    const { profile, timetable } = this.#settings;
    if (packageSha256 !== this.#packageSha256) this.#read(packageSha256);
    if (this.#walk === null) return this.#settle("a package of which nothing is known", nowMs);
    if (profile.breakOneIn > 0 && this.#random.chance(1 / profile.breakOneIn))
      this.#tablet.breakWithin(this.#random.next() * (timetable.endMs - nowMs));
    this.#raiseHandOnce(nowMs);
    this.#extras = profile.moments
      .filter(({ what }) => what === "answer")
      .map((moment) => dueAt(timetable, moment, this.#index, profile.candidates));
    this.#sinceMs = nowMs;
    // Nobody answers in the second in which the paper opens: the first thoughts are spread over a whole one.
    this.#dueMs = alarms.onBeat(nowMs + this.#random.next() * this.#thoughtMs());
    this.#think(nowMs);
  }

  /** Waits until the next entry is due. */
  #think(nowMs: number): void {
    if (this.#step === null) return this.#finish(nowMs);
    this.#doing = "thinking";
    this.#wakeMs = Math.min(this.#dueMs, this.#extras[0] ?? Infinity);
    alarms.at(this.#wakeMs, this.#go);
  }

  /** An entry is due: makes it, unless time stands still or is over. */
  #enter(nowMs: number): void {
    const step = this.#step;
    const stage = this.#stage(nowMs, LAST_MS);
    if (step === null || !this.#goesOn(nowMs, stage)) return this.#finish(nowMs);
    if (stage !== "running") {
      // Nobody writes while the nation stands still.
      this.#doing = "still";
      return;
    }
    const stoodStillMs = this.#tablet.stillBetween(this.#sinceMs, nowMs);
    if (stoodStillMs > 0) {
      // Thoughts stood still as well, and go on where they were.
      this.#dueMs = alarms.onBeat(this.#dueMs + stoodStillMs);
      this.#sinceMs = nowMs;
      return this.#think(nowMs);
    }
    const isExtra = this.#extras.length > 0 && this.#wakeMs < this.#dueMs;
    if (isExtra) this.#extras.shift();
    if (step.kind === "lock") {
      this.#doing = "locking";
      this.#lock = this.#tablet.lock(step, this.#wakeMs, nowMs);
      return this.#askAgainLater(nowMs);
    }
    this.#tablet.answer(step, this.#wakeMs, nowMs);
    this.#step = this.#walk?.next() ?? null;
    if (!isExtra) {
      this.#sinceMs = this.#dueMs;
      this.#dueMs = alarms.onBeat(this.#dueMs + this.#thoughtMs());
    }
    this.#think(nowMs);
  }

  #goOn(nowMs: number): void {
    this.#extras = this.#extras.map((ms) => Math.max(ms, nowMs));
    this.#enter(nowMs);
  }

  #awaitKey(nowMs: number): void {
    const step = this.#step;
    if (step?.kind !== "lock" || this.#tablet.isOpen(step.sectionId)) {
      this.#sinceMs = nowMs;
      this.#step = this.#walk?.next() ?? null;
      this.#dueMs = alarms.onBeat(nowMs + this.#thoughtMs());
      this.#think(nowMs);
    } else if (!this.#goesOn(nowMs)) this.#finish(nowMs);
    else if (nowMs >= this.#wakeMs) {
      this.#tablet.again(this.#lock);
      this.#askAgainLater(nowMs);
    }
  }
  #askAgainLater(nowMs: number): void {
    this.#wakeMs = nowMs + ASK_AGAIN_MS;
    alarms.at(this.#wakeMs, this.#go);
  }

  /** Nothing more is entered; some profiles have everybody hand in. */
  #finish(nowMs: number): void {
    const { profile, timetable } = this.#settings;
    const handIn = profile.moments.find(({ what }) => what === "submit");
    if (!handIn) return this.#settle(null, nowMs);
    this.#doing = "finishing";
    this.#wakeMs = dueAt(timetable, handIn, this.#index, profile.candidates);
    alarms.at(this.#wakeMs, this.#go);
  }
  #handIn(nowMs: number): void {
    if (this.#stage(nowMs) !== "cancelled") this.#tablet.submit(this.#wakeMs, nowMs);
    this.#settle(null, nowMs);
  }

  #settle(why: string | null, nowMs: number): void {
    this.#doing = "settling";
    this.#trouble = why;
    alarms.at(this.#settings.timetable.settleUntilMs, this.#go);
    this.#settled(nowMs);
  }
  /** A sitting of its own is over when the tablet has been told so, not when the rehearsal meant it to be. */
  #settled(nowMs: number): void {
    const { profile, timetable } = this.#settings;
    const { complete } = this.#tablet;
    const isTold = profile.sitting === "joined" || isOver(this.#stage(nowMs, LAST_MS));
    if (!(complete && isTold) && nowMs < timetable.settleUntilMs) return;
    if (this.#trouble !== null) this.#leave(this.#trouble);
    else if (!complete) this.#leave("not everything was secured in time");
    else this.#leave(isTold ? null : "it was never told that the time was over");
  }
  #leave(why: string | null): void {
    this.#doing = "gone";
    if (!this.#tablet.broken) this.#tablet.leave();
    this.#left(this.#tablet.broken ? null : why);
  }

  #stage(nowMs: number, laterMs = 0): Stage {
    return this.#tablet.clock.stageAt(this.#tablet.serverMs(nowMs) + laterMs);
  }
  #goesOn(nowMs: number, stage = this.#stage(nowMs, LAST_MS)): boolean {
    return nowMs < this.#settings.timetable.endMs && !isOver(stage);
  }
  #thoughtMs(): number {
    const what = this.#step?.kind === "answer" ? this.#step.type : "lock";
    return this.#pace?.beforeMs(what, this.#random) ?? 0;
  }

  #raiseHandOnce(nowMs: number): void {
    const { profile, timetable } = this.#settings;
    if (profile.handOneIn === 0 || !this.#random.chance(1 / profile.handOneIn)) return;
    const reason = REASONS[this.#random.below(REASONS.length)] ?? "other";
    const atMs = nowMs + this.#random.next() * Math.max(0, timetable.endMs - nowMs - HAND_UP_MS);
    alarms.at(atMs, () => {
      this.#tablet.raiseHand(reason);
      alarms.at(Date.now() + HAND_UP_MS, () => this.#tablet.raiseHand(null));
    });
  }
}
