/** Process: consoles of the exam day without screens. They read as cheaply as they can, and come back when they are cut. */
import { WebSocket } from "ws";
import type { ConsoleFrame, LiveMessage } from "#contracts/console/live";
import type { ConsolePlan, ConsolesTold, ToConsoles } from "#loadtest/staff/protocol";

const TELL_EVERY_MS = 1_000;
const PING_EVERY_MS = 5_000;
const WATCH_AGAIN_MS = 3_000;
/** Opened within this time, as people come; a console that was cut comes back within it. */
const SPREAD_MS = 5_000;

let bytes = 0;
let reconnects = 0;
let open = 0;
/** By act: consoles that were told, and when the last one was. */
const acts = new Map<string, { consoles: number; atMs: number; said: boolean }>();

class OneConsole {
  #isWhole = false;
  readonly #told = new Set<string>();

  constructor(
    private readonly asked: ToConsoles,
    private readonly plan: ConsolePlan,
  ) {
    this.#connectSoon();
  }

  #connectSoon(): void {
    setTimeout(() => this.#connect(), Math.random() * SPREAD_MS);
  }
  #connect(): void {
    const { url, origin, sittingId } = this.asked;
    const headers = { cookie: this.plan.cookie, origin };
    const socket = new WebSocket(url, { headers, perMessageDeflate: false, rejectUnauthorized: false });
    const frame = (one: ConsoleFrame) => socket.send(JSON.stringify(one));
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) frame({ kind: "ping", askedAtMs: performance.now() });
    }, PING_EVERY_MS);
    const watch = () => frame({ kind: "watch", sittingId, roomIds: [...this.plan.roomIds], chatAfter: null });
    const again = () => socket.readyState === WebSocket.OPEN && watch();
    socket.on("open", watch);
    socket.on("message", (data: Buffer) => {
      // A sitting made from the command line is known to control within a minute.
      if (this.#heard(data) === "refused") setTimeout(again, WATCH_AGAIN_MS);
    });
    socket.on("error", () => undefined); // `close` follows
    socket.on("close", () => {
      clearInterval(ping);
      if (this.#isWhole) open--;
      this.#isWhole = false;
      reconnects++;
      this.#connectSoon();
    });
  }

  #heard(data: Buffer): string {
    bytes += data.length;
    const kind = data.toString("latin1", 9, data.indexOf(34, 9)); // {"kind":"…
    if (kind === "acts") this.#readActs(JSON.parse(data.toString()) as LiveMessage);
    if (kind === "roster" && !this.#isWhole) {
      this.#isWhole = true;
      open++;
    }
    return kind;
  }
  #readActs(message: LiveMessage): void {
    if (message.kind !== "acts") return;
    for (const { id } of message.acts) {
      if (this.#told.has(id)) continue;
      this.#told.add(id);
      const known = acts.get(id) ?? { consoles: 0, atMs: 0, said: false };
      acts.set(id, { consoles: known.consoles + 1, atMs: performance.timeOrigin + performance.now(), said: false });
    }
  }
}

function tell(): void {
  const news = [...acts].filter(([, act]) => !act.said);
  const told: ConsolesTold = {
    said: "told",
    open,
    bytes,
    reconnects,
    acts: news.map(([actId, { atMs, consoles }]) => ({ actId, atMs: Math.round(atMs), consoles })),
  };
  for (const [, act] of news) act.said = true;
  bytes = reconnects = 0;
  process.send?.(told);
}

process.on("message", (asked: ToConsoles) => {
  for (const plan of asked.consoles) new OneConsole(asked, plan);
  setInterval(tell, TELL_EVERY_MS);
});
process.on("SIGINT", () => undefined); // Ctrl-C reaches the rehearsal, which ends this process in order
process.on("disconnect", () => process.exit(0)); // the rehearsal is gone
