/** One tablet from sign-in to the last entry secured. */
import type { EntryFrame, StatusFrame } from "#contracts/frames/tablet";
import type { SignInResponse } from "#contracts/http/sign-in";
import { LIMITS } from "#contracts/limits";
import type { AppliedStage } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { Outbox, type OutboxEntry } from "#loadtest/journeys/outbox";
import { type Step, walkPaper } from "#loadtest/journeys/paper-walk";
import { type Random, seededRandom } from "#loadtest/journeys/random";
import { fetchPaper, type PaperShelf, signIn } from "#loadtest/journeys/sign-in";
import { TabletLink } from "#loadtest/journeys/tablet-link";
import { ledgerText } from "#loadtest/ledger/line";
import { METRICS } from "#loadtest/metrics";
import type { Settings } from "#loadtest/scenarios/settings";

const shelf: PaperShelf = new Map();
/** An instruction is read within this time, half of it at least. */
const READ_WITHIN_MS = 20_000;
const SETTLE_CHECK_MS = 100;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Plays tablet `index` of the rehearsal that started at `startedAtMs`. Resolves when it has nothing left to do. */
export async function takePaper(
  settings: Settings,
  index: number,
  cardCode: string,
  startedAtMs: number,
): Promise<void> {
  const { profile, target } = settings;
  const random = seededRandom(settings.seed * 100_003 + index);
  const arriveAtMs = startedAtMs + (profile.arrivalSeconds * 1_000 * index) / profile.candidates;
  await delay(arriveAtMs - Date.now());

  const signedIn = await signIn(target, cardCode, `rehearsal-${settings.seed}-${index}`);
  METRICS.signIns.add(typeof signedIn !== "string");
  if (typeof signedIn === "string") return giveUp(index, `sign-in: ${signedIn}`);
  const paper = await fetchPaper(target, signedIn, shelf);
  if (typeof paper === "string") return giveUp(index, `paper: ${paper}`);
  const tablet = new Tablet(target, signedIn, random);
  tablet.verified();

  let dueAtMs = Date.now();
  const endAtMs = startedAtMs + profile.seconds * 1_000;
  for (const step of walkPaper(paper, random)) {
    dueAtMs += profile.thinkMeanMs * (0.5 + random.next());
    if (dueAtMs > endAtMs) break;
    await delay(dueAtMs - Date.now());
    if (tablet.refused !== null) break;
    tablet.make(step, dueAtMs);
  }
  const settleUntilMs = Math.max(endAtMs, Date.now()) + profile.settleSeconds * 1_000;
  while (!tablet.complete && tablet.refused === null && Date.now() < settleUntilMs) await delay(SETTLE_CHECK_MS);
  tablet.leave();
  if (!tablet.complete) return giveUp(index, tablet.refused ?? "not everything was secured in time");
  METRICS.complete.add(true);
}

/** Written down, not thrown: one tablet's trouble must not end the others of its virtual user. */
function giveUp(tablet: number, reason: string): void {
  METRICS.complete.add(false);
  console.log(ledgerText({ line: "refused", tablet, reason }));
}

/** Outbox, link and ledger of one candidate. */
class Tablet {
  readonly #outbox = new Outbox();
  readonly #link: TabletLink;
  readonly #who: { sittingId: number; candidateId: number; epoch: number };
  /** Why the server sent this tablet away for good, or null. */
  refused: string | null = null;
  readonly #paperSha256: string;
  #verified = false;
  #left = false;

  constructor(target: string, signedIn: SignInResponse, random: Random) {
    this.#who = { sittingId: signedIn.sitting.id, candidateId: signedIn.candidate.id, epoch: signedIn.epoch };
    this.#paperSha256 = signedIn.paper.sha256;
    this.#link = new TabletLink({
      urls: signedIn.ingestUrls,
      origin: target,
      ticket: signedIn.ticket,
      outbox: this.#outbox,
      random,
      onReceived: (seq, entries) => this.#received(seq, entries),
      onSecured: (seq, entries) => this.#secured(seq, entries),
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
  make(step: Step | { kind: "applied"; actId: string; stage: AppliedStage }, dueAtMs: number): void {
    const seq = this.#outbox.headSeq + 1;
    const claimedAtMs = Math.round(this.#link.serverNowMs());
    const frame: EntryFrame = { v: 1, epoch: this.#who.epoch, seq, claimedAtMs, ...step };
    const text = JSON.stringify(frame);
    console.log(ledgerText({ line: "made", ...this.#who, seq, frame: text }));
    METRICS.made.add(1);
    this.#outbox.add(text, dueAtMs);
    this.#link.pump();
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
      paperSha256: this.#verified ? this.#paperSha256 : null,
      backupSha256: null,
      clockOffsetMs: Math.round(this.#link.serverAheadMs),
      clockErrorMs: 0,
      storageFreeBytes: null,
      storagePersistent: null,
      wakeLock: null,
      confirmed: true,
      submitted: false,
      waitingEntries: 0,
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
