/** A tablet as a process outside the platform: the real sign-in contract, outbox and link of client-core over `ws`. */
import { createHash, randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { Link, SUBPROTOCOLS } from "#client-core/link";
import { MemoryStore } from "#client-core/memory-store";
import { openOutbox, type Outbox } from "#client-core/outbox";
import type { Clock, Connect } from "#client-core/ports";
import { type SignInRequest, SignInResponse } from "#contracts/http/sign-in";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());

const clock: Clock = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const connect: Connect = (url, handlers) => {
  const socket = new WebSocket(url, SUBPROTOCOLS);
  let dropped = false;
  socket.on("open", () => dropped || handlers.open());
  socket.on("message", (data: Buffer) => dropped || handlers.message(data.toString("utf8")));
  socket.on("close", (code, reason) => dropped || handlers.close(code, reason.toString("utf8")));
  socket.on("error", () => undefined); // `close` follows
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

/** Signs in until the platform lets in: it may be down at the moment. */
async function signIn(page: string, cardCode: string): Promise<SignInResponse> {
  const request: SignInRequest = { cardCode, device: { id: randomUUID(), publicKey: null }, holds: null };
  const body = JSON.stringify(request);
  for (;;) {
    const answer = await fetch(`${page}/api/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => null);
    if (answer?.status === 200) return SignInResponse.parse(await answer.json());
    if (answer && answer.status < 500) throw new Error(`sign-in refused: ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

export interface RunningTablet {
  readonly candidateId: number;
  readonly sittingId: number;
  readonly outbox: Outbox;
  /** Makes the next answer of this tablet: every text is used once, so that any mix-up shows. */
  answer(): void;
  stop(): void;
}

export async function startTablet(page: string, cardCode: string): Promise<RunningTablet> {
  const signedIn = await signIn(page, cardCode);
  const ref = { sittingId: signedIn.sitting.id, candidateId: signedIn.candidate.id };
  const { epoch, genesis, ticket } = signedIn;
  const outbox = await openOutbox({ ref, epoch, genesis, store: new MemoryStore(), clock, sha256, signer: null });
  const ignore = () => undefined;
  const link = new Link({
    outbox,
    connect,
    clock,
    random: { next: Math.random },
    urls: signedIn.ingestUrls,
    ticket,
    build: "faults",
    lastActId: () => null,
    listener: { state: ignore, welcome: ignore, act: ignore, received: ignore },
  });
  link.start();
  let made = 0;
  return {
    ...ref,
    outbox,
    answer: () => {
      made += 1;
      const value = { text: `answer ${made} of ${ref.candidateId}` };
      outbox.append({ kind: "answer", itemId: `q${made % 20}`, value }, Date.now());
    },
    stop: () => {
      link.stop();
      outbox.stop();
    },
  };
}
