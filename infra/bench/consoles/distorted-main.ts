/**
 * Process: the core of the tablet as it is, on devices whose clock is wrong and runs away, over a wire that is slower one
 * way than the other. What it tells are real instants, by the clock of this computer, which is also the servers'.
 */
import { createHash } from "node:crypto";
import { WebSocket } from "ws";
import { SUBPROTOCOLS } from "#client-core/link";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import type { Clock, Connect, HealthWatch, Http } from "#client-core/ports";
import type { SessionRecord } from "#client-core/records";
import { ServerTime } from "#client-core/server-time";
import { Session } from "#client-core/session";
import type { Distortion, FromDistorted, ToDistorted } from "#infra/bench/consoles/protocol.ts";

const say = (message: FromDistorted) => process.send?.(message);
const realMs = () => performance.timeOrigin + performance.now();
const BEGAN_AT_MS = realMs();
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const healthy: HealthWatch = {
  now: () => ({ storageFreeBytes: 8_000_000_000, storagePersistent: true, wakeLock: true }),
  onChange: () => () => undefined,
};

const clockOf = ({ offsetMs, drift }: Distortion): Clock => ({
  nowMs: () => BEGAN_AT_MS + (realMs() - BEGAN_AT_MS) * (1 + drift) + offsetMs,
  after: (ms, run) => {
    const timer = setTimeout(run, ms / (1 + drift)); // the device's own milliseconds
    return () => clearTimeout(timer);
  },
});

const wireOf =
  ({ upMs, downMs }: Distortion, origin: string): Connect =>
  (url, handlers) => {
    const socket = new WebSocket(url, SUBPROTOCOLS, { origin });
    const later = (ms: number, run: () => void) => void setTimeout(run, ms);
    let isDropped = false;
    const heard = (run: () => void) => later(downMs, () => void (isDropped || run()));
    socket.on("open", () => heard(() => handlers.open()));
    socket.on("message", (data: Buffer) => heard(() => handlers.message(data.toString("utf8"))));
    socket.on("close", (code, reason) => heard(() => handlers.close(code, reason.toString("utf8"))));
    socket.on("error", () => undefined); // `close` follows
    return {
      send: (text) => later(upMs, () => void (socket.readyState === WebSocket.OPEN && socket.send(text))),
      close: () => {
        isDropped = true;
        socket.terminate();
      },
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    };
  };

const httpOf =
  ({ upMs, downMs }: Distortion, page: string): Http =>
  async ({ method, url, headers, body }) => {
    const under = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await under(upMs);
    const answer = await fetch(new URL(url, page), { method, headers, body });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await under(downMs);
    return { status: answer.status, bytes };
  };

interface Seat {
  readonly session: Session;
  readonly time: ServerTime;
  stage: string;
  /** When it came to that stage. */
  sinceMs: number;
}
let seats: Seat[] = [];
let watched: { stage: string; fromMs: number } | null = null;

async function sit(page: string, build: string, record: SessionRecord, distortion: Distortion): Promise<Seat> {
  const clock = clockOf(distortion);
  const time = new ServerTime(clock);
  const session = await Session.open(
    {
      store: new MemoryStore(),
      shelf: new MemoryShelf(),
      clock,
      random: { next: Math.random },
      sha256,
      connect: wireOf(distortion, page),
      http: httpOf(distortion, page),
      time,
      signer: null,
      health: healthy,
      build,
    },
    record,
  );
  const { paper, backup } = record.signedIn;
  session.verified({ main: paper.sha256, backup: backup?.sha256 ?? null });
  const seat: Seat = { session, time, stage: "", sinceMs: 0 };
  session.subscribe(() => look(seat));
  await session.start([]);
  return seat;
}

function look(seat: Seat): void {
  const { stage } = seat.session.snapshot().time;
  if (stage === seat.stage) return;
  seat.stage = stage;
  seat.sinceMs = realMs();
  tellSwitched();
}
function tellSwitched(): void {
  if (!watched || seats.length === 0) return;
  const { stage, fromMs } = watched;
  if (!seats.every((seat) => seat.stage === stage && seat.sinceMs >= fromMs)) return;
  watched = null;
  say({ said: "switched", stage, atMs: seats.map(({ sinceMs }) => sinceMs) });
}

async function sitAll({ page, build, tablets }: Extract<ToDistorted, { say: "sit" }>): Promise<void> {
  const all: Seat[] = [];
  for (const { record, distortion } of tablets) all.push(await sit(page, build, record, distortion));
  await Promise.all(all.map(({ session }) => connected(session)));
  seats = all;
  say({ said: "seated" });
}
function connected(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (session.snapshot().link.kind !== "open") return;
      off();
      resolve();
    };
    const off = session.subscribe(check);
    check();
  });
}

process.on("message", (message: ToDistorted) => {
  switch (message.say) {
    case "sit":
      return void sitAll(message).catch((error: unknown) => say({ said: "trouble", text: String(error) }));
    case "watch":
      watched = { stage: message.stage, fromMs: realMs() };
      return;
    case "estimates":
      return void say({
        said: "estimates",
        off: seats.map(({ time }) => time.nowMs() - realMs()),
        says: seats.map(({ time }) => time.errorMs),
      });
  }
});
process.on("disconnect", () => process.exit(0)); // the bench is gone
