/** A room full of tablets without screens: the real sign-in, outbox, link and session of the tablet, over sockets of Node. */
import { createHash, randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { SUBPROTOCOLS } from "#client-core/link";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import type { Clock, Connect, HealthWatch, Http } from "#client-core/ports";
import { ServerTime } from "#client-core/server-time";
import { Session } from "#client-core/session";
import { signIn } from "#client-core/sign-in";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const clock: Clock = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const healthy: HealthWatch = {
  now: () => ({ storageFreeBytes: 8_000_000_000, storagePersistent: true, wakeLock: true }),
  onChange: () => () => undefined,
};

const httpOf =
  (page: string): Http =>
  async ({ method, url, headers, body }) => {
    const answer = await fetch(new URL(url, page), { method, headers, body });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };

/** The radio of one tablet, which can be switched off. */
class Network {
  #isCut = false;
  readonly #sockets = new Set<WebSocket>();

  readonly connect: Connect = (url, handlers) => {
    const socket = new WebSocket(url, SUBPROTOCOLS);
    this.#sockets.add(socket);
    let dropped = false;
    socket.on("open", () => dropped || handlers.open());
    socket.on("message", (data: Buffer) => dropped || handlers.message(data.toString("utf8")));
    socket.on("close", (code, reason) => {
      this.#sockets.delete(socket);
      if (!dropped) handlers.close(code, reason.toString("utf8"));
    });
    socket.on("error", () => undefined); // `close` follows
    if (this.#isCut) socket.terminate();
    return {
      send: (text) => void (socket.readyState === WebSocket.OPEN && socket.send(text)),
      close: () => {
        dropped = true;
        socket.terminate();
      },
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    };
  };
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.terminate();
  }
  join(): void {
    this.#isCut = false;
  }
}

const QUESTIONS = 12;

/** One candidate's tablet. `cutLink` drops its network until `joinLink`. */
export class CrowdTablet {
  #made = 0;

  private constructor(
    private readonly network: Network,
    readonly cardCode: string,
    readonly session: Session,
    readonly candidateId: number,
    readonly sittingId: number,
    readonly roomId: number,
  ) {}

  /** Signs in, says "this is me" and connects. Rejects when the card is refused. */
  static async sitDown(page: string, cardCode: string, build: string): Promise<CrowdTablet> {
    const http = httpOf(page);
    const store = new MemoryStore();
    const shelf = new MemoryShelf();
    const time = new ServerTime(clock);
    const device = { id: randomUUID(), signer: null };
    const signedIn = await signIn({ http, shelf, store, sha256, device, time, nowMs: clock.nowMs }, cardCode);
    if ("refusal" in signedIn) throw new Error(`card ${cardCode}: ${signedIn.refusal.code}`);
    const { record } = signedIn;
    const network = new Network();
    const random = { next: Math.random };
    const session = await Session.open(
      {
        store,
        shelf,
        clock,
        random,
        sha256,
        connect: network.connect,
        http,
        time,
        signer: null,
        health: healthy,
        build,
      },
      record,
    );
    const { candidate, sitting } = record.signedIn;
    const tablet = new CrowdTablet(network, cardCode, session, candidate.id, sitting.id, candidate.roomId);
    session.confirm();
    await session.start([]);
    return tablet;
  }

  /** Answers the next question, when the clock lets it. */
  answer(): boolean {
    this.#made += 1;
    const text = `answer ${this.#made} of ${this.candidateId}`;
    return this.session.answer(`q${(this.#made % QUESTIONS) + 1}`, { text });
  }
  cutLink(): void {
    this.network.cut();
  }
  joinLink(): void {
    this.network.join();
    this.session.wake(false);
  }
  leave(): void {
    this.session.stop();
  }
}
