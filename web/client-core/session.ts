/**
 * One candidate's sitting on this device: what the screens show and what they may do. Every change is first an entry of the
 * outbox; the state is a fold of entries and acts, replaced as a whole, so that a screen only compares.
 */
import type { WelcomeFrame } from "#contracts/frames/server";
import type { HandReason } from "#contracts/frames/tablet";
import type { RestoreResponse } from "#contracts/http/restore";
import type { CodesFile } from "#contracts/package/codes";
import type { AnswerValue, CandidateRef, LockFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { untilNextLookMs } from "#client-core/announcements";
import { Courier, type Left } from "#client-core/courier";
import { type Draft, leftDrafts } from "#client-core/drafts";
import { handAfter } from "#client-core/hand";
import { type HeldActs, holdActs, lastActIdOf, withAct } from "#client-core/held-acts";
import { Link, type LinkState } from "#client-core/link";
import { Keyring } from "#client-core/package/keyring";
import type { CodeOutcome } from "#client-core/package/offline-codes";
import type { Outbox } from "#client-core/outbox";
import { saveRecord, type SessionRecord } from "#client-core/records";
import { ReadingPace } from "#client-core/reading-pace";
import type { SessionPorts } from "#client-core/session-ports";
import { openLog, type SessionLog } from "#client-core/session-log";
import { type SessionSnapshot, snapshotOf } from "#client-core/session-snapshot";
import type { Sheet } from "#client-core/sheet";
import { SheetKeeper } from "#client-core/sheet-keeper";
import { StatusReporter } from "#client-core/status-reporter";
import { statusOf, type VerifiedPapers } from "#client-core/tablet-status";
import { TimeKeeper } from "#client-core/time-keeper";
import { cheaply, Typing } from "#client-core/typing";

const NOTHING_LEFT = { made: 0, received: 0, secured: 0 };

export class Session {
  readonly ref: CandidateRef;
  private readonly listeners = new Set<() => void>();
  private readonly keeper: SheetKeeper;
  private held: HeldActs;
  private readonly typing: Typing;
  private readonly outbox: Outbox;
  private readonly pace: ReadingPace;
  private papers: VerifiedPapers = { main: null, backup: null };
  private linkState: LinkState = { kind: "waiting" };
  private handingIn = false;
  private lastReceivedAtMs: number | null = null;
  private courier: Courier | null = null;
  private cancelTick: () => void = () => undefined;
  private stopped = false;
  private view: SessionSnapshot;
  private readonly link: Link;
  private readonly reporter: StatusReporter;
  private readonly keyring: Keyring;
  private readonly timeKeeper: TimeKeeper;
  private readonly unwatchHealth: () => void;

  private constructor(
    private readonly ports: SessionPorts,
    private record: SessionRecord,
    { frames, outbox, ref }: SessionLog,
    left: readonly Draft[],
  ) {
    this.ref = ref;
    this.outbox = outbox;
    this.pace = new ReadingPace(ports.clock);
    this.keeper = new SheetKeeper(outbox, ports.time, () => this.record, frames);
    this.held = holdActs(record.acts);
    this.typing = new Typing({
      ...ports,
      ref: this.ref,
      outbox,
      left,
      make: (itemId, value, claimedAtMs) => this.typed(itemId, value, claimedAtMs),
      rested: () => this.flush(),
    });
    this.link = new Link({
      ...ports,
      outbox,
      urls: record.signedIn.ingestUrls,
      ticket: record.signedIn.ticket,
      lastActId: () => lastActIdOf(this.held),
      listener: {
        state: (state) => this.linkChanged(state),
        welcome: (frame, askedAtMs) => this.welcomed(frame, askedAtMs),
        act: (act) => this.happened(act),
        received: (atMs, sentAtMs) => this.received(atMs, sentAtMs),
        key: (frame) => this.keyring.came(frame),
        ignored: () => this.reporter.changed(),
      },
    });
    this.reporter = new StatusReporter({
      clock: ports.clock,
      look: () => statusOf({ ...this.look(), ...ports, papers: this.papers, ignoredFrames: this.link.ignoredFrames }),
      send: (text) => this.link.say(text),
    });
    this.keyring = new Keyring({
      time: ports.time,
      outbox,
      record: () => this.record,
      paper: () => this.look().paper,
      lastLocks: () => this.sheet.lastLocks,
      keep: (change) => this.keep(change),
      sendAgain: (text) => this.link.say(text),
    });
    this.timeKeeper = new TimeKeeper(ports, () => this.tick());
    this.unwatchHealth = ports.health.onChange(() => this.reporter.changed());
    this.view = this.look();
  }

  /** Opens a session on what the device holds of it. Nothing is sent before `start`. */
  static async open(ports: SessionPorts, record: SessionRecord): Promise<Session> {
    if (record.offsetMs !== null) ports.time.assume(record.offsetMs);
    const log = await openLog(ports, record);
    return new Session(ports, record, log, await leftDrafts(ports.shelf, log.ref, log.frames));
  }

  /** Connects. `left`: what other epochs and candidates left on this device, delivered beside. */
  async start(left: readonly Left[]): Promise<void> {
    this.outbox.onChange(() => {
      this.typing.dropSaved();
      cheaply(this.keyring.openNextSteps());
      this.refresh();
    });
    // What a crash left half done comes first: text that was typed, acts that were kept before their entry was.
    this.flush();
    for (const act of this.held.acts) this.keeper.stage(act.id, "applied");
    this.link.start();
    this.timeKeeper.start();
    this.tick();
    const courier = await Courier.start(this.ports, left, () => this.refresh());
    if (this.stopped) courier.stop();
    else this.courier = courier;
  }

  stop(): void {
    this.flush();
    this.stopped = true;
    this.cancelTick();
    this.unwatchHealth();
    for (const part of [this.typing, this.reporter, this.timeKeeper, this.link, this.courier, this.outbox])
      part?.stop();
    this.listeners.clear();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  snapshot(): SessionSnapshot {
    return this.view;
  }

  /** Exact texts of the entries of the present epoch, also of those that the disk refused. */
  texts(): readonly string[] {
    return this.outbox.sendableTexts();
  }

  /** The new state of one answer. False when it may not change any more. */
  answer(itemId: string, value: AnswerValue): boolean {
    if (!this.mayAnswer(itemId)) return false;
    this.typing.forget(itemId);
    this.keeper.answer(itemId, value);
    this.refresh();
    return true;
  }

  /** Text as it is typed: becomes an entry when the typing rests. */
  write(itemId: string, typed: string): boolean {
    if (!this.mayAnswer(itemId)) return false;
    this.typing.write(itemId, typed);
    this.refresh();
    return true;
  }

  /** Turns typed text into entries at once: before a step is left, the page hidden or the time over. */
  flush(): void {
    // A device that was replaced makes nothing more: what it had half typed stays on it.
    if (!this.record.replaced && this.typing.flush()) this.refresh();
  }

  /** Validates a step for good. `seal`: where it stands in a sealed section. */
  lock(stepId: string, itemIds: readonly string[], seal?: LockFrame["seal"]): boolean {
    if (!this.look().open || this.sheet.lockedSteps.has(stepId)) return false;
    this.flush();
    this.keeper.make({ kind: "lock", stepId, itemIds: [...itemIds], ...(seal && { seal }) });
    this.refresh();
    return true;
  }

  /** What follows a validated step is on the screen at last: the time without its key is noted, once. */
  waited(stepId: string, waitedMs: number): void {
    this.keeper.waited(stepId, waitedMs);
    this.refresh();
  }

  /** A code that was read out, as it was typed: opens the paper, or a section of it. */
  openByCode(files: readonly CodesFile[], typed: string): Promise<CodeOutcome> {
    return this.keyring.openByCode(files, typed).finally(() => this.tick());
  }

  /** What the candidate made on the devices before this one: the sheet goes on from there. */
  restore(restored: RestoreResponse): void {
    this.keep({ restored });
    this.keyring.restore(restored.steps);
    this.keeper.rebuild();
    this.refresh();
  }

  /** Says what the candidate's next device would like to know; see contracts/frames/tablet.ts. False: nobody listens. */
  tellWorkspace(text: string): boolean {
    return this.link.say(JSON.stringify({ v: 1, kind: "workspace", text }));
  }

  /** Hands in for good, where the rules allow it now. Resolves when the entry is made; it is delivered like any other. */
  async handIn(): Promise<void> {
    if (this.look().mayHandIn) await this.submit(0);
  }

  /** Every instruction that is on the screen is told once. */
  displayed(actId: string): void {
    this.pace.shown(actId);
    if (this.keeper.stage(actId, "displayed")) this.refresh();
  }

  /** "I have read it". False when it came on the screen just now. */
  read(actId: string): boolean {
    if (!this.pace.mayBeRead(actId)) return false;
    if (this.keeper.stage(actId, "read")) this.refresh();
    return true;
  }

  raiseHand(reason: HandReason): void {
    this.keep({ hand: { reason, atMs: this.ports.time.nowMs(), coming: false } });
  }
  lowerHand(): void {
    this.keep({ hand: null });
  }

  /** The papers that this device has now. */
  verified(papers: VerifiedPapers): void {
    this.papers = papers;
    this.reporter.changed();
  }

  /** The candidate has said that this is them. */
  confirm(): void {
    this.keep({ confirmed: true });
  }

  /** The device woke up. `slept`: its clock stood still, so socket and time are suspect. */
  wake(slept: boolean): void {
    if (slept) {
      this.ports.time.doubt();
      this.link.renew();
    } else this.link.wake();
    this.courier?.wake();
    this.refresh();
  }

  private get sheet(): Sheet {
    return this.keeper.sheet;
  }
  private mayAnswer(itemId: string): boolean {
    return this.look().open && !this.sheet.lockedItems.has(itemId);
  }

  /** What was typed, unless it can change nothing any more. */
  private typed(itemId: string, value: AnswerValue, claimedAtMs: number): void {
    if (!this.view.submitted && !this.sheet.lockedItems.has(itemId)) this.keeper.answer(itemId, value, claimedAtMs);
  }

  /** `notBeforeMs`: an entry that the end makes is not claimed before it, however the estimate of time moves. */
  private async submit(notBeforeMs: number): Promise<void> {
    this.flush();
    if (this.look().submitted || this.handingIn || this.record.replaced || this.stopped) return;
    this.handingIn = true;
    this.refresh();
    try {
      await this.keeper.submit(() => Math.max(notBeforeMs, this.ports.time.nowMs()));
    } finally {
      this.handingIn = false;
      this.refresh();
    }
  }

  private welcomed(frame: WelcomeFrame, askedAtMs: number): void {
    this.ports.time.learn(frame.serverTimeMs, askedAtMs);
    // Kept, so that the next sign-in asks for a new epoch instead of this one, whose numbers are used up.
    if (frame.d2 > this.outbox.headSeq)
      this.ports.store.setSecured(this.ref, this.outbox.epoch, frame.d2).catch(() => undefined);
    if (frame.d2 === this.outbox.headSeq) this.lastReceivedAtMs = frame.serverTimeMs;
    this.keep({ offsetMs: this.ports.time.offset, replaced: frame.fence > this.outbox.epoch });
    this.tick();
  }

  private received(atMs: number, sentAtMs: number | null): void {
    this.lastReceivedAtMs = atMs;
    if (sentAtMs !== null && !this.ports.time.confirm(atMs, sentAtMs)) this.timeKeeper.ask();
    this.refresh();
  }

  private happened(act: Act): void {
    const held = withAct(this.held, act);
    if (held === null) return;
    // What is being typed was made before the act: its entry comes first.
    this.flush();
    this.held = held;
    this.keeper.stage(act.id, "applied");
    this.keep({ acts: [...held.acts], hand: handAfter(this.record.hand, act) });
    this.tick();
  }

  private linkChanged(state: LinkState): void {
    this.linkState = state;
    this.refresh();
    if (state.kind !== "open") return;
    this.reporter.welcomed();
    cheaply(this.keyring.askAgain());
  }

  /** Losing the record costs a sign-in, never an answer: the next change saves it again. */
  private keep(change: Partial<SessionRecord>): void {
    this.record = { ...this.record, ...change };
    cheaply(saveRecord(this.ports.shelf, this.record));
    this.refresh();
    this.reporter.changed();
  }

  /** Time passes: once a second, on the second of the server's clock, and at the instants when something changes. */
  private tick(): void {
    if (this.stopped) return;
    this.refresh();
    const { time } = this.view;
    if (time.stage !== "running") this.flush();
    if (time.stage === "over" && !this.view.submitted) this.submit(this.ports.time.nowMs()).catch(() => undefined);
    this.reporter.changed();
    this.cancelTick();
    // From the instant of what is shown, not from now: an instant that passed between the two would wait for a second.
    const dueAtMs = this.view.atMs + untilNextLookMs(this.held.acts, this.view.time, this.view.atMs);
    this.cancelTick = this.ports.clock.after(Math.max(1, dueAtMs - this.ports.time.nowMs()), () => this.tick());
  }

  private refresh(): void {
    if (this.stopped) return;
    this.view = this.look();
    for (const listener of [...this.listeners]) listener();
  }

  private look(): SessionSnapshot {
    return snapshotOf({
      record: this.record,
      held: this.held,
      nowMs: this.ports.time.nowMs(),
      clockErrorMs: this.ports.time.errorMs,
      sheet: this.sheet,
      drafts: this.typing.drafts,
      outbox: this.outbox,
      left: this.courier?.counts(this.ref) ?? NOTHING_LEFT,
      link: this.linkState,
      handingIn: this.handingIn,
      lastReceivedAtMs: this.lastReceivedAtMs,
    });
  }
}
