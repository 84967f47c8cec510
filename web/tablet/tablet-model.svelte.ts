/** The tablet as its screens see it: a thin layer of runes over the session of client-core. */
import { Courier, type Left } from "#client-core/courier";
import type { Depot, DepotState } from "#client-core/depot";
import { enrol, type Enrolment, keptEnrolment } from "#client-core/enrolment";
import type { DeviceHealth } from "#client-core/ports";
import { type Instruction, unreadOf } from "#client-core/instructions";
import type { CodeOutcome } from "#client-core/package/offline-codes";
import { type PaperState, StagedPapers } from "#client-core/package/staged-papers";
import { allRecords, lastRecord, refOf, type SessionRecord, setLastSession } from "#client-core/records";
import type { Badge } from "#client-core/save-badge";
import { Session } from "#client-core/session";
import type { SessionPorts } from "#client-core/session-ports";
import type { SessionSnapshot } from "#client-core/session-snapshot";
import { type Device, type Refusal, signIn } from "#client-core/sign-in";
import { restore } from "#client-core/restorer";
import { WorkspaceReporter } from "#client-core/workspace-reporter";
import type { HandReason } from "#contracts/frames/tablet";
import type { RestoreResponse } from "#contracts/http/restore";
import { type LockFrame, refKey } from "#domain/answer/entry";
import { firstLanguage } from "#ui/i18n.ts";
import {
  type Annotations,
  annotationsFrom,
  chosen,
  flagged,
  keptOf,
  NO_ANNOTATIONS,
  noted,
  overlaid,
  struck,
  without,
} from "./annotations.ts";
import type { ReadingStore } from "./parts/article-marks.ts";
import { DEFAULT_SETTINGS, parseSettings, type Settings } from "./settings.ts";
import type { Installation } from "./installation.ts";
import { awaitedIn, type PaperPath, pathOf, type Place, placeFrom, soundPlace } from "./paper-path.ts";
import { fetchTexts, hasTexts, textsOf } from "./texts/texts.ts";
import { type Readings, readingsFrom, readWorkspace, workspaceText } from "./workspace.ts";

export interface TabletPorts extends Omit<SessionPorts, "signer"> {
  readonly device: Device;
  readonly installation: Installation;
  readonly languages: readonly string[];
}
type Screen = "opening" | "enrol" | "sign_in" | "session";
/** Refusals that end without anybody's doing on this tablet: it asks again by itself. */
const ASKED_AGAIN: readonly Refusal["code"][] = ["sitting_not_open", "package_missing", "device_not_approved"];

/** A change is told as "waiting" only when it waits: an acknowledgement within this time leaves the badge in peace. */
const BADGE_REST_MS = 500;
const ANNOUNCE_AFTER_MS = 5_000;
const SIGN_IN_AGAIN_MS = 5_000;
/** Without the key of the next question for this long, it is said and noted. */
export const KEY_LATE_MS = 10_000;
/** A note that is being typed is kept when the fingers rest this long. */
const NOTE_REST_MS = 300;
/** How long it is said that time was given back. */
const CREDIT_SAID_MS = 60_000;
/** A spare tablet waits this long for what was made on the one before; then its candidate may go on meanwhile. */
const RESTORE_PATIENCE_MS = 15_000;
const NO_PAPER: PaperState = { kind: "loading", have: 0, of: null };
const SAVED_NOTHING: Badge = { kind: "saved", atMs: null };

export class TabletModel {
  settings = $state.raw<Settings>(DEFAULT_SETTINGS);
  texts = $derived(textsOf(this.settings.language));
  screen = $state.raw<Screen>("opening");
  /** Why the person must sign in again; null at a first sign-in. */
  signingInAgain = $state.raw(false);
  busy = $state.raw(false);
  refusal = $state.raw<Refusal | null>(null);
  /** Of a tablet that a technician has enrolled; null of any other. */
  enrolment = $state.raw<Enrolment | null>(null);
  depot = $state.raw<DepotState | null>(null);
  health = $state.raw<DeviceHealth>({ storageFreeBytes: null, storagePersistent: null, wakeLock: null });
  installed = $state.raw(false);
  snapshot = $state.raw<SessionSnapshot | null>(null);
  paper = $state.raw<PaperState>(NO_PAPER);
  /** Instructions to be read, oldest first: one at a time is shown. */
  unread: readonly Instruction[] = $derived(unreadOf(this.snapshot?.instructions ?? []));
  path = $derived(this.paper.kind === "ready" ? pathOf(this.paper.paper) : null);
  place = $state.raw<Place>({ section: 0, step: 0 });
  annotations = $state.raw<Annotations>(NO_ANNOTATIONS);
  readings: Readings = {};
  reviewing = $state.raw(false);
  /**
   * What was made on the tablet before this one: on its way; late, so that the candidate is told and may go on; or not
   * waited for any more, by the candidate's wish. Null: it is here, or there was nothing.
   */
  restoring = $state.raw<"soon" | "late" | "meanwhile" | null>(null);
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
  private stocking: Depot | null = null;
  private enrolToken = "";
  private courier: Courier | null = null;
  private cancelRetry: () => void = () => undefined;
  private cancelBadge: () => void = () => undefined;
  private cancelCredit: () => void = () => undefined;
  /** Keeps what is typed of a note; null when all of it is kept. */
  private noteWaits: (() => void) | null = null;
  private badgeKindSinceMs = 0;
  private lastKind: Badge["kind"] = "saved";
  /** The section whose next step the screen waits for. */
  private awaited: string | null = null;
  private workspace: WorkspaceReporter | null = null;
  private cancelRestore: () => void = () => undefined;

  constructor(private readonly ports: TabletPorts) {}

  /** Goes on where this tablet stopped. `enrolToken`: of the room's QR that brought the page here; null of none. */
  async open(enrolToken: string | null = null): Promise<void> {
    this.watchDevice();
    this.enrolment = await keptEnrolment(this.ports.shelf);
    const kept = parseSettings(await this.ports.shelf.get("settings"));
    const settings = kept ?? { ...DEFAULT_SETTINGS, language: firstLanguage(this.ports.languages) };
    // Without its words a language is not shown: the tablet works in the other one.
    await fetchTexts(settings.language).then(
      () => (this.settings = settings),
      () => (this.settings = { ...settings, language: "fr" }),
    );
    const record = await lastRecord(this.ports.shelf);
    if (record) await this.enter(record);
    else await this.leave();
    if (record || enrolToken === null) return;
    this.enrolToken = enrolToken;
    this.screen = "enrol";
  }

  async enrol(label: string, spare: boolean): Promise<void> {
    this.busy = true;
    this.refusal = null;
    const { device, http, shelf } = this.ports;
    const outcome = await enrol({ http, shelf }, { token: this.enrolToken, deviceId: device.id, label, spare });
    this.busy = false;
    if ("refusal" in outcome) this.refusal = outcome.refusal;
    else {
      this.enrolment = outcome.enrolment;
      await this.leave();
    }
  }

  set(change: Partial<Settings>): void {
    const { language } = change;
    if (language && !hasTexts(language)) return this.ask(fetchTexts(language).then(() => void this.set(change)));
    this.settings = { ...this.settings, ...change };
    this.keep("settings", this.settings);
    this.workspace?.changed();
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
    if (!ASKED_AGAIN.includes(outcome.refusal.code)) return;
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
    this.ask(this.ports.installation.freeze(false));
    this.signingInAgain = false;
    this.screen = "sign_in";
    this.ask(this.stock());
    this.courier = await Courier.start(this.ports, await this.left(null), () => undefined);
  }

  /** An enrolled tablet that nobody sits at fetches what is to come. */
  private async stock(): Promise<void> {
    const { enrolment } = this;
    if (!enrolment) return;
    const { Depot } = await import("#client-core/depot");
    if (this.screen !== "sign_in") return;
    this.stocking?.stop();
    this.stocking = new Depot({
      ...this.ports,
      enrolment,
      installed: () => this.installed,
      changed: (state) => (this.depot = state),
    });
    this.stocking.start();
  }

  private watchDevice(): void {
    const { health, installation } = this.ports;
    const look = () => {
      this.health = health.now();
      this.installed = installation.installed;
    };
    look();
    health.onChange(look);
    installation.onChange(() => {
      look();
      this.stocking?.changed();
    });
  }

  confirmIdentity(): void {
    this.session?.confirm();
  }
  answer: Session["answer"] = (itemId, value) => {
    if ("choice" in value) this.annotate(chosen(this.annotations, itemId, value.choice));
    return this.session?.answer(itemId, value) ?? false;
  };
  write: Session["write"] = (itemId, typed) => this.session?.write(itemId, typed) ?? false;
  flush(): void {
    this.session?.flush();
    this.keepNote();
  }
  flag(itemId: string): void {
    this.annotate(flagged(this.annotations, itemId));
  }
  strike(itemId: string, optionId: string): void {
    this.annotate(struck(this.annotations, itemId, optionId));
  }
  /** False when there is no room for it. */
  note(itemId: string, text: string): boolean {
    const after = noted(this.annotations, itemId, text);
    if (!after) return false;
    this.annotations = after;
    this.noteWaits?.();
    this.noteWaits = this.ports.clock.after(NOTE_REST_MS, () => this.keepNote());
    return true;
  }
  lock(stepId: string, itemIds: readonly string[], seal?: LockFrame["seal"]): void {
    this.annotate(without(this.annotations, itemIds));
    this.session?.lock(stepId, itemIds, seal);
  }

  /** A code that the proctor has read out, as it was typed. */
  async openByCode(typed: string): Promise<CodeOutcome> {
    if (!this.session || !this.papers) throw new Error("there is no paper to open");
    return this.session.openByCode(await this.papers.codes(), typed);
  }

  /** The screen shows that the next step of a section is awaited. Returns what to call when it shows something else. */
  awaits(sectionId: string): () => void {
    this.awaited = sectionId;
    return () => {
      if (this.awaited === sectionId) this.awaited = null;
    };
  }
  /** What a receipt is compared with and an answer file is made from; null: nobody is signed in. */
  evidence() {
    const { session, ports } = this;
    return session && { ports, record: session.snapshot().record, texts: session.texts() };
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

  /** How the article of a section is read: kept for this candidate and paper. */
  reading(sectionId: string): ReadingStore {
    return {
      load: () => this.readings[sectionId],
      keep: (reading) => this.keepReadings({ ...this.readings, [sectionId]: reading }),
    };
  }

  go(place: Place): void {
    this.flush();
    this.reviewing = false;
    this.takePlace(place);
  }
  private takePlace(place: Place): void {
    this.place = place;
    if (this.session) this.keep(this.nameOf("place", this.session), place);
    this.workspace?.changed();
  }
  review(on: boolean): void {
    this.flush();
    this.reviewing = on;
  }

  wake(slept: boolean): void {
    this.session?.wake(slept);
    this.courier?.wake();
    this.papers?.wake();
  }

  private async enter(record: SessionRecord): Promise<void> {
    this.closeSession();
    this.ask(this.ports.installation.freeze(true));
    const session = await Session.open(
      { ...this.ports, signer: this.ports.device.signer, label: this.enrolment?.label ?? null },
      record,
    );
    this.session = session;
    this.paper = NO_PAPER;
    this.reviewing = false;
    this.refusal = null;
    this.place = await this.keptPlace(session);
    this.annotations = annotationsFrom(await this.ports.shelf.get(this.nameOf("annotations", session)));
    this.readings = readingsFrom(await this.ports.shelf.get(this.nameOf("readings", session)));
    this.papers = new StagedPapers({
      ...this.ports,
      signedIn: record.signedIn,
      first: session.snapshot().paper,
      keys: (which) => session.snapshot().record.keys[which],
      spreadMs: 0,
      changed: () => this.papersChanged(),
    });
    this.workspace = new WorkspaceReporter({
      clock: this.ports.clock,
      look: () => workspaceText(this),
      // Before the one of the tablet before this one is here, this one has nothing to say that should replace it.
      send: (text) => session.snapshot().record.restored !== "wanted" && session.tellWorkspace(text),
    });
    this.restoring = record.restored === "wanted" ? "soon" : null;
    session.subscribe(() => this.look(session));
    this.look(session);
    this.badge = session.snapshot().badge;
    this.screen = "session";
    this.papers.start();
    await session.start(await this.left(record));
    if (this.restoring) this.askForRestore(session, record.signedIn.ticket);
  }

  private askForRestore(session: Session, ticket: string): void {
    const cancelPatience = this.ports.clock.after(RESTORE_PATIENCE_MS, () => (this.restoring = "late"));
    const cancelAsking = restore({
      ...this.ports,
      ticket,
      restored: (restored) => {
        cancelPatience();
        this.restored(session, restored);
      },
    });
    this.cancelRestore = () => {
      cancelPatience();
      cancelAsking();
      this.restoring = null;
    };
  }
  /** The candidate goes on without what they made before; it takes its place when it comes. */
  goOnMeanwhile(): void {
    this.restoring = "meanwhile";
  }

  /**
   * Answers, place, settings, annotations and readings of the tablet before this one. Whoever went on meanwhile stays where
   * they are, and what they made here stands over it.
   */
  private restored(session: Session, restored: RestoreResponse): void {
    const { annotations, place, readings, settings } = readWorkspace(restored.workspace);
    const meanwhile = this.restoring === "meanwhile";
    this.restoring = null;
    if (settings && !meanwhile) this.set(settings);
    const locked = restored.locks.flatMap(({ itemIds }) => itemIds);
    if (annotations) this.annotate(without(overlaid(annotations, this.annotations), locked));
    if (readings) this.keepReadings({ ...readings, ...this.readings });
    if (place && !meanwhile) this.takePlace(this.path ? soundPlace(this.path, place) : place);
    session.restore(restored);
  }

  private keepReadings(readings: Readings): void {
    this.readings = readings;
    if (this.session) this.keep(this.nameOf("readings", this.session), readings);
    this.workspace?.changed();
  }

  private annotate(annotations: Annotations): void {
    if (annotations === this.annotations) return;
    this.annotations = annotations;
    this.noteWaits?.();
    this.noteWaits = null;
    if (this.session) this.keep(this.nameOf("annotations", this.session), keptOf(annotations));
    this.workspace?.changed();
  }
  private keepNote(): void {
    if (this.noteWaits) this.annotate({ ...this.annotations });
  }

  /** Where the candidate is in each of the papers, and what they noted beside it, is kept apart. */
  private nameOf(what: "place" | "annotations" | "readings", session: Session): string {
    return `${what}:${refKey(session.ref)}:${session.snapshot().paper}`;
  }
  private async keptPlace(session: Session): Promise<Place> {
    return placeFrom(await this.ports.shelf.get(this.nameOf("place", session))) ?? { section: 0, step: 0 };
  }

  private look(session: Session): void {
    const before = this.snapshot;
    const snapshot = session.snapshot();
    this.snapshot = snapshot;
    this.serverNowMs = this.ports.time.nowMs();
    this.papers?.look();
    if (snapshot.link.kind === "open") this.workspace?.changed();
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
    this.annotations = NO_ANNOTATIONS;
    this.readings = {};
    this.noteWaits?.();
    this.noteWaits = null;
    this.papers?.need(which);
    this.papersChanged();
  }

  private papersChanged(): void {
    if (!this.papers || !this.session) return;
    this.session.verified(this.papers.verified);
    const before = this.paper;
    this.paper = this.papers.stateOf(this.session.snapshot().paper);
    if (this.paper === before || this.paper.kind !== "ready") return;
    const path = pathOf(this.paper.paper);
    this.place = soundPlace(path, this.place);
    this.noteWait(path);
  }

  /** The step that the screen waits for may be here now. */
  private noteWait(path: PaperPath): void {
    const section = path.sections.find(({ view }) => view.id === this.awaited);
    const lock = this.snapshot?.lastLocks.get(this.awaited ?? "");
    if (!section || !lock || !this.snapshot || awaitedIn(section, this.snapshot)) return;
    this.awaited = null;
    const waitedMs = this.ports.time.nowMs() - lock.claimedAtMs;
    if (waitedMs >= KEY_LATE_MS) this.session?.waited(lock.stepId, waitedMs);
  }

  private closeSession(): void {
    this.keepNote();
    this.awaited = null;
    this.cancelRetry();
    this.cancelBadge();
    this.cancelCredit();
    this.session?.stop();
    this.papers?.stop();
    this.courier?.stop();
    this.workspace?.stop();
    this.cancelRestore();
    this.stocking?.stop();
    this.session = this.papers = this.courier = this.workspace = this.stocking = null;
    this.paper = NO_PAPER;
    this.snapshot = null;
    this.badge = SAVED_NOTHING;
    this.creditMs = 0;
    this.resumed = false;
    this.annotations = NO_ANNOTATIONS;
    this.readings = {};
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
