/** Outbox, link, sealed sections and ledger of one candidate. */
import { sha256 } from "k6/crypto";
import type { OpeningFrame, StepFrame } from "#contracts/frames/server";
import type { EntryFrame, StatusFrame } from "#contracts/frames/tablet";
import type { SignInResponse } from "#contracts/http/sign-in";
import { LIMITS } from "#contracts/limits";
import type { AppliedStage, LockFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { Outbox, type OutboxEntry } from "#loadtest/journeys/outbox";
import type { Step } from "#loadtest/journeys/paper-walk";
import type { Random } from "#loadtest/journeys/random";
import { SealedSections, type Validation } from "#loadtest/journeys/sealed-sections";
import { TabletLink } from "#loadtest/journeys/tablet-link";
import { ledgerText } from "#loadtest/ledger/line";
import { METRICS } from "#loadtest/metrics";

/** An instruction is read within this time, half of it at least. */
const READ_WITHIN_MS = 20_000;
/** A lock whose key has not come is sent again after this time, as a real tablet does. */
const ASK_AGAIN_MS = 5_000;
const STEP_CHECK_MS = 20;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
type EntryDraft =
  | Extract<Step, { kind: "answer" }>
  | Pick<LockFrame, "kind" | "stepId" | "itemIds" | "seal">
  | { readonly kind: "applied"; readonly actId: string; readonly stage: AppliedStage };

export class VirtualTablet {
  readonly #outbox = new Outbox();
  readonly #link: TabletLink;
  readonly #who: { sittingId: number; candidateId: number; epoch: number };
  /** Why the server sent this tablet away for good, or null. */
  refused: string | null = null;
  /** The package that is open, or null before its key came. */
  opened: string | null = null;
  readonly #sections = new SealedSections((text) => sha256(text, "hex"));
  readonly #signedIn: SignInResponse;
  #verified = false;
  /** When the last step was locked. */
  #lockedAtMs = 0;
  #left = false;

  constructor(target: string, signedIn: SignInResponse, random: Random) {
    this.#who = { sittingId: signedIn.sitting.id, candidateId: signedIn.candidate.id, epoch: signedIn.epoch };
    this.#signedIn = signedIn;
    this.#link = new TabletLink({
      urls: signedIn.ingestUrls,
      origin: target,
      ticket: signedIn.ticket,
      outbox: this.#outbox,
      random,
      onReceived: (seq, entries) => this.#received(seq, entries),
      onSecured: (seq, entries) => this.#secured(seq, entries),
      onKey: (frame) => this.#hearKey(frame),
      onAct: (act) => this.#hear(act, random),
      status: () => this.#status(),
      onReconnect: (why) => METRICS.reconnects.add(1, { why }),
      onRefused: (why) => {
        this.refused = why;
      },
    });
  }

  get complete(): boolean {
    return this.#outbox.headSeq > 0 && this.#outbox.complete;
  }

  /** Makes an entry, writes it into the ledger, then lets it be sent. */
  make(draft: EntryDraft, dueAtMs: number): string {
    const seq = this.#outbox.headSeq + 1;
    const claimedAtMs = Math.round(this.#link.serverNowMs());
    const frame: EntryFrame = { v: 1, epoch: this.#who.epoch, seq, claimedAtMs, ...draft };
    const text = JSON.stringify(frame);
    console.log(ledgerText({ line: "made", ...this.#who, seq, frame: text }));
    METRICS.made.add(1);
    this.#outbox.add(text, dueAtMs);
    this.#link.pump();
    return text;
  }

  /** Locks a step and waits for the next one, until `untilMs`. False: its key did not come. */
  async validate({ sectionId, stepId, itemIds }: Validation, dueAtMs: number, untilMs: number): Promise<boolean> {
    const seal = this.#sections.lock({ sectionId, stepId, itemIds });
    const text = this.make({ kind: "lock", stepId, itemIds: [...itemIds], seal }, dueAtMs);
    this.#lockedAtMs = Date.now();
    let askedAtMs = this.#lockedAtMs;
    while (!this.#sections.isOpen(sectionId)) {
      if (this.refused !== null || Date.now() > untilMs) {
        if (Date.now() - this.#lockedAtMs > ASK_AGAIN_MS) METRICS.stepsShown.add(false);
        return false;
      }
      if (Date.now() - askedAtMs > ASK_AGAIN_MS) {
        askedAtMs = Date.now();
        this.#link.again(text);
      }
      await delay(STEP_CHECK_MS);
    }
    METRICS.stepsShown.add(true);
    return true;
  }
  #hearKey(frame: OpeningFrame | StepFrame): void {
    const { paper, backup } = this.#signedIn;
    if (frame.kind === "opening") this.opened = (frame.paper === "main" ? paper : backup)?.sha256 ?? null;
    else if (this.#sections.heard(frame)) METRICS.stepAfter.add(Date.now() - this.#lockedAtMs);
  }

  /** The paper is here, whole: told once the spacing allows, as a real tablet does. */
  verified(): void {
    this.#verified = true;
    setTimeout(() => this.#link.tellStatus(), LIMITS.statusSpacingMs);
  }

  leave(): void {
    this.#left = true;
    this.#link.close();
  }

  /** An act is applied at once; an instruction is on the screen at once and read when a person has read it. */
  #hear(act: Act, random: Random): void {
    const stage = (reached: AppliedStage) => this.make({ kind: "applied", actId: act.id, stage: reached }, Date.now());
    stage("applied");
    if (act.kind !== "instruction") return;
    stage("displayed");
    setTimeout(() => !this.#left && stage("read"), READ_WITHIN_MS * (0.5 + random.next() / 2));
  }

  #status(): StatusFrame {
    return {
      v: 1,
      kind: "status",
      build: "rehearsal",
      paperSha256: this.#verified ? this.#signedIn.paper.sha256 : null,
      backupSha256: null,
      clockOffsetMs: Math.round(this.#link.serverAheadMs),
      clockErrorMs: 0,
      storageFreeBytes: null,
      storagePersistent: null,
      wakeLock: null,
      confirmed: true,
      submitted: false,
      waitingEntries: 0,
      wrongCodes: 0,
      hand: null,
    };
  }

  #received(seq: number, entries: readonly OutboxEntry[]): void {
    if (entries.length === 0) return;
    console.log(ledgerText({ line: "received", ...this.#who, seq }));
    METRICS.received.add(entries.length);
    for (const entry of entries) METRICS.receivedAfter.add(Date.now() - entry.dueAtMs);
  }

  #secured(seq: number, entries: readonly OutboxEntry[]): void {
    if (entries.length === 0) return;
    console.log(ledgerText({ line: "secured", ...this.#who, seq }));
    METRICS.secured.add(entries.length);
    for (const entry of entries) METRICS.securedAfter.add(Date.now() - entry.dueAtMs);
  }
}
