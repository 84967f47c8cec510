/**
 * A console's way to the live feed: connects, watches, asks for the time, comes back with jitter when the socket is lost.
 * It decides nothing about an exam and keeps nothing but the position in the chat: whoever comes back begins anew.
 */
import { CONSOLE_CLOSE, type ConsoleFrame, LiveMessage } from "#contracts/console/live";
import { reconnectDelayMs } from "#client-core/backoff";
import type { Clock, Connect, Random, Socket } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";

/** "signed_out": the session ended; nothing is tried until `start` is called again. */
export type LiveLink = "off" | "connecting" | "open" | "waiting" | "signed_out";

export interface LiveListener {
  link(link: LiveLink): void;
  message(message: LiveMessage): void;
  /** A `watch` was sent: the whole state follows. */
  watching(): void;
}
export interface LivePorts {
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: Random;
  readonly time: ServerTime;
  readonly url: () => string;
}
export interface Watch {
  readonly sittingId: number;
  readonly roomIds: readonly number[];
}

/** How often server time is asked for. */
export const PING_MS = 5_000;
/** The feed says something every second; after this long without a word the socket is taken for dead. */
export const SILENCE_MS = 12_000;

export class LiveClient {
  private link: LiveLink = "off";
  private socket: Socket | null = null;
  /** The first message has come: `watch` may be sent. */
  private greeted = false;
  private attempt = 0;
  private wanted: Watch | null = null;
  private readonly chatAfter = new Map<number, string>();
  private cancelRetry: () => void = () => undefined;
  private cancelPing: () => void = () => undefined;
  private cancelSilence: () => void = () => undefined;

  constructor(
    private readonly ports: LivePorts,
    private readonly listener: LiveListener,
  ) {}

  /** Also after a new sign-in. */
  start(): void {
    if (this.link === "off" || this.link === "signed_out") this.open();
  }
  stop(): void {
    this.drop();
    this.chatAfter.clear();
    this.wanted = null;
    this.become("off");
  }
  /** The network may be back: do not wait. */
  wake(): void {
    if (this.link === "waiting") this.open();
  }

  /** Replaces what was watched before; null: nothing yet. */
  watch(wanted: Watch): void {
    this.wanted = wanted;
    this.sendWatch();
  }
  /** Begins the same watch anew: something was missed. */
  again(): void {
    this.sendWatch();
  }

  private open(): void {
    this.drop();
    this.become("connecting");
    const socket: Socket = this.ports.connect(this.ports.url(), {
      open: () => this.socket === socket && this.ping(),
      message: (text) => this.socket === socket && this.heard(text),
      close: (code) => this.socket === socket && this.closed(code),
    });
    this.socket = socket;
    this.listen();
  }

  private heard(text: string): void {
    this.listen();
    const message = readMessage(text);
    // What is not understood is passed over: a newer server may say more.
    if (message === null) return;
    const { clock, time } = this.ports;
    if (message.kind === "hello") {
      if (time.offset === null) time.learn(message.serverTimeMs, clock.nowMs());
      this.attempt = 0;
      this.become("open");
      // Whoever hears it may choose what to watch: it is asked for once.
      this.listener.message(message);
      this.greeted = true;
      return this.sendWatch();
    }
    if (message.kind === "pong") time.learn(message.serverTimeMs, message.askedAtMs);
    if (message.kind === "chat") {
      const last = message.messages.at(-1);
      if (last) this.chatAfter.set(message.sittingId, last.position);
    }
    this.listener.message(message);
  }

  private sendWatch(): void {
    if (!this.greeted || !this.wanted) return;
    const { sittingId, roomIds } = this.wanted;
    this.say({ kind: "watch", sittingId, roomIds: [...roomIds], chatAfter: this.chatAfter.get(sittingId) ?? null });
    this.listener.watching();
  }

  private ping(): void {
    const { clock } = this.ports;
    this.say({ kind: "ping", askedAtMs: clock.nowMs() });
    this.cancelPing();
    this.cancelPing = clock.after(PING_MS, () => this.ping());
  }

  private say(frame: ConsoleFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }

  /** Something was heard: the silence starts again. */
  private listen(): void {
    this.cancelSilence();
    this.cancelSilence = this.ports.clock.after(SILENCE_MS, () => this.lost());
  }

  private closed(code: number): void {
    if (code !== CONSOLE_CLOSE.session_ended.code) return this.lost();
    this.drop();
    this.become("signed_out");
  }

  private lost(): void {
    this.drop();
    this.become("waiting");
    const { clock, random } = this.ports;
    this.cancelRetry = clock.after(reconnectDelayMs(this.attempt++, random), () => this.open());
  }

  private drop(): void {
    this.cancelRetry();
    this.cancelPing();
    this.cancelSilence();
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    socket?.close();
  }

  private become(link: LiveLink): void {
    this.link = link;
    this.listener.link(link);
  }
}

function readMessage(text: string): LiveMessage | null {
  try {
    const parsed = LiveMessage.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
