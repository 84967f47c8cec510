/** Outbox, link, clock, sealed sections and ledger of one candidate. */
import { sha256 } from "k6/crypto";
import type { OpeningFrame, StepFrame } from "#contracts/frames/server";
import type { HandReason, StatusFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import type { AppliedStage } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { alarms } from "#loadtest/journeys/alarms";
import { entryText, tailOf } from "#loadtest/journeys/entry-text";
import { Outbox } from "#loadtest/journeys/outbox";
import type { AnswerStep, LockStep } from "#loadtest/journeys/paper-script";
import type { Random } from "#loadtest/journeys/random";
import type { SignedIn } from "#loadtest/journeys/sign-in";
import { SealedSections } from "#loadtest/journeys/sealed-sections";
import { TabletClock } from "#loadtest/journeys/tablet-clock";
import { type LinkOwner, TabletLink } from "#loadtest/journeys/tablet-link";
import { acknowledgedText, type LedgerLine, ledgerText, madeText } from "#loadtest/ledger/line";

/** An instruction is read within this time, half of it at least. */
const READ_WITHIN_MS = 20_000;

/**
 * Acknowledgements that the tablets of this virtual user will write down with their next line: a line of its own costs k6
 * as much as an entry. If it is killed before, it claims less than it was told.
 */
let unwritten = "";
/** Taken once, when k6 plays (until then its console writes elsewhere): it makes a new function each time that it is asked. */
let log: typeof console.log | null = null;
const write = (text: string): void => (log ??= console.log)(text);

export class VirtualTablet implements LinkOwner {
  readonly #outbox = new Outbox();
  readonly #link: TabletLink;
  readonly #sections = new SealedSections((text) => sha256(text, "hex"));
  readonly clock: TabletClock;
  readonly #candidateId: number;
  readonly #epoch: number;
  #refused: string | null = null;
  #broken = false;
  #opened: string | null = null;
  #verified = false;
  #submitted = false;
  #hand: StatusFrame["hand"] = null;
  /** When the last step was locked. */
  #lockedAtMs = 0;
  #left = false;
  #isFrail = false;

  /** `originMs`: instants of the ledger count from there. `changed`: something was heard on which its candidate may wait. */
  constructor(
    target: string,
    private readonly signedIn: SignedIn,
    private readonly originMs: number,
    private readonly random: Random,
    private readonly changed: () => void,
  ) {
    this.#candidateId = signedIn.candidate.id;
    this.#epoch = signedIn.epoch;
    this.clock = new TabletClock(signedIn);
    this.#write({ line: "begun", ...this.#now(), sittingId: signedIn.sitting.id, genesis: signedIn.genesis.hash });
    const { ingestUrls: urls, ticket } = signedIn;
    this.#link = new TabletLink({ urls, origin: target, ticket, outbox: this.#outbox, random }, this);
  }

  /** Why the server sent this tablet away for good, or null. */
  get refused(): string | null {
    return this.#refused;
  }
  get broken(): boolean {
    return this.#broken;
  }
  /** Nothing more is to be expected of it. */
  get isGone(): boolean {
    return this.#broken || this.#refused !== null;
  }
  /** The package that is open, or null before its key came. */
  get opened(): string | null {
    return this.#opened;
  }
  get complete(): boolean {
    return this.#outbox.headSeq > 0 && this.#outbox.complete;
  }
  /** Server time as this tablet estimates it when its machine's clock shows `nowMs`, ms. */
  serverMs(nowMs: number): number {
    return Math.round(nowMs + this.#link.serverAheadMs);
  }
  /** How much of the time between two instants, of this machine's clock, stood still at this tablet, ms. */
  stillBetween(fromMs: number, untilMs: number): number {
    return this.clock.stillMs(this.serverMs(fromMs), this.serverMs(untilMs));
  }

  /** Gives an answer at `nowMs`; `dueMs`: when the candidate wanted to. */
  answer({ tail }: AnswerStep, dueMs: number, nowMs: number): void {
    this.#make(tail, dueMs, nowMs);
  }
  /** Locks a step. The text of the entry, to be sent again when the next key does not come. */
  lock({ sectionId, stepId, itemIds }: LockStep, dueMs: number, nowMs: number): string {
    const seal = this.#sections.lock({ sectionId, stepId, itemIds });
    this.#lockedAtMs = nowMs;
    return this.#make(tailOf({ kind: "lock", stepId, itemIds: [...itemIds], seal }), dueMs, nowMs);
  }
  isOpen(sectionId: string): boolean {
    return this.#sections.isOpen(sectionId);
  }
  again(text: string): void {
    this.#link.again(text);
  }
  submit(dueMs: number, nowMs: number): void {
    this.#submitted = true;
    this.#make(tailOf({ kind: "submit", proof: null }), dueMs, nowMs);
    this.#link.tellStatus();
  }

  /** Writes an entry into the ledger, then lets it be sent. */
  #make(tail: string, dueMs: number, nowMs: number): string {
    const text = entryText(this.#epoch, this.#outbox.headSeq + 1, this.serverMs(nowMs), tail);
    const lateMs = nowMs > dueMs ? Math.round(nowMs - dueMs) : 0;
    const made = madeText(this.#candidateId, this.#epoch, Math.round(dueMs - this.originMs), lateMs, text);
    write(unwritten + made);
    unwritten = "";
    this.#outbox.add(text);
    this.#link.pump(nowMs);
    return text;
  }

  raiseHand(reason: HandReason | null): void {
    this.#hand = reason === null ? null : { reason, atMs: this.serverMs(Date.now()) };
    if (!this.#left) this.#link.tellStatus();
  }
  /** The paper is here, whole: told once the spacing allows, as a real tablet does. */
  verified(): void {
    this.#verified = true;
    alarms.at(Date.now() + LIMITS.statusSpacingMs, () => !this.#left && this.#link.tellStatus());
  }
  /** From now on it breaks with the first socket that it loses, and after `inMs` in any case: nothing is sent again then. */
  breakWithin(inMs: number): void {
    this.#isFrail = true;
    alarms.at(Date.now() + inMs, () => this.#break());
  }
  #break(): void {
    if (this.#left) return;
    this.#left = this.#broken = true;
    this.#link.close();
    this.#write({ line: "broken", ...this.#now() });
    this.changed();
  }
  leave(): void {
    this.#left = true;
    this.#link.close();
    this.#write({ line: "left", ...this.#now(), endMs: this.clock.endMs });
  }

  acknowledged(word: "received" | "secured", seq: number, news: number): void {
    if (news > 0) {
      const atMs = Math.round(Date.now() - this.originMs);
      const letter = word === "received" ? "r" : "s";
      unwritten += `${acknowledgedText(letter, this.#candidateId, this.#epoch, atMs, seq)}\n`;
    }
    if (word === "secured" && this.#outbox.complete) this.changed();
  }
  hearKey(frame: OpeningFrame | StepFrame): void {
    const { paper, backup } = this.signedIn;
    if (frame.kind === "opening") this.#opened = (frame.paper === "main" ? paper : backup)?.sha256 ?? null;
    else if (this.#sections.heard(frame))
      this.#write({ line: "step", ...this.#now(), tookMs: Date.now() - this.#lockedAtMs });
    this.changed();
  }
  /** An act is applied at once; an instruction is on the screen at once and read when a person has read it. */
  hear(act: Act): void {
    if (!this.clock.hear(act)) return;
    const nowMs = Date.now();
    const stage = (reached: AppliedStage, atMs: number) =>
      this.#make(tailOf({ kind: "applied", actId: act.id, stage: reached }), atMs, atMs);
    stage("applied", nowMs);
    this.changed();
    // Announced for later: then it changes what this tablet may do once more.
    const inMs = act.effectiveAtMs - this.serverMs(nowMs);
    if (inMs > 0) alarms.at(nowMs + inMs + 1, this.changed);
    if (act.kind !== "instruction") return;
    stage("displayed", nowMs);
    alarms.at(nowMs + READ_WITHIN_MS * (0.5 + this.random.next() / 2), () => !this.#left && stage("read", Date.now()));
  }
  welcomed(): void {
    this.#write({ line: "open", ...this.#now() });
  }
  lost(why: string, wasOpen: boolean): void {
    if (!wasOpen) return;
    this.#write({ line: "lost", ...this.#now(), why });
    if (this.#isFrail) this.#break();
  }
  sentAway(why: string): void {
    this.#refused = why;
    this.changed();
  }
  status(): StatusFrame {
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

  #now() {
    return { candidateId: this.#candidateId, epoch: this.#epoch, atMs: Math.round(Date.now() - this.originMs) };
  }
  #write(line: LedgerLine): void {
    write(unwritten + ledgerText(line));
    unwritten = "";
  }
}
