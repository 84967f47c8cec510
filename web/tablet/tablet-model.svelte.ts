/** The tablet as its screens see it: a thin layer of runes over the session of client-core. */
import { Courier, type Left } from "#client-core/courier";
import { type Instruction, unreadOf } from "#client-core/instructions";
import type { PaperState } from "#client-core/paper-loader";
import { allRecords, lastRecord, refOf, type SessionRecord, setLastSession } from "#client-core/records";
import type { Badge } from "#client-core/save-badge";
import { Session, type SessionPorts } from "#client-core/session";
import type { SessionSnapshot } from "#client-core/session-snapshot";
import { type Device, type Refusal, signIn } from "#client-core/sign-in";
import { StagedPapers } from "#client-core/staged-papers";
import type { HandReason } from "#contracts/frames/tablet";
import { refKey } from "#domain/answer/entry";
import { firstLanguage } from "#ui/i18n.ts";
import { parseSettings, type Settings } from "./settings.ts";
import { pathOf, type Place, soundPlace } from "./paper-path.ts";
import { TEXTS } from "./texts/texts.ts";

export interface TabletPorts extends Omit<SessionPorts, "signer"> {
  readonly device: Device;
  readonly languages: readonly string[];
}
type Screen = "opening" | "sign_in" | "session";

/** A change is told as "waiting" only when it waits: an acknowledgement within this time leaves the badge in peace. */
const BADGE_REST_MS = 500;
const ANNOUNCE_AFTER_MS = 5_000;
const SIGN_IN_AGAIN_MS = 5_000;
/** A paper that is given out while no start was heard means a dead socket; do not renew it more often than this. */
const RENEW_MS = 10_000;
/** How long it is said that time was given back. */
const CREDIT_SAID_MS = 60_000;
const SAVED_NOTHING: Badge = { kind: "saved", atMs: null };

export class TabletModel {
  settings = $state.raw<Settings>({ language: "fr", theme: "light", size: "100" });
  texts = $derived(TEXTS[this.settings.language]);
  screen = $state.raw<Screen>("opening");
  /** Why the person must sign in again; null at a first sign-in. */
  signingInAgain = $state.raw(false);
  busy = $state.raw(false);
  refusal = $state.raw<Refusal | null>(null);
  snapshot = $state.raw<SessionSnapshot | null>(null);
  paper = $state.raw<PaperState>({ kind: "loading" });
  /** Instructions to be read, oldest first: one at a time is shown. */
  unread: readonly Instruction[] = $derived(unreadOf(this.snapshot?.instructions ?? []));
  path = $derived(this.paper.kind === "ready" ? pathOf(this.paper.paper) : null);
  place = $state.raw<Place>({ section: 0, step: 0 });
  reviewing = $state.raw(false);
  badge = $state.raw<Badge>(SAVED_NOTHING);
  /** The state of saving as it is read aloud: only when it lasts. */
  announced = $state.raw<Badge["kind"]>("saved");
  serverNowMs = $state.raw(0);
  /** Time given back by what arrived lately, ms; 0 when that was said long enough. */
  creditMs = $state.raw(0);
  /** The pause is over: said aloud until the next one. */
  resumed = $state.raw(false);

  private session: Session | null = null;
  private papers: StagedPapers | null = null;
  private courier: Courier | null = null;
  private cancelRetry: () => void = () => undefined;
  private cancelBadge: () => void = () => undefined;
  private cancelCredit: () => void = () => undefined;
  private badgeKindSinceMs = 0;
  private lastKind: Badge["kind"] = "saved";
  private renewedAtMs = 0;

  constructor(private readonly ports: TabletPorts) {}

  /** Goes on where this tablet stopped. */
  async open(): Promise<void> {
    const kept = parseSettings(await this.ports.shelf.get("settings"));
    this.settings = kept ?? { language: firstLanguage(this.ports.languages), theme: "light", size: "100" };
    const record = await lastRecord(this.ports.shelf);
    if (record) await this.enter(record);
    else await this.leave();
  }

  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    this.keep("settings", this.settings);
  }

  async signIn(cardCode: string): Promise<void> {
    this.cancelRetry();
    this.busy = true;
    this.refusal = null;
    const { clock } = this.ports;
    const outcome = await signIn({ ...this.ports, nowMs: () => clock.nowMs() }, cardCode);
    this.busy = false;
    if ("record" in outcome) return this.enter(outcome.record);
    this.refusal = outcome.refusal;
    if (outcome.refusal.code !== "sitting_not_open") return;
    const wait = (outcome.refusal.retryAfterMs ?? SIGN_IN_AGAIN_MS) * (0.5 + this.ports.random.next());
    this.cancelRetry = clock.after(wait, () => this.ask(this.signIn(cardCode)));
  }

  /** The session cannot go on without the card: nothing that is held is touched. */
  signInAgain(): void {
    this.closeSession();
    this.signingInAgain = true;
    this.screen = "sign_in";
  }

  /** This tablet is given to somebody else; what it still holds goes on being delivered. */
  async leave(): Promise<void> {
    this.closeSession();
    await setLastSession(this.ports.shelf, null);
    this.signingInAgain = false;
    this.screen = "sign_in";
    this.courier = await Courier.start(this.ports, await this.left(null), () => undefined);
  }

  confirmIdentity(): void {
    this.session?.confirm();
  }
  answer: Session["answer"] = (itemId, value) => this.session?.answer(itemId, value) ?? false;
  write: Session["write"] = (itemId, typed) => this.session?.write(itemId, typed) ?? false;
  flush(): void {
    this.session?.flush();
  }
  lock(stepId: string, itemIds: readonly string[]): void {
    this.session?.lock(stepId, itemIds);
  }
  handIn(): void {
    if (this.session) this.ask(this.session.handIn());
  }

  /** An instruction is on the screen. */
  displayed(actId: string): void {
    this.session?.displayed(actId);
  }
  read(actId: string): void {
    this.session?.read(actId);
  }
  raiseHand(reason: HandReason): void {
    this.session?.raiseHand(reason);
  }
  lowerHand(): void {
    this.session?.lowerHand();
  }

  go(place: Place): void {
    this.session?.flush();
    this.reviewing = false;
    this.place = place;
    if (this.session) this.keep(this.placeName(this.session), place);
  }
  review(on: boolean): void {
    this.session?.flush();
    this.reviewing = on;
  }

  wake(slept: boolean): void {
    this.session?.wake(slept);
    this.courier?.wake();
  }

  private async enter(record: SessionRecord): Promise<void> {
    this.closeSession();
    const session = await Session.open({ ...this.ports, signer: this.ports.device.signer }, record);
    this.session = session;
    this.paper = { kind: "loading" };
    this.reviewing = false;
    this.refusal = null;
    this.place = await this.keptPlace(session);
    this.papers = new StagedPapers({
      ...this.ports,
      signedIn: record.signedIn,
      first: session.snapshot().paper,
      changed: () => this.papersChanged(),
    });
    session.subscribe(() => this.look(session));
    this.look(session);
    this.badge = session.snapshot().badge;
    this.screen = "session";
    this.papers.start();
    await session.start(await this.left(record));
  }

  /** Where the candidate is in each of the papers is kept apart. */
  private placeName(session: Session): string {
    return `place:${refKey(session.ref)}:${session.snapshot().paper}`;
  }
  private async keptPlace(session: Session): Promise<Place> {
    const place = await this.ports.shelf.get(this.placeName(session));
    return isPlace(place) ? place : { section: 0, step: 0 };
  }

  private look(session: Session): void {
    const before = this.snapshot;
    const snapshot = session.snapshot();
    this.snapshot = snapshot;
    this.serverNowMs = this.ports.time.nowMs();
    if (before && !hasStarted(before) && hasStarted(snapshot)) this.papers?.opened();
    if (before && before.paper !== snapshot.paper) this.changePaper(snapshot.paper);
    if (snapshot.time.stage === "paused") this.resumed = false;
    else if (before?.time.stage === "paused") this.resumed = snapshot.time.stage === "running";
    this.showCredit(snapshot.creditMs - (before ?? snapshot).creditMs);
    this.showBadge(snapshot.badge);
  }

  /** Credits that arrive together, as after a time without a network, are told as one. */
  private showCredit(moreMs: number): void {
    if (moreMs <= 0) return;
    this.cancelCredit();
    this.creditMs += moreMs;
    this.cancelCredit = this.ports.clock.after(CREDIT_SAID_MS, () => (this.creditMs = 0));
  }

  private showBadge(badge: Badge): void {
    const now = this.ports.clock.nowMs();
    if (badge.kind !== this.lastKind) {
      this.lastKind = badge.kind;
      this.badgeKindSinceMs = now;
    }
    const lasted = now - this.badgeKindSinceMs;
    if (lasted >= ANNOUNCE_AFTER_MS) this.announced = badge.kind;
    this.cancelBadge();
    if (badge.kind !== "waiting" || this.badge.kind !== "saved" || lasted >= BADGE_REST_MS) this.badge = badge;
    else this.cancelBadge = this.ports.clock.after(BADGE_REST_MS - lasted, () => (this.badge = badge));
  }

  /** The other paper is given, from its first question on. */
  private changePaper(which: SessionSnapshot["paper"]): void {
    this.reviewing = false;
    this.place = { section: 0, step: 0 };
    this.papers?.need(which);
    this.papersChanged();
  }

  private papersChanged(): void {
    if (!this.papers || !this.session) return;
    this.session.verified(this.papers.verified);
    const before = this.paper;
    this.paper = this.papers.stateOf(this.session.snapshot().paper);
    if (this.paper === before || this.paper.kind !== "ready") return;
    this.place = soundPlace(pathOf(this.paper.paper), this.place);
    this.doubtSocket();
  }

  private doubtSocket(): void {
    const time = this.snapshot?.time;
    const now = this.ports.clock.nowMs();
    if (time?.stage !== "waiting" || time.startsAtMs !== null || now - this.renewedAtMs < RENEW_MS) return;
    this.renewedAtMs = now;
    this.session?.wake(true);
  }

  private closeSession(): void {
    this.cancelRetry();
    this.cancelBadge();
    this.cancelCredit();
    this.session?.stop();
    this.papers?.stop();
    this.courier?.stop();
    this.session = this.papers = this.courier = null;
    this.snapshot = null;
    this.badge = SAVED_NOTHING;
    this.creditMs = 0;
    this.resumed = false;
  }

  /** Every epoch of every candidate that this tablet has a ticket for, but the one that `current` writes. */
  private async left(current: SessionRecord | null): Promise<Left[]> {
    const records = await allRecords(this.ports.shelf);
    const all = records.flatMap((record) => {
      const { epoch, ticket, ingestUrls } = record.signedIn;
      return [...record.earlier, { epoch, ticket }].map((one) => ({ ref: refOf(record), ...one, urls: ingestUrls }));
    });
    return all.filter(
      (one) => !current || refKey(one.ref) !== refKey(refOf(current)) || one.epoch !== current.signedIn.epoch,
    );
  }

  private keep(name: string, value: unknown): void {
    this.ask(this.ports.shelf.set(name, value));
  }

  /** Of what is started here nothing is needed for an answer: entries have their own way to the disk, with its own alarm. */
  private ask(work: Promise<void>): void {
    work.catch((error: unknown) => console.error(error));
  }
}

const hasStarted = ({ time }: SessionSnapshot): boolean => time.stage === "running" || time.stage === "paused";

function isPlace(value: unknown): value is Place {
  return (
    typeof value === "object" &&
    value !== null &&
    "section" in value &&
    typeof value.section === "number" &&
    "step" in value &&
    typeof value.step === "number"
  );
}
