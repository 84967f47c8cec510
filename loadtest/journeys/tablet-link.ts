/** One tablet's connection to ingest: hello, window, resend above d2, reconnect with jitter, as docs/protocol.md says. */
import { WebSocket } from "k6/websockets";
import { CLOSE, closeNameOf } from "#contracts/close-codes";
import type { OpeningFrame, ServerFrame, StepFrame } from "#contracts/frames/server";
import type { HelloFrame, StatusFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import { SUBPROTOCOL } from "#contracts/wire-version";
import type { Act } from "#domain/sitting/act";
import { alarms } from "#loadtest/journeys/alarms";
import type { Outbox } from "#loadtest/journeys/outbox";
import type { Random } from "#loadtest/journeys/random";

export interface LinkOptions {
  readonly urls: readonly string[];
  /** Value of the Origin header: the platform's pages. */
  readonly origin: string;
  readonly ticket: string;
  readonly outbox: Outbox;
  readonly random: Random;
}
/** Whose connection it is. One object, not a function for each event: k6 keeps thousands of them. */
export interface LinkOwner {
  /** D1 or D2 up to `seq`; `news`: how many entries this is said of for the first time. */
  acknowledged(word: "received" | "secured", seq: number, news: number): void;
  hear(act: Act): void;
  /** A key of the sealed paper. */
  hearKey(frame: OpeningFrame | StepFrame): void;
  /** How the tablet is: told after each welcome, as a real one does. */
  status(): StatusFrame;
  welcomed(): void;
  /** A socket was lost, or none could be had: another try follows. `wasOpen`: it had been welcomed. */
  lost(why: string, wasOpen: boolean): void;
  /** The server said never to come back. */
  sentAway(why: string): void;
}

/** Each link is looked after this often. */
const LOOK_MS = 5_000;
/** So many turns for all links of this virtual user: an alarm for each link would cost as much as its entries. */
const TURNS = 50;
const looked: TabletLink[][] = Array.from({ length: TURNS }, () => []);
let joined = 0;
let turn = 0;

function lookAfter(link: TabletLink): void {
  looked[joined++ % TURNS]?.push(link);
  if (joined === 1) alarms.at(Date.now() + LOOK_MS / TURNS, lookAround);
}
function lookAround(): void {
  const nowMs = Date.now();
  const links = looked[turn++ % TURNS] ?? [];
  for (let n = 0; n < links.length; n++) links[n]?.look(nowMs);
  alarms.at(nowMs + LOOK_MS / TURNS, lookAround);
}

const RECEIVED = '{"v":1,"kind":"received","seq":';
const SECURED = '{"v":1,"kind":"secured","seq":';

/** An act, and the key of a paper, is the same text for thousands of tablets, one after the other. */
let lastText = "";
let lastFrame: ServerFrame | null = null;
function frameOf(text: string): ServerFrame {
  if (lastFrame === null || text !== lastText) lastFrame = JSON.parse(text) as ServerFrame;
  lastText = text;
  return lastFrame;
}

export class TabletLink {
  readonly #options: LinkOptions;
  readonly #owner: LinkOwner;
  #socket: WebSocket | null = null;
  #welcomed = false;
  #closing = false;
  #pausedUntilMs = 0;
  #delayMs: number = LIMITS.reconnectFirstMs;
  #lastActId: string | null = null;
  #serverAheadMs = 0;
  /** When the present socket was asked for. */
  #askedAtMs = 0;

  constructor(options: LinkOptions, owner: LinkOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#connect();
    lookAfter(this);
  }

  /** Server time minus this machine's, ms. */
  get serverAheadMs(): number {
    return this.#serverAheadMs;
  }

  /** Sends what may be sent at `nowMs`. */
  pump(nowMs: number): void {
    if (!this.#welcomed || nowMs < this.#pausedUntilMs) return;
    const { outbox } = this.#options;
    for (let text = outbox.next(nowMs); text !== null; text = outbox.next(nowMs)) this.#socket?.send(text);
  }

  /** Sends an entry once more: its consequence got lost with a socket. */
  again(text: string): void {
    if (this.#welcomed) this.#socket?.send(text);
  }

  /** Something that a proctor would want to know has changed. */
  tellStatus(): void {
    if (this.#welcomed) this.#socket?.send(JSON.stringify(this.#owner.status()));
  }

  close(): void {
    this.#closing = true;
    this.#welcomed = false;
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
    // Events of a socket that was given up change nothing. A close event follows every error.
    socket.onopen = () => this.#socket === socket && socket.send(this.#hello());
    socket.onmessage = (event) => {
      if (event && this.#socket === socket) this.#receive(event.data as string);
    };
    socket.onclose = (event?: { code?: number; reason?: string }) => {
      if (this.#socket === socket) this.#closed(event?.code ?? 1006, event?.reason ?? "");
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

  /** Nearly all frames are acknowledgements, and reading JSON is dear in k6. */
  #receive(text: string): void {
    if (text.startsWith(RECEIVED)) this.#received(parseInt(text.slice(RECEIVED.length), 10));
    else if (text.startsWith(SECURED)) this.#secured(parseInt(text.slice(SECURED.length), 10));
    else this.#hear(frameOf(text));
  }
  #received(seq: number): void {
    this.#owner.acknowledged("received", seq, this.#options.outbox.received(seq));
    this.pump(Date.now());
  }
  /** D2 includes D1: after a reconnect it may be the first word about an entry. */
  #secured(seq: number): void {
    const { outbox } = this.#options;
    const received = outbox.received(seq);
    if (received > 0) this.#owner.acknowledged("received", seq, received);
    this.#owner.acknowledged("secured", seq, outbox.secured(seq));
  }
  #hear(frame: ServerFrame): void {
    const { outbox } = this.#options;
    switch (frame.kind) {
      case "welcome":
        this.#serverAheadMs = frame.serverTimeMs - Date.now();
        this.#delayMs = LIMITS.reconnectFirstMs;
        this.#secured(frame.d2);
        if (this.#closing) return; // that was all it waited for
        outbox.restart(frame.d2);
        this.#welcomed = true;
        this.#owner.welcomed();
        this.tellStatus();
        return this.pump(Date.now());
      case "slow":
        this.#pausedUntilMs = Date.now() + frame.forMs;
        return alarms.at(this.#pausedUntilMs, () => this.pump(Date.now()));
      case "act":
        this.#lastActId = frame.act.id;
        return this.#owner.hear(frame.act);
      case "opening":
      case "step":
        return this.#owner.hearKey(frame);
      case "received":
      case "secured":
        throw new Error("an acknowledgement is written otherwise than it was");
    }
  }

  #closed(code: number, reason: string): void {
    const wasOpen = this.#welcomed;
    this.#welcomed = false;
    this.#socket = null;
    if (this.#closing) return;
    const name = closeNameOf(code);
    const retry = name ? CLOSE[name].retry : "now";
    if (retry === "never") {
      this.#closing = true;
      return this.#owner.sentAway(`${name} ${reason}`);
    }
    const waitMs = (retry === "later" ? retryAfterMs(reason) : 0) + this.#options.random.next() * this.#delayMs;
    this.#delayMs = Math.min(this.#delayMs * 2, LIMITS.reconnectMaxMs);
    this.#owner.lost(name ?? String(code), wasOpen);
    alarms.at(Date.now() + waitMs, () => {
      if (!this.#closing) this.#connect();
    });
  }

  /** A silent socket is dead; what has been received and not secured for too long goes again. */
  look(nowMs: number): void {
    if (this.#closing) return;
    const { outbox } = this.#options;
    const waitingSinceMs = outbox.waitingSinceMs;
    const isDead = this.#welcomed
      ? waitingSinceMs !== null && nowMs - waitingSinceMs > LIMITS.acknowledgeTimeoutMs
      : this.#socket !== null && nowMs - this.#askedAtMs > LIMITS.welcomeTimeoutMs;
    if (isDead) {
      const socket = this.#socket;
      this.#closed(1006, "");
      socket?.close();
    } else if (this.#welcomed && nowMs >= this.#pausedUntilMs)
      for (const text of outbox.resends(nowMs)) this.#socket?.send(text);
  }
}

/** The wait that the server asks for in the close reason, ms; 0 when it says nothing readable. */
function retryAfterMs(reason: string): number {
  const match = /"retryAfterMs":(\d+)/.exec(reason);
  return match ? Number(match[1]) : 0;
}
