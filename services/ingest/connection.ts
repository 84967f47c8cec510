/** One tablet's socket: hello, entries in order, cumulative acknowledgements. docs/protocol.md is its specification. */
import { CLOSE, type CloseName, closeReason } from "#contracts/close-codes";
import type { ServerFrame } from "#contracts/frames/server";
import type { HelloFrame } from "#contracts/frames/tablet";
import type { Limits } from "#contracts/limits";
import type { TicketClaims } from "#contracts/ticket";
import type { EpochMarker } from "#domain/answer/epoch";
import type { AnswerIntake, IncomingEntry } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";
import type { JournalFeed } from "#domain/ports/journal";
import { type AppliedFrame, type LockFrame, refKey } from "#domain/answer/entry";
import type { WhichPaper } from "#domain/seal/labels";
import { type Act, isForTablets, withoutKeys } from "#domain/sitting/act";
import { covers } from "#domain/sitting/scope";
import { type Admission, retryAfterMs } from "#ingest/admission";
import type { Appender, AppendOwner } from "#ingest/appender";
import { FollowUps } from "#ingest/follow-ups";
import { asideOf, readEntry, readHello, readWorkspace } from "#ingest/frames";
import { stepBehind } from "#ingest/next-step";
import type { SittingOpenings } from "#ingest/openings";
import type { Presence } from "#ingest/presence";
import type { SocketPresence } from "#ingest/sitting-presence";
import type { ServerSocket, SocketHandlers } from "#ingest/transport/transport";
import type { WorkspaceKeeper } from "#ingest/workspaces";

export interface ConnectionDeps {
  readonly intake: AnswerIntake;
  readonly appender: Appender;
  readonly admission: Admission;
  readonly journal: JournalFeed;
  readonly presence: Pick<Presence, "came">;
  readonly openings: Pick<SittingOpenings, "at">;
  readonly workspaces: WorkspaceKeeper;
  readonly clock: Clock;
  readonly random: () => number;
  readonly verifyTicket: (ticket: string, nowMs: number) => TicketClaims | null;
  readonly limits: Pick<
    Limits,
    "helloTimeoutMs" | "helloBytesMax" | "unackedEntriesMax" | "frameBytesMax" | "workspaceSpacingMs"
  >;
  /** The connection became live, or has gone: the registry of who is here. */
  readonly registry: ConnectionRegistry;
}
export interface ConnectionRegistry {
  live(connection: Connection, key: string): void;
  gone(connection: Connection, key: string): void;
}

const SLOW_FOR_MS = 2_000;

type State = "waiting" | "greeting" | "live" | "closed";

export class Connection implements SocketHandlers, AppendOwner {
  #state: State = "waiting";
  #claims: TicketClaims | null = null;
  /** The seq that must come next; lower ones are resends, higher ones a gap. */
  #nextSeq = 1;
  /** Highest seq appended on this socket, and the part of it that the tablet has been told. */
  #appendedSeq = 0;
  #acknowledgedSeq = 0;
  #receivedAtMs = 0;
  #unacked = 0;
  /** How proctors see this socket; null before welcome. */
  #presence: SocketPresence | null = null;
  readonly #followUps = new FollowUps();
  /** Another device took over: what this one holds is taken, and nothing is opened for it. */
  #isFenced = false;
  /** The paper whose start key this socket was told. */
  #opened: WhichPaper | null = null;
  #workspaceAtMs = -Infinity;
  /** When it was asked for patience last. */
  #slowAtMs = -Infinity;
  /** After a failed append nothing more is acknowledged here: cumulative acks would cover the hole. */
  #broken = false;
  /** Closed by us: nothing of it is read any more. */
  #sentAway = false;
  readonly #cancelHelloTimeout: () => void;

  constructor(
    private readonly socket: ServerSocket,
    private readonly deps: ConnectionDeps,
  ) {
    deps.admission.enter(this);
    this.#cancelHelloTimeout = deps.clock.after(deps.limits.helloTimeoutMs, () => this.close("hello_timeout"));
  }

  get claims(): TicketClaims | null {
    return this.#claims;
  }
  /** Registry key of the candidate's epoch. */
  get key(): string | null {
    return this.#claims && `${refKey(this.#claims)}:${this.#claims.epoch}`;
  }

  message(text: string | null): void {
    if (this.#state === "closed") return;
    if (text === null || text.length > this.deps.limits.frameBytesMax) this.close("bad_frame");
    else if (this.#state === "waiting") this.#hello(text);
    else if (this.#state !== "live")
      this.close("bad_frame"); // anything before welcome: the tablet does not know from where to send
    else this.#said(text);
  }

  #said(text: string): void {
    const aside = asideOf(text);
    if (aside === null) this.#entry(text);
    else if (aside === "status") this.#presence?.statusCame(text);
    else this.#keepWorkspace(text);
  }
  /** What comes too soon is dropped unread. */
  #keepWorkspace(text: string): void {
    const { clock, limits, workspaces } = this.deps;
    const nowMs = clock.nowMs();
    if (!this.#claims || this.#isFenced || Math.abs(nowMs - this.#workspaceAtMs) < limits.workspaceSpacingMs) return;
    this.#workspaceAtMs = nowMs;
    const frame = readWorkspace(text);
    if (frame) workspaces.keep(this.#claims, frame.text);
    else this.close("bad_frame");
  }

  #hello(text: string): void {
    const { limits, admission, clock, intake, random } = this.deps;
    const hello = text.length <= limits.helloBytesMax ? readHello(text) : null;
    if (!hello) return this.close("bad_frame");
    const nowMs = clock.nowMs();
    const claims = this.deps.verifyTicket(hello.ticket, nowMs);
    if (!claims) return this.close("bad_ticket");
    // Someone who has made entries is composing and is never refused for pressure; a newcomer can wait.
    const newcomer = hello.headSeq === 0;
    const wait = newcomer && intake.underPressure() ? retryAfterMs(random) : admission.hello(nowMs);
    if (wait !== null) return this.close("overloaded", wait);
    this.#claims = claims;
    this.#state = "greeting";
    this.#leaveWaiting();
    void this.#greet(claims, hello);
  }

  async #greet(claims: TicketClaims, hello: HelloFrame): Promise<void> {
    const { intake, journal, clock, registry, presence } = this.deps;
    const greeting = await intake.greet(markerOf(claims)).catch(() => null);
    if (this.#state !== "greeting") return; // gone meanwhile
    if (!greeting) return this.close("store_unavailable", retryAfterMs(this.deps.random));
    this.#state = "live";
    this.#nextSeq = greeting.d2 + 1;
    this.#appendedSeq = this.#acknowledgedSeq = greeting.d2;
    const acts = journal.acts(claims.sittingId).filter((act) => concerns(act, claims));
    const { fence, d2 } = greeting;
    this.#isFenced = fence > claims.epoch;
    const lastActId = acts.at(-1)?.id ?? null;
    this.#send({ v: 1, kind: "welcome", fence, d2, lastActId, serverTimeMs: clock.nowMs() });
    for (const act of acts.slice(acts.findIndex((a) => a.id === hello.lastActId) + 1)) this.tellAct(act);
    if (!this.#isLive()) return;
    // Present before an older socket of the same device is closed: the candidate was never away.
    const connectedAtMs = clock.nowMs();
    const { sittingId, candidateId, epoch } = claims;
    const refuse = () => this.close("bad_frame");
    this.#presence = presence.came(sittingId, { candidateId, epoch, connectedAtMs, refuse });
    registry.live(this, this.key as string);
    this.tellOpening();
  }

  /** Sending may have closed it: a tablet that does not even take the welcome. */
  #isLive(): boolean {
    return this.#state === "live";
  }

  #entry(text: string): void {
    if (this.#unacked >= this.deps.limits.unackedEntriesMax) return this.close("too_many_unacked");
    this.#unacked += 1;
    const isLast = this.#unacked === this.deps.limits.unackedEntriesMax;
    if (!this.deps.appender.add(text, this, isLast)) this.close("overloaded", retryAfterMs(this.deps.random));
    else if (this.deps.intake.underPressure()) this.#askForPatience();
  }
  /** Who sends is asked to wait before anybody is refused; telling all who are connected would be a flood of its own. */
  #askForPatience(): void {
    const nowMs = this.deps.clock.nowMs();
    if (Math.abs(nowMs - this.#slowAtMs) < SLOW_FOR_MS) return;
    this.#slowAtMs = nowMs;
    this.#send({ v: 1, kind: "slow", forMs: SLOW_FOR_MS });
  }

  /** A tablet that has left is still read: what it sent before is stored. One that was sent away is not. */
  entryOf(text: string): IncomingEntry | null {
    if (this.#sentAway || !this.#claims) return null;
    const frame = readEntry(text);
    const { sittingId, candidateId, epoch } = this.#claims;
    const refusal = !frame
      ? "bad_frame"
      : frame.epoch !== epoch
        ? "not_yours"
        : frame.seq > this.#nextSeq
          ? "gap"
          : null;
    if (!frame || refusal) {
      this.close(refusal ?? "bad_frame");
      return null;
    }
    if (frame.seq === this.#nextSeq) this.#nextSeq += 1;
    this.#followUps.read(frame);
    return { sittingId, candidateId, epoch, seq: frame.seq, frame: text };
  }

  appended(seq: number, receivedAtMs: number | null): void {
    this.#unacked -= 1;
    if (receivedAtMs === null) this.#broken = true;
    if (this.#broken) return;
    this.#followUps.stored(seq);
    this.#appendedSeq = Math.max(this.#appendedSeq, seq);
    this.#receivedAtMs = receivedAtMs as number;
  }

  batchSettled(): void {
    const stored = this.#followUps.take();
    for (const frame of stored) if (frame.kind === "applied") this.#tellReached(frame);
    if (this.#state !== "live") return;
    // Resends are acknowledged too, by the highest seq known: acknowledgements are cumulative.
    this.#acknowledgedSeq = this.#appendedSeq;
    if (this.#receivedAtMs > 0) this.#presence?.saved(this.#acknowledgedSeq, this.#receivedAtMs);
    // Written out by hand: this is the one frame that is sent for nearly every answer.
    if (this.#receivedAtMs > 0)
      this.#sendText(`{"v":1,"kind":"received","seq":${this.#acknowledgedSeq},"atMs":${this.#receivedAtMs}}`);
    for (const frame of stored) if (frame.kind === "lock") this.#tellStep(frame);
    if (this.#broken) this.close("store_unavailable", 0);
  }

  /** Acts that no journal has would fill the store. */
  #tellReached({ actId, stage }: AppliedFrame): void {
    if (!this.#claims) return;
    const acts = this.deps.journal.acts(this.#claims.sittingId);
    if (acts.some((act) => act.id === actId)) this.#presence?.applied(actId, stage);
  }
  /** A lock that is stored opens what stands behind it, in the paper that is open for this candidate. */
  #tellStep(lock: LockFrame): void {
    if (!this.#claims || this.#isFenced) return;
    const opening = this.deps.openings.at(this.#claims);
    const step = opening && stepBehind(lock, this.#claims.candidateId, opening.keys);
    if (step) this.#send(step);
  }

  /** The start key of the paper that is open for this candidate, once. */
  tellOpening(): void {
    if (!this.#claims || this.#state !== "live" || this.#isFenced) return;
    const opening = this.deps.openings.at(this.#claims);
    if (!opening || opening.paper === this.#opened) return;
    this.#opened = opening.paper;
    this.#send({ v: 1, kind: "opening", paper: opening.paper, key: opening.keys.start });
  }
  tellSecured(seq: number): void {
    this.#send({ v: 1, kind: "secured", seq });
  }
  tellAct(act: Act): void {
    if (this.#claims && concerns(act, this.#claims)) this.#send({ v: 1, kind: "act", act: withoutKeys(act) });
  }

  /** A frame that does not fit the tablet's buffer: it does not read, and acknowledgements heal after it reconnects. */
  #sendText(text: string): void {
    if (this.#state === "live" && !this.socket.send(text)) this.close("slow_reader");
  }
  #send(frame: ServerFrame): void {
    this.#sendText(JSON.stringify(frame));
  }

  close(name: CloseName, retryMs = 0): void {
    if (this.#state === "closed") return;
    this.#sentAway = true;
    this.#finish();
    this.socket.close(CLOSE[name].code, closeReason(name, retryMs));
  }
  closed(): void {
    if (this.#state !== "closed") this.#finish();
  }
  #finish(): void {
    if (this.#state === "waiting") this.#leaveWaiting();
    if (this.#state === "live" && this.key) this.deps.registry.gone(this, this.key);
    this.#presence?.left(this.deps.clock.nowMs());
    this.#state = "closed";
  }
  #leaveWaiting(): void {
    this.#cancelHelloTimeout();
    this.deps.admission.leave(this);
  }
}

/** Acts of other rooms and candidates, and what is noted about people, are not this tablet's business. */
const concerns = (act: Act, claims: TicketClaims): boolean => isForTablets(act) && covers(act.scope, claims);

/** The marker that a ticket can restore when the store has lost it. */
function markerOf(claims: TicketClaims): EpochMarker {
  const { sittingId, candidateId, epoch, deviceId, genesis } = claims;
  return { v: 1, sittingId, candidateId, epoch, deviceId, publicKey: null, genesis: null, genesisHash: genesis };
}
