/**
 * The way of one outbox to the servers: connects, says hello, sends what is durable, listens, reconnects.
 * It decides nothing about answers; it may be stopped and made anew at any time without loss.
 */
import { type CloseName, CLOSE, closeNameOf } from "#contracts/close-codes";
import { type OpeningFrame, ServerFrame, type StepFrame, type WelcomeFrame } from "#contracts/frames/server";
import { LIMITS } from "#contracts/limits";
import { SUBPROTOCOL } from "#contracts/wire-version";
import type { Act } from "#domain/sitting/act";
import { reconnectDelayMs } from "#client-core/backoff";
import { InFlight } from "#client-core/in-flight";
import type { Outbox } from "#client-core/outbox";
import type { Clock, Connect, Random, Socket } from "#client-core/ports";

/** "open" = welcomed. "stopped": this link will not connect again, `reason` says why. */
export type LinkState =
  { readonly kind: "connecting" | "open" | "waiting" } | { readonly kind: "stopped"; readonly reason: StopReason };
/** A close code that says never, a server that holds more than this device, or the owner's wish. */
export type StopReason = CloseName | "log_lost" | "stop";

export interface LinkListener {
  state(state: LinkState): void;
  /** `askedAtMs`: device clock when hello was sent, for the estimate of server time. */
  welcome(frame: WelcomeFrame, askedAtMs: number): void;
  act(act: Act): void;
  /** A frame of a server was passed over: it is none that this tablet understands. */
  ignored?(): void;
  /** A key of the sealed paper; whoever shows none does without. */
  key?(frame: OpeningFrame | StepFrame): void;
  /**
   * D1: the store's time of the newest acknowledgement. `sentAtMs`: device clock when the newest entry that it is the
   * first to acknowledge was sent; null when it acknowledges nothing new.
   */
  received(atMs: number, sentAtMs: number | null): void;
}
export interface LinkOptions {
  readonly outbox: Outbox;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: Random;
  readonly urls: readonly string[];
  readonly ticket: string;
  readonly build: string;
  /** Last act applied, asked at each hello. */
  readonly lastActId: () => string | null;
  readonly listener: LinkListener;
}
/** Subprotocols to offer when a Connect opens its socket. */
export const SUBPROTOCOLS = [SUBPROTOCOL];

interface Connection {
  readonly socket: Socket;
  askedAtMs: number;
  welcomedAtMs: number | null;
  /** Null before the welcome. */
  flight: InFlight | null;
}

export class Link {
  /** Frames that were passed over in this run. */
  ignoredFrames = 0;
  private connection: Connection | null = null;
  private state: LinkState = { kind: "waiting" };
  private attempt = 0;
  private urlIndex: number;
  private slowUntilMs = 0;
  private cancelRetry: () => void = () => undefined;
  private cancelCheck: () => void = () => undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: LinkOptions) {
    this.urlIndex = Math.floor(options.random.next() * options.urls.length);
    this.unsubscribe = options.outbox.onChange(() => this.pump());
  }

  start(): void {
    if (this.state.kind === "waiting") this.open();
  }

  /** The device woke up or the network came back: do not wait for the backoff. */
  wake(): void {
    if (this.state.kind === "waiting") this.open();
  }

  /** Drops the socket and connects again at once: after a sleep the clock's estimate and the socket are both suspect. */
  renew(): void {
    if (this.state.kind === "stopped") return;
    this.drop();
    this.open();
  }

  stop(reason: StopReason = "stop"): void {
    if (this.state.kind === "stopped") return;
    this.drop();
    this.unsubscribe();
    this.become({ kind: "stopped", reason });
  }

  /** Says something that is no entry: it is neither kept nor sent again. False when nobody listens. */
  say(text: string): boolean {
    if (!this.connection?.flight) return false;
    this.connection.socket.send(text);
    return true;
  }

  private open(): void {
    this.cancelRetry();
    const { clock, connect, urls } = this.options;
    const url = urls[this.urlIndex % urls.length];
    if (url === undefined) throw new Error("a link needs at least one address");
    this.become({ kind: "connecting" });
    const connection: Connection = {
      askedAtMs: clock.nowMs(),
      welcomedAtMs: null,
      flight: null,
      // A late callback of a socket that was dropped must not touch the one that took its place.
      socket: connect(url, {
        open: () => this.connection === connection && this.hello(connection),
        message: (text) => this.connection === connection && this.message(connection, text),
        close: (code, reason) => this.connection === connection && this.closed(code, reason),
      }),
    };
    this.connection = connection;
    this.cancelCheck = clock.after(LIMITS.welcomeTimeoutMs, () => {
      if (this.connection === connection && !connection.flight) this.lost("now", 0);
    });
  }

  private hello(connection: Connection): void {
    const { build, clock, lastActId, outbox, ticket } = this.options;
    connection.askedAtMs = clock.nowMs();
    connection.socket.send(
      JSON.stringify({ v: 1, kind: "hello", ticket, headSeq: outbox.sendableSeq, lastActId: lastActId(), build }),
    );
  }

  private message(connection: Connection, text: string): void {
    const frame = readServerFrame(text);
    // What is not understood is passed over and counted: a newer server may say more, and answers must go on. What this
    // tablet cannot do without (welcome, received) is missed by a time limit.
    if (!frame) {
      this.ignoredFrames++;
      return this.options.listener.ignored?.();
    }
    if (frame.kind !== "welcome" && !connection.flight) return;
    connection.flight?.heard();
    switch (frame.kind) {
      case "welcome":
        return this.welcomed(connection, frame);
      case "received":
        this.attempt = 0;
        return this.received(connection, frame.seq, frame.atMs);
      case "secured":
        connection.flight?.secured(frame.seq);
        return this.options.outbox.markSecured(frame.seq);
      case "slow":
        this.slowUntilMs = this.options.clock.nowMs() + frame.forMs;
        return this.pump();
      case "act":
        return this.options.listener.act(frame.act);
      case "opening":
      case "step":
        return this.options.listener.key?.(frame);
    }
  }

  private received(connection: Connection, seq: number, atMs: number): void {
    const { listener, outbox } = this.options;
    const sentAtMs = seq > outbox.d1 ? (connection.flight?.firstSentAtMs(seq) ?? null) : null;
    listener.received(atMs, sentAtMs);
    outbox.markReceived(seq);
  }

  private welcomed(connection: Connection, frame: WelcomeFrame): void {
    const { listener, outbox } = this.options;
    listener.welcome(frame, connection.askedAtMs);
    if (this.connection !== connection) return;
    // The server holds entries of this epoch that this device does not: its log was lost, its numbers are used up.
    if (frame.fence === outbox.epoch && frame.d2 > outbox.headSeq) return this.stop("log_lost");
    connection.flight = new InFlight(Math.min(frame.d2, outbox.sendableSeq));
    connection.welcomedAtMs = this.options.clock.nowMs();
    this.slowUntilMs = 0;
    this.become({ kind: "open" });
    outbox.connected(frame.d2);
    this.pump();
  }

  /** Sends what may be sent now and sets the alarm for what comes next. */
  private pump(): void {
    const connection = this.connection;
    const flight = connection?.flight;
    if (!connection || !flight) return;
    const { clock, outbox } = this.options;
    const now = clock.nowMs();
    if (now >= this.slowUntilMs) {
      for (const seq of flight.resend(outbox.d1, outbox.d2, now)) this.send(connection, flight, seq, now);
      for (let seq = flight.next(outbox.d1); seq !== null; seq = flight.next(outbox.d1)) {
        if (connection.socket.bufferedAmount > LIMITS.socketBufferBytesMax) break;
        if (!this.send(connection, flight, seq, now)) break;
      }
    }
    this.setAlarm(connection, flight, now);
  }

  private send(connection: Connection, flight: InFlight, seq: number, now: number): boolean {
    const text = this.options.outbox.sendable(seq);
    if (text === null) return false;
    flight.sent(seq, now);
    connection.socket.send(text);
    return true;
  }

  private setAlarm(connection: Connection, flight: InFlight, now: number): void {
    this.cancelCheck();
    const { clock, outbox } = this.options;
    const oldest = flight.unansweredSinceMs(outbox.d1);
    const dueAtMs = [
      oldest === null ? null : oldest + LIMITS.acknowledgeTimeoutMs,
      flight.resendDueAtMs(outbox.d1, outbox.d2),
      now < this.slowUntilMs ? this.slowUntilMs : null,
    ].filter((at) => at !== null);
    if (dueAtMs.length === 0) return;
    this.cancelCheck = clock.after(Math.max(0, Math.min(...dueAtMs) - now), () => {
      if (this.connection !== connection) return;
      const unanswered = flight.unansweredSinceMs(outbox.d1);
      // A half-open socket swallows everything in silence: only a missing answer gives it away.
      if (unanswered !== null && unanswered + LIMITS.acknowledgeTimeoutMs <= clock.nowMs()) this.lost("now", 0);
      else this.pump();
    });
  }

  private closed(code: number, reason: string): void {
    const name = closeNameOf(code);
    const retry = name === null ? "now" : CLOSE[name].retry;
    if (name !== null && retry === "never") return this.stop(name);
    this.lost(retry === "later" ? "later" : "now", retryAfterOf(reason));
  }

  /** The socket is gone or useless: try the next address after a while. */
  private lost(retry: "now" | "later", retryAfterMs: number): void {
    const { clock, random } = this.options;
    const welcomedAtMs = this.connection?.welcomedAtMs ?? null;
    // A server that welcomes and then fails at once must not be stormed: only a socket that lasted starts afresh.
    if (welcomedAtMs !== null && clock.nowMs() - welcomedAtMs > LIMITS.reconnectMaxMs) this.attempt = 0;
    this.drop();
    this.urlIndex++;
    this.become({ kind: "waiting" });
    const delay = reconnectDelayMs(this.attempt++, random) + (retry === "later" ? retryAfterMs : 0);
    this.cancelRetry = clock.after(delay, () => this.open());
  }

  private drop(): void {
    this.cancelRetry();
    this.cancelCheck();
    const connection = this.connection;
    this.connection = null;
    connection?.socket.close();
  }

  private become(state: LinkState): void {
    this.state = state;
    this.options.listener.state(state);
  }
}

function readServerFrame(text: string): ServerFrame | null {
  try {
    const parsed = ServerFrame.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** `retryAfterMs` of a close reason; 0 where it says none or is not ours. */
function retryAfterOf(reason: string): number {
  try {
    const parsed: unknown = JSON.parse(reason);
    if (typeof parsed !== "object" || parsed === null || !("retryAfterMs" in parsed)) return 0;
    return typeof parsed.retryAfterMs === "number" ? Math.max(0, parsed.retryAfterMs) : 0;
  } catch (error) {
    if (error instanceof SyntaxError) return 0;
    throw error;
  }
}
