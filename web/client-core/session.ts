/**
 * One candidate's sitting on this device: what the screens show and what they may do. Every change is first an entry of the
 * outbox; the state is a fold of entries and acts, replaced as a whole, so that a screen only compares.
 */
import type { WelcomeFrame } from "#contracts/frames/server";
import type { AnswerValue, CandidateRef, EntryFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { applyAct, foldJournal, refusalOf as actRefusal, type SittingState } from "#domain/sitting/clock";
import { nextEffectAtMs } from "#client-core/announcements";
import { textAnswer } from "#client-core/answer-text";
import { Courier, type CourierPorts, type Left } from "#client-core/courier";
import { type Draft, dropDraft, keepDraft, leftDrafts } from "#client-core/drafts";
import { Link, type LinkState } from "#client-core/link";
import { type EntryDraft, Outbox } from "#client-core/outbox";
import { refOf, saveRecord, type SessionRecord } from "#client-core/records";
import type { Shelf, Signer } from "#client-core/ports";
import { type SessionSnapshot, snapshotOf } from "#client-core/session-snapshot";
import { applyEntry, EMPTY_SHEET, sameAnswer, type Sheet } from "#client-core/sheet";
import type { ServerTime } from "#client-core/server-time";

export interface SessionPorts extends CourierPorts {
  readonly shelf: Shelf;
  readonly signer: Signer | null;
  readonly time: ServerTime;
}

/** Text at rest for this long becomes an entry; text that goes on for the longer time does too. */
const TEXT_REST_MS = 400;
const TEXT_LONGEST_MS = 2_000;
const TICK_MS = 1_000;
const NOTHING_LEFT = { made: 0, received: 0, secured: 0 };

export class Session {
  readonly ref: CandidateRef;
  private readonly listeners = new Set<() => void>();
  private sheet: Sheet;
  private state: SittingState;
  private acts: readonly Act[];
  /** Items whose draft has become an entry, and its seq. */
  private readonly draftsToDrop = new Map<string, number>();
  private drafts: ReadonlyMap<string, Draft> = new Map();
  private typingSinceMs: number | null = null;
  private linkState: LinkState = { kind: "waiting" };
  private fenced = false;
  private handingIn = false;
  private lastReceivedAtMs: number | null = null;
  private courier: Courier | null = null;
  private cancelText: () => void = () => undefined;
  private cancelTick: () => void = () => undefined;
  private stopped = false;
  private view: SessionSnapshot;
  private readonly link: Link;

  private constructor(
    private readonly ports: SessionPorts,
    private record: SessionRecord,
    private readonly outbox: Outbox,
    frames: readonly EntryFrame[],
    drafts: readonly Draft[],
  ) {
    this.ref = refOf(record);
    this.sheet = frames.reduce(applyEntry, EMPTY_SHEET);
    this.drafts = new Map(drafts.map((draft) => [draft.itemId, draft]));
    this.acts = record.acts;
    this.state = foldJournal(record.acts);
    this.link = new Link({
      ...ports,
      outbox,
      urls: record.signedIn.ingestUrls,
      ticket: record.signedIn.ticket,
      lastActId: () => this.state.lastActId,
      listener: {
        state: (state) => this.linkChanged(state),
        welcome: (frame, askedAtMs) => this.welcomed(frame, askedAtMs),
        act: (act) => this.happened(act),
        received: (atMs) => {
          this.lastReceivedAtMs = atMs;
          this.refresh();
        },
      },
    });
    this.view = this.look();
  }

  /** Opens a session on what the device holds of it. Nothing is sent before `start`. */
  static async open(ports: SessionPorts, record: SessionRecord): Promise<Session> {
    const ref = refOf(record);
    const { epoch, genesis } = record.signedIn;
    await ports.store.startEpoch(ref, epoch, genesis);
    if (record.offsetMs !== null) ports.time.assume(record.offsetMs);
    const log = await ports.store.load(ref);
    const mine = log.entries.filter((entry) => entry.epoch === epoch);
    const earlier = log.entries.filter((entry) => entry.epoch < epoch);
    const d2 = log.epochs.find((known) => known.epoch === epoch)?.d2 ?? 0;
    const outbox = new Outbox({ ...ports, ref, epoch, genesis, held: mine, d2 });
    const frames = [...earlier.map((entry) => JSON.parse(entry.text) as EntryFrame), ...outbox.frames()];
    return new Session(ports, record, outbox, frames, await leftDrafts(ports.shelf, ref, frames));
  }

  /** Connects. `left`: what other epochs and candidates left on this device, delivered beside. */
  async start(left: readonly Left[]): Promise<void> {
    this.outbox.onChange(() => {
      this.dropSavedDrafts();
      this.refresh();
    });
    // What a crash left half typed becomes entries first.
    if (!this.fenced) this.flush();
    this.link.start();
    this.tick();
    const courier = await Courier.start(this.ports, left, () => this.refresh());
    if (this.stopped) courier.stop();
    else this.courier = courier;
  }

  stop(): void {
    this.flush();
    this.stopped = true;
    this.cancelTick();
    this.cancelText();
    this.link.stop();
    this.courier?.stop();
    this.outbox.stop();
    this.listeners.clear();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  snapshot(): SessionSnapshot {
    return this.view;
  }

  /** The new state of one answer. False when it may not change any more. */
  answer(itemId: string, value: AnswerValue): boolean {
    if (!this.mayAnswer(itemId)) return false;
    this.forgetDraft(itemId);
    if (!sameAnswer(this.sheet.answers.get(itemId), value)) this.make({ kind: "answer", itemId, value });
    this.refresh();
    return true;
  }

  /** Text as it is typed: becomes an entry when the typing rests. */
  write(itemId: string, typed: string): boolean {
    if (!this.mayAnswer(itemId)) return false;
    const { clock, shelf, time } = this.ports;
    const { epoch, headSeq } = this.outbox;
    const draft = { itemId, typed, typedAtServerMs: time.nowMs(), epoch, afterSeq: headSeq };
    this.drafts = new Map([...this.drafts, [itemId, draft]]);
    this.cheaply(keepDraft(shelf, this.ref, draft));
    const now = clock.nowMs();
    this.typingSinceMs ??= now;
    this.cancelText();
    const rest = Math.max(0, Math.min(TEXT_REST_MS, this.typingSinceMs + TEXT_LONGEST_MS - now));
    this.cancelText = this.ports.clock.after(rest, () => this.flush());
    this.refresh();
    return true;
  }

  /** Turns typed text into entries at once: before a step is left, the page hidden or the time over. */
  flush(): void {
    this.cancelText();
    const drafts = this.drafts;
    this.drafts = new Map();
    this.typingSinceMs = null;
    for (const [itemId, draft] of drafts) {
      const value = textAnswer(draft.typed);
      const closed = this.sheet.submitted || this.sheet.lockedItems.has(itemId);
      // The claim is when the last character was typed, not when the entry was made.
      if (!closed && !sameAnswer(this.sheet.answers.get(itemId), value))
        this.make({ kind: "answer", itemId, value }, draft.typedAtServerMs);
      this.draftsToDrop.set(itemId, this.outbox.headSeq);
    }
    this.dropSavedDrafts();
    if (drafts.size > 0) this.refresh();
  }

  /** Validates a step for good. */
  lock(stepId: string, itemIds: readonly string[]): boolean {
    if (!this.look().open || this.sheet.lockedSteps.has(stepId)) return false;
    this.flush();
    this.make({ kind: "lock", stepId, itemIds: [...itemIds] });
    this.refresh();
    return true;
  }

  /** Hands in for good. Resolves when the entry is made; it is delivered like any other. */
  async handIn(): Promise<void> {
    this.flush();
    if (this.sheet.submitted || this.handingIn || this.fenced || this.stopped) return;
    this.handingIn = true;
    this.refresh();
    try {
      await this.outbox.submit(() => this.ports.time.nowMs());
      this.sheet = { ...this.sheet, submitted: true };
    } finally {
      this.handingIn = false;
      this.refresh();
    }
  }

  /** The candidate has said that this is them. */
  async confirm(): Promise<void> {
    this.record = { ...this.record, confirmed: true };
    this.refresh();
    await saveRecord(this.ports.shelf, this.record);
  }

  /** The device woke up. `slept`: its clock stood still, so socket and time are suspect. */
  wake(slept: boolean): void {
    if (slept) this.link.renew();
    else this.link.wake();
    this.courier?.wake();
    this.refresh();
  }

  private mayAnswer(itemId: string): boolean {
    return this.look().open && !this.sheet.lockedItems.has(itemId);
  }

  private make(draft: EntryDraft, claimedAtMs: number = this.ports.time.nowMs()): void {
    const seq = this.outbox.append(draft, claimedAtMs);
    const frame = { v: 1, epoch: this.outbox.epoch, seq, claimedAtMs, ...draft } as const;
    this.sheet = applyEntry(this.sheet, frame);
  }

  private welcomed(frame: WelcomeFrame, askedAtMs: number): void {
    this.ports.time.learn(frame.serverTimeMs, askedAtMs);
    if (frame.fence > this.outbox.epoch) this.fenced = true;
    // Kept, so that the next sign-in asks for a new epoch instead of this one, whose numbers are used up.
    if (frame.d2 > this.outbox.headSeq)
      this.ports.store.setSecured(this.ref, this.outbox.epoch, frame.d2).catch(() => undefined);
    if (frame.d2 === this.outbox.headSeq) this.lastReceivedAtMs = frame.serverTimeMs;
    this.record = { ...this.record, offsetMs: this.ports.time.offset };
    this.keepRecord();
    this.tick();
  }

  private happened(act: Act): void {
    const known = this.acts.some((other) => other.id === act.id);
    // An act that is illegal here cannot come from a sound journal; the phase stays as it is.
    if (known || actRefusal(this.state, act) !== null) return;
    // What is being typed was made before the act: its entry comes first.
    if (!this.fenced) this.flush();
    this.acts = [...this.acts, act];
    this.state = applyAct(this.state, act);
    this.record = { ...this.record, acts: [...this.acts] };
    this.keepRecord();
    if (!this.fenced && !this.sheet.appliedActs.has(act.id))
      this.make({ kind: "applied", actId: act.id, stage: "applied" });
    this.tick();
  }

  private linkChanged(state: LinkState): void {
    this.linkState = state;
    this.refresh();
  }

  /** Losing the record costs a sign-in, never an answer: the next change saves it again. */
  private keepRecord(): void {
    this.cheaply(saveRecord(this.ports.shelf, this.record));
  }

  /** What may fail without costing an answer: entries have their own way to the disk, with its own alarm. */
  private cheaply(work: Promise<void>): void {
    work.catch(() => undefined);
  }

  /** Time passes: once a second, on the second of the server's clock, and at the instants when something changes. */
  private tick(): void {
    if (this.stopped) return;
    this.refresh();
    const { time } = this.view;
    if (time.stage !== "running" && !this.fenced) this.flush();
    if (time.stage === "over" && !this.sheet.submitted) this.handIn().catch(() => undefined);
    this.cancelTick();
    this.cancelTick = this.ports.clock.after(this.untilNextTickMs(), () => this.tick());
  }

  /** An announced pause or resume, or the end, must not wait for the next second: every tablet of a room changes at once. */
  private untilNextTickMs(): number {
    const now = this.ports.time.nowMs();
    const { time } = this.view;
    const second = TICK_MS - (now % TICK_MS);
    const effect = (nextEffectAtMs(this.acts, now) ?? Number.POSITIVE_INFINITY) - now;
    return Math.max(1, Math.min(second, effect, time.stage === "running" ? time.leftMs : second));
  }

  private forgetDraft(itemId: string): void {
    const drafts = new Map(this.drafts);
    if (drafts.delete(itemId)) this.draftsToDrop.set(itemId, this.outbox.headSeq + 1);
    this.drafts = drafts;
  }

  /** A draft goes when the entry that replaces it is durable: a crash between the two must not cost a word. */
  private dropSavedDrafts(): void {
    for (const [itemId, seq] of this.draftsToDrop) {
      if (this.outbox.d0 < Math.min(seq, this.outbox.headSeq)) continue;
      this.draftsToDrop.delete(itemId);
      // Typed again meanwhile: that is another draft under the same name.
      if (!this.drafts.has(itemId)) this.cheaply(dropDraft(this.ports.shelf, this.ref, itemId));
    }
  }

  private refresh(): void {
    if (this.stopped) return;
    this.view = this.look();
    for (const listener of [...this.listeners]) listener();
  }

  private look(): SessionSnapshot {
    return snapshotOf({
      record: this.record,
      state: this.state,
      nowMs: this.ports.time.nowMs(),
      sheet: this.sheet,
      drafts: this.drafts,
      outbox: this.outbox,
      left: this.courier?.counts(this.ref) ?? NOTHING_LEFT,
      link: this.linkState,
      fenced: this.fenced,
      handingIn: this.handingIn,
      lastReceivedAtMs: this.lastReceivedAtMs,
    });
  }
}
