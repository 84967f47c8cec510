/** Outbox, link, clock, sealed sections and ledger of one candidate. */
import { sha256 } from "k6/crypto";
import type { OpeningFrame, StepFrame } from "#contracts/frames/server";
import type { EntryFrame, HandReason, StatusFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import type { AnswerValue, AppliedStage, LockFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { Outbox } from "#loadtest/journeys/outbox";
import type { Random } from "#loadtest/journeys/random";
import type { SignedIn } from "#loadtest/journeys/sign-in";
import { SealedSections, type Validation } from "#loadtest/journeys/sealed-sections";
import { TabletClock } from "#loadtest/journeys/tablet-clock";
import { TabletLink } from "#loadtest/journeys/tablet-link";
import { type LedgerLine, ledgerText } from "#loadtest/ledger/line";

/** An instruction is read within this time, half of it at least. */
const READ_WITHIN_MS = 20_000;
/** A lock whose key has not come is sent again after this time, as a real tablet does. */
const ASK_AGAIN_MS = 5_000;
type EntryDraft =
  | { readonly kind: "answer"; readonly itemId: string; readonly value: AnswerValue }
  | Pick<LockFrame, "kind" | "stepId" | "itemIds" | "seal">
  | { readonly kind: "applied"; readonly actId: string; readonly stage: AppliedStage }
  | { readonly kind: "submit"; readonly proof: null };

/**
 * Acknowledgements that the tablets of this virtual user will write down with their next line: a line of its own costs k6
 * as much as an entry. If it is killed before, it claims less than it was told.
 */
let unwritten = "";

export class VirtualTablet {
  readonly #outbox = new Outbox();
  readonly #link: TabletLink;
  readonly #who: { candidateId: number; epoch: number };
  /** Why the server sent this tablet away for good, or null. */
  refused: string | null = null;
  broken = false;
  /** The package that is open, or null before its key came. */
  opened: string | null = null;
  readonly clock: TabletClock;
  readonly #sections = new SealedSections((text) => sha256(text, "hex"));
  #verified = false;
  #submitted = false;
  #hand: StatusFrame["hand"] = null;
  /** When the last step was locked. */
  #lockedAtMs = 0;
  #left = false;
  #isFrail = false;
  readonly #waiting = new Set<() => void>();

  /** `originMs`: instants of the ledger count from there. */
  constructor(
    target: string,
    private readonly signedIn: SignedIn,
    private readonly originMs: number,
    private readonly random: Random,
  ) {
    this.#who = { candidateId: signedIn.candidate.id, epoch: signedIn.epoch };
    this.clock = new TabletClock(signedIn);
    this.#write({ line: "begun", ...this.#now(), sittingId: signedIn.sitting.id, genesis: signedIn.genesis.hash });
    this.#link = new TabletLink({
      urls: signedIn.ingestUrls,
      origin: target,
      ticket: signedIn.ticket,
      outbox: this.#outbox,
      random,
      onReceived: (seq, news) => this.#acknowledged("received", seq, news),
      onSecured: (seq, news) => this.#acknowledged("secured", seq, news),
      onKey: (frame) => this.#hearKey(frame),
      onAct: (act) => this.#hear(act),
      status: () => this.#status(),
      onOpen: () => this.#write({ line: "open", ...this.#now() }),
      onLost: (why, wasOpen) => {
        if (!wasOpen) return;
        this.#write({ line: "lost", ...this.#now(), why });
        if (this.#isFrail) this.#break();
      },
      onRefused: (why) => {
        this.refused = why;
        this.#changed();
      },
    });
  }

  /** Nothing more is to be expected of it. */
  get isGone(): boolean {
    return this.refused !== null || this.broken;
  }
  get complete(): boolean {
    return this.#outbox.headSeq > 0 && this.#outbox.complete;
  }
  /** Server time as this tablet estimates it, ms. */
  serverNowMs(): number {
    return Math.round(this.#link.serverNowMs());
  }

  /** How much of the time since `fromMs`, of this machine's clock, stood still at this tablet, ms. */
  stillSince(fromMs: number): number {
    const aheadMs = this.#link.serverAheadMs;
    return this.clock.stillMs(Math.round(fromMs + aheadMs), this.serverNowMs());
  }

  /** Makes an entry that was due at `dueAtMs`, writes it into the ledger, then lets it be sent. */
  make(draft: EntryDraft, dueAtMs: number): string {
    const seq = this.#outbox.headSeq + 1;
    const claimedAtMs = this.serverNowMs();
    const frame: EntryFrame = { v: 1, epoch: this.#who.epoch, seq, claimedAtMs, ...draft };
    const text = JSON.stringify(frame);
    const atMs = Math.round(dueAtMs - this.originMs);
    const lateMs = Math.max(0, Math.round(Date.now() - dueAtMs));
    this.#write({ line: "made", ...this.#who, atMs, lateMs, frame: text });
    this.#outbox.add(text);
    this.#link.pump();
    return text;
  }

  /** Locks a step and waits for the next one while `goesOn`, until `untilMs`. False: its key did not come. */
  async validate(
    { sectionId, stepId, itemIds }: Validation,
    dueAtMs: number,
    goesOn: () => boolean,
    untilMs: number,
  ): Promise<boolean> {
    const seal = this.#sections.lock({ sectionId, stepId, itemIds });
    const text = this.make({ kind: "lock", stepId, itemIds: [...itemIds], seal }, dueAtMs);
    this.#lockedAtMs = Date.now();
    const isOpen = () => this.#sections.isOpen(sectionId);
    const isSettled = () => isOpen() || this.isGone || !goesOn();
    for (;;) {
      await this.until(isSettled, Math.min(untilMs, Date.now() + ASK_AGAIN_MS));
      if (isSettled() || Date.now() >= untilMs) return isOpen();
      this.#link.again(text);
    }
  }

  /** Resolves when something holds that depends on what this tablet hears, or at `untilMs`. Nobody polls. */
  until(holds: () => boolean, untilMs: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds() && Date.now() < untilMs) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(look, Math.max(0, untilMs - Date.now()) + 1);
      this.#waiting.add(look);
      look();
    });
  }
  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  submit(dueAtMs: number): void {
    this.#submitted = true;
    this.make({ kind: "submit", proof: null }, dueAtMs);
    this.#link.tellStatus();
  }
  raiseHand(reason: HandReason | null): void {
    this.#hand = reason === null ? null : { reason, atMs: this.serverNowMs() };
    if (!this.#left) this.#link.tellStatus();
  }
  /** The paper is here, whole: told once the spacing allows, as a real tablet does. */
  verified(): void {
    this.#verified = true;
    setTimeout(() => !this.#left && this.#link.tellStatus(), LIMITS.statusSpacingMs);
  }
  /** From now on it breaks with the first socket that it loses, and after `inMs` in any case: nothing is sent again then. */
  breakWithin(inMs: number): void {
    this.#isFrail = true;
    setTimeout(() => this.#break(), inMs);
  }
  #break(): void {
    if (this.#left) return;
    this.#left = this.broken = true;
    this.#link.close();
    this.#write({ line: "broken", ...this.#now() });
    this.#changed();
  }
  leave(): void {
    this.#left = true;
    this.#link.close();
    this.#write({ line: "left", ...this.#now(), endMs: this.clock.endMs });
  }

  #hearKey(frame: OpeningFrame | StepFrame): void {
    const { paper, backup } = this.signedIn;
    if (frame.kind === "opening") this.opened = (frame.paper === "main" ? paper : backup)?.sha256 ?? null;
    else if (this.#sections.heard(frame))
      this.#write({ line: "step", ...this.#now(), tookMs: Date.now() - this.#lockedAtMs });
    this.#changed();
  }

  /** An act is applied at once; an instruction is on the screen at once and read when a person has read it. */
  #hear(act: Act): void {
    if (!this.clock.hear(act)) return;
    const stage = (reached: AppliedStage) => this.make({ kind: "applied", actId: act.id, stage: reached }, Date.now());
    stage("applied");
    this.#changed();
    // Announced for later: then it changes what this tablet may do once more.
    const inMs = act.effectiveAtMs - this.serverNowMs();
    if (inMs > 0) setTimeout(() => this.#changed(), inMs + 1);
    if (act.kind !== "instruction") return;
    stage("displayed");
    setTimeout(() => !this.#left && stage("read"), READ_WITHIN_MS * (0.5 + this.random.next() / 2));
  }

  #status(): StatusFrame {
    return {
      v: 1,
      kind: "status",
      build: "rehearsal",
      paperSha256: this.#verified ? this.signedIn.paper.sha256 : null,
      backupSha256: null,
      clockOffsetMs: Math.round(this.#link.serverAheadMs),
      clockErrorMs: 0,
      storageFreeBytes: null,
      storagePersistent: null,
      wakeLock: null,
      confirmed: true,
      submitted: this.#submitted,
      waitingEntries: 0,
      wrongCodes: 0,
      hand: this.#hand,
    };
  }

  #acknowledged(line: "received" | "secured", seq: number, news: number): void {
    if (news > 0) unwritten += `${ledgerText({ line, ...this.#now(), seq })}\n`;
    if (line === "secured" && this.#outbox.complete) this.#changed();
  }
  #now() {
    const { candidateId, epoch } = this.#who;
    return { candidateId, epoch, atMs: Math.round(Date.now() - this.originMs) };
  }
  #write(line: LedgerLine): void {
    console.log(unwritten + ledgerText(line));
    unwritten = "";
  }
}
