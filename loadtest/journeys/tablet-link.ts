/** One tablet's connection to ingest: hello, window, resend above d2, reconnect with jitter, as docs/protocol.md says. */
import { WebSocket } from "k6/websockets";
import { CLOSE, closeNameOf } from "#contracts/close-codes";
import type { OpeningFrame, ServerFrame, StepFrame } from "#contracts/frames/server";
import type { HelloFrame, StatusFrame } from "#contracts/frames/tablet";
import type { Act } from "#domain/sitting/act";
import { LIMITS } from "#contracts/limits";
import { SUBPROTOCOL } from "#contracts/wire-version";
import type { Outbox } from "#loadtest/journeys/outbox";
import type { Random } from "#loadtest/journeys/random";

export interface LinkOptions {
  readonly urls: readonly string[];
  /** Value of the Origin header: the platform's pages. */
  readonly origin: string;
  readonly ticket: string;
  readonly outbox: Outbox;
  readonly random: Random;
  /** `news`: how many entries it says this of for the first time. */
  onReceived(seq: number, news: number): void;
  onSecured(seq: number, news: number): void;
  onAct(act: Act): void;
  /** A key of the sealed paper. */
  onKey(frame: OpeningFrame | StepFrame): void;
  /** How the tablet is: told after each welcome, as a real one does. */
  status(): StatusFrame;
  onOpen(): void;
  /** A socket was lost, or none could be had: another try follows. `wasOpen`: it had been welcomed. */
  onLost(why: string, wasOpen: boolean): void;
  /** The server said never to come back. */
  onRefused(why: string): void;
}

const CHECK_MS = 5_000;
/** Links of this virtual user that are looked after, by one timer: each timer of k6 costs as much as an entry. */
const looked = new Set<TabletLink>();
let looking: ReturnType<typeof setInterval> | null = null;

function lookAfter(link: TabletLink): void {
  looked.add(link);
  looking ??= setInterval(() => {
    for (const one of looked) one.look();
    if (looked.size > 0 || looking === null) return;
    clearInterval(looking);
    looking = null;
  }, CHECK_MS);
}

export class TabletLink {
  readonly #options: LinkOptions;
  #socket: WebSocket | null = null;
  #welcomed = false;
  #closing = false;
  #pausedUntilMs = 0;
  #delayMs: number = LIMITS.reconnectFirstMs;
  #lastActId: string | null = null;
  #serverAheadMs = 0;
  /** When the present socket was asked for. */
  #askedAtMs = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    lookAfter(this);
    this.#connect();
  }

  /** Server time minus this machine's, ms. */
  get serverAheadMs(): number {
    return this.#serverAheadMs;
  }
  /** Server time as this tablet estimates it, ms. */
  serverNowMs(): number {
    return Date.now() + this.#serverAheadMs;
  }

  /** Sends what may be sent now. */
  pump(): void {
    if (!this.#welcomed || Date.now() < this.#pausedUntilMs) return;
    for (const text of this.#options.outbox.takeSendable(Date.now())) this.#socket?.send(text);
  }

  /** Sends an entry once more: its consequence got lost with a socket. */
  again(text: string): void {
    if (this.#welcomed) this.#socket?.send(text);
  }

  /** Something that a proctor would want to know has changed. */
  tellStatus(): void {
    if (this.#welcomed) this.#socket?.send(JSON.stringify(this.#options.status()));
  }

  close(): void {
    this.#closing = true;
    this.#welcomed = false;
    looked.delete(this);
    this.#socket?.close(1000);
  }

  #connect(): void {
    const { urls, origin, random } = this.#options;
    // The types of k6 still say that protocols are ignored; since 1.0 they are sent.
    const socket = new WebSocket(String(urls[random.below(urls.length)]), [SUBPROTOCOL] as unknown as null, {
      headers: { Origin: origin },
      tags: { name: "ingest" },
    });
    this.#socket = socket;
    this.#askedAtMs = Date.now();
    const isHere = () => this.#socket === socket; // events of a socket that was given up change nothing
    socket.onopen = () => isHere() && socket.send(this.#hello());
    socket.onmessage = (event) => {
      if (isHere() && typeof event?.data === "string") this.#receive(heardIn(event.data));
    };
    socket.onerror = () => undefined; // a close event follows every error
    socket.onclose = (event?: { code?: number; reason?: string }) => {
      if (isHere()) this.#closed(event?.code ?? 1006, event?.reason ?? "");
    };
  }

  #hello(): string {
    const frame: HelloFrame = {
      v: 1,
      kind: "hello",
      ticket: this.#options.ticket,
      headSeq: this.#options.outbox.headSeq,
      lastActId: this.#lastActId,
      build: "rehearsal",
    };
    return JSON.stringify(frame);
  }

  #receive(frame: Heard): void {
    const { outbox, onReceived, onAct } = this.#options;
    switch (frame.kind) {
      case "welcome":
        this.#serverAheadMs = frame.serverTimeMs - Date.now();
        this.#delayMs = LIMITS.reconnectFirstMs;
        this.#secured(frame.d2);
        outbox.restart(frame.d2);
        this.#welcomed = true;
        this.#options.onOpen();
        this.tellStatus();
        return this.pump();
      case "received":
        onReceived(frame.seq, outbox.received(frame.seq));
        return this.pump();
      case "secured":
        return this.#secured(frame.seq);
      case "slow":
        this.#pausedUntilMs = Date.now() + frame.forMs;
        setTimeout(() => this.pump(), frame.forMs + 1);
        return;
      case "act":
        this.#lastActId = frame.act.id;
        return onAct(frame.act);
      case "opening":
      case "step":
        return this.#options.onKey(frame);
    }
  }

  /** D2 includes D1: after a reconnect it may be the first word about an entry. */
  #secured(seq: number): void {
    const { outbox, onReceived, onSecured } = this.#options;
    onReceived(seq, outbox.received(seq));
    onSecured(seq, outbox.secured(seq));
  }

  #closed(code: number, reason: string): void {
    const wasOpen = this.#welcomed;
    this.#welcomed = false;
    this.#socket = null;
    if (this.#closing) return;
    const name = closeNameOf(code);
    const retry = name ? CLOSE[name].retry : "now";
    if (retry === "never") {
      looked.delete(this);
      return this.#options.onRefused(`${name} ${reason}`);
    }
    const waitMs = (retry === "later" ? retryAfterMs(reason) : 0) + this.#options.random.next() * this.#delayMs;
    this.#delayMs = Math.min(this.#delayMs * 2, LIMITS.reconnectMaxMs);
    this.#options.onLost(name ?? String(code), wasOpen);
    setTimeout(() => {
      if (!this.#closing) this.#connect();
    }, waitMs);
  }

  /** A silent socket is dead; what has been received and not secured for too long goes again. */
  look(): void {
    const { outbox } = this.#options;
    const waitingSinceMs = outbox.waitingSinceMs;
    const isDead = this.#welcomed
      ? waitingSinceMs !== null && Date.now() - waitingSinceMs > LIMITS.acknowledgeTimeoutMs
      : this.#socket !== null && Date.now() - this.#askedAtMs > LIMITS.welcomeTimeoutMs;
    if (isDead) {
      const socket = this.#socket;
      this.#closed(1006, "");
      socket?.close();
    } else if (this.#welcomed && outbox.rewindIfUnsecured(Date.now())) this.pump();
  }
}

/** The wait that the server asks for in the close reason, ms; 0 when it says nothing readable. */
function retryAfterMs(reason: string): number {
  const match = /"retryAfterMs":(\d+)/.exec(reason);
  return match ? Number(match[1]) : 0;
}

const RECEIVED = '{"v":1,"kind":"received","seq":';
const SECURED = '{"v":1,"kind":"secured","seq":';

type Acknowledgement = { readonly kind: "received" | "secured"; readonly seq: number };
type Heard = Exclude<ServerFrame, { kind: "received" | "secured" }> | Acknowledgement;

/** Nearly all frames are acknowledgements, and reading JSON is dear in k6. */
function heardIn(text: string): Heard {
  if (text.startsWith(RECEIVED)) return { kind: "received", seq: parseInt(text.slice(RECEIVED.length), 10) };
  if (text.startsWith(SECURED)) return { kind: "secured", seq: parseInt(text.slice(SECURED.length), 10) };
  return JSON.parse(text) as ServerFrame;
}
