/** All sockets of the generator: connecting within a bound, retrying when the server says later. */
import { LIMITS } from "#contracts/limits";
import type { HelloFrame, StatusFrame } from "#contracts/frames/tablet";
import { AnswerFrames } from "#infra/bench/generator/answer-frames.ts";
import type { ConnectPlan } from "#infra/bench/generator/protocol.ts";
import { BareSocket, type SocketEnd, type SocketEvents } from "#loadtest/wire/bare-socket";
import { textFrame } from "#loadtest/wire/text-frame";

export interface Tablet {
  socket: BareSocket | null;
  frames: AnswerFrames;
  /** When its unacknowledged answer was due, ms, and its seq; 0 when there is none. */
  dueAtMs: number;
  dueSeq: number;
}

export class Fleet {
  readonly tablets: Tablet[];
  #handshakes = 0;
  #waiting: number[] = [];
  #ready = 0;
  #refusals = 0;
  #startedAtMs = 0;
  #dropping = false;
  /** Bytes of sockets that are gone. */
  #bytes = { sent: 0, received: 0 };
  readonly #events: SocketEvents;

  constructor(
    private readonly plan: ConnectPlan,
    heard: Pick<SocketEvents, "acknowledged" | "act">,
    private readonly onConnected: (tookMs: number, refusals: number) => void,
    private readonly onTrouble: (text: string) => void,
  ) {
    this.tablets = Array.from({ length: plan.sockets }, () => ({
      socket: null,
      frames: new AnswerFrames(0),
      dueAtMs: 0,
      dueSeq: 0,
    }));
    this.#events = {
      ...heard,
      ready: (socket, d2) => this.#socketReady(socket.index, d2),
      gone: (socket, end) => this.#socketGone(socket, end),
    };
  }

  connectAll(): void {
    this.#startedAtMs = performance.now();
    this.#ready = this.#refusals = 0;
    this.#dropping = false;
    this.#waiting = this.tablets.map((_, index) => index).reverse();
    this.#connectMore();
  }

  /** Drops every socket; `then` runs once all are gone. */
  dropAll(then: () => void): void {
    this.#dropping = true;
    for (const tablet of this.tablets) tablet.socket?.drop();
    const check = () => (this.tablets.every((tablet) => tablet.socket === null) ? then() : void setTimeout(check, 5));
    check();
  }

  /** Says how a tablet is; nothing where the plan has no status. */
  tellStatus(index: number, change: Partial<StatusFrame>): void {
    const { status } = this.plan;
    if (status) this.tablets[index]?.socket?.send(textFrame(JSON.stringify({ ...status, ...change })));
  }

  bytes(): { sent: number; received: number } {
    const sum = { ...this.#bytes };
    for (const { socket } of this.tablets) {
      sum.sent += socket?.bytesSent ?? 0;
      sum.received += socket?.bytesReceived ?? 0;
    }
    return sum;
  }

  #connectMore(): void {
    while (this.#handshakes < this.plan.handshakesMax) {
      const index = this.#waiting.pop();
      const tablet = index === undefined ? undefined : this.tablets[index];
      if (index === undefined || !tablet) return;
      this.#handshakes++;
      tablet.socket = new BareSocket(index, this.plan, this.#hello(index), this.#events);
    }
  }

  #hello(index: number): string | null {
    const ticket = this.plan.tickets?.[index];
    if (ticket === undefined) return null;
    const headSeq = this.tablets[index]?.frames.seq ?? 0;
    const hello: HelloFrame = { v: 1, kind: "hello", ticket, headSeq, lastActId: null, build: "bench" };
    return JSON.stringify(hello);
  }

  #socketReady(index: number, d2: number): void {
    const tablet = this.tablets[index];
    if (!tablet) return;
    tablet.frames = new AnswerFrames(d2);
    this.tellStatus(index, {});
    this.#handshakes--;
    this.#connectMore();
    if (++this.#ready === this.plan.sockets) this.onConnected(performance.now() - this.#startedAtMs, this.#refusals);
  }

  #socketGone(socket: BareSocket, { why, retryAfterMs }: SocketEnd): void {
    const tablet = this.tablets[socket.index];
    if (!tablet) return;
    this.#bytes.sent += socket.bytesSent;
    this.#bytes.received += socket.bytesReceived;
    tablet.socket = null;
    if (this.#dropping) return;
    if (retryAfterMs === null || this.#ready === this.plan.sockets)
      return this.onTrouble(`socket ${socket.index}: ${why}`);
    // Told to come back, as a tablet would be: after that time and a jitter.
    this.#refusals++;
    this.#handshakes--;
    setTimeout(
      () => {
        this.#waiting.push(socket.index);
        this.#connectMore();
      },
      retryAfterMs + Math.random() * LIMITS.reconnectFirstMs,
    );
    this.#connectMore();
  }
}
