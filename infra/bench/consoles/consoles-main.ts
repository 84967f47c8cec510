/** Process: consoles without screens. They read what comes as cheaply as they can: the server is measured, not they. */
import { WebSocket } from "ws";
import type { ConsoleFrame, LiveMessage } from "#contracts/console/live";
import type { ConsolePlan, FromConsoles, ToConsoles } from "#infra/bench/consoles/protocol.ts";

const PING_MS = 5_000;
/** Messages of one update come in one packet; updates are further apart than this. */
const SAME_UPDATE_MS = 30;
const OPENING_MAX = 40;
/** They answer or come by themselves; what is put together into updates is everything else. */
const BESIDE = ["hello", "pong", "platform", "missing", "sittings"];

const say = (message: FromConsoles) => process.send?.(message);
const nowMs = () => performance.timeOrigin + performance.now();
let open: OneConsole[] = [];
let bytes = 0;
let messages = 0;
let byKind: Record<string, number> = {};
let last = { atMs: performance.now(), cpuMs: 0 };
/** By act: consoles that were told. */
const told = new Map<string, number>();
const delivered = new Set<string>();

class OneConsole {
  updates = 0;
  private lastAtMs = 0;
  private ping: NodeJS.Timeout | null = null;
  private readonly socket: WebSocket;

  constructor(
    url: string,
    origin: string,
    sittingId: number,
    private readonly plan: ConsolePlan,
    whole: () => void,
  ) {
    const frame = (one: ConsoleFrame) => this.socket.send(JSON.stringify(one));
    this.socket = new WebSocket(url, { headers: { cookie: plan.cookie, origin }, perMessageDeflate: false });
    this.socket.on("open", () => {
      frame({ kind: "watch", sittingId, roomIds: [...plan.roomIds], chatAfter: null });
      const ping = () => frame({ kind: "ping", askedAtMs: performance.now() });
      // They were opened one after the other; their pings are not all at once.
      this.ping = setTimeout(() => (this.ping = setInterval(ping, PING_MS)), Math.random() * PING_MS);
    });
    let isWhole = false;
    this.socket.on("message", (data: Buffer) => {
      const kind = this.heard(data);
      if (isWhole || kind !== "missing") return; // the last of a snapshot
      isWhole = true;
      whole();
    });
    this.socket.on("error", (error) => say({ said: "trouble", text: `a console: ${error.message}` }));
    this.socket.on("close", (code, reason) => {
      if (open.includes(this)) say({ said: "trouble", text: `a console was closed: ${code} ${reason.toString()}` });
    });
  }
  close(): Promise<void> {
    if (this.ping) clearInterval(this.ping);
    return new Promise((resolve) => {
      this.socket.once("close", () => resolve());
      this.socket.terminate();
    });
  }

  private heard(data: Buffer): string {
    const kind = data.toString("latin1", 9, data.indexOf(34, 9));
    bytes += data.length;
    messages++;
    byKind[kind] = (byKind[kind] ?? 0) + data.length;
    if (!BESIDE.includes(kind)) {
      const atMs = performance.now();
      if (atMs - this.lastAtMs > SAME_UPDATE_MS) this.updates++;
      this.lastAtMs = atMs;
    }
    if (kind === "acts" || (kind === "deliveries" && this.plan.follows))
      this.read(JSON.parse(data.toString()) as LiveMessage);
    return kind;
  }
  private read(message: LiveMessage): void {
    if (message.kind === "acts")
      for (const { id } of message.acts) {
        const n = (told.get(id) ?? 0) + 1;
        told.set(id, n);
        if (n === open.length) say({ said: "act", actId: id, atMs: nowMs() });
      }
    if (message.kind !== "deliveries") return;
    for (const { actId, applied, present } of message.deliveries) {
      if (applied < present || present === 0 || delivered.has(actId)) continue;
      delivered.add(actId);
      say({ said: "delivered", actId, atMs: nowMs(), present });
    }
  }
}

/** A few at a time, as people come. */
function openAll({ url, origin, sittingId, consoles }: Extract<ToConsoles, { say: "open" }>): void {
  const startedAtMs = performance.now();
  const waiting = [...consoles];
  let whole = 0;
  const next = () => {
    const plan = waiting.shift();
    if (!plan) return;
    const one = new OneConsole(url, origin, sittingId, plan, () => {
      if (++whole === consoles.length) say({ said: "open", tookMs: performance.now() - startedAtMs, bytes });
      next();
    });
    open.push(one);
  };
  for (let n = 0; n < OPENING_MAX; n++) next();
}

function mark(): void {
  const { user, system } = process.cpuUsage();
  const now = { atMs: performance.now(), cpuMs: (user + system) / 1_000 };
  const sinceMs = now.atMs - last.atMs;
  const updates = open.map((one) => (one.updates * 1_000) / sinceMs);
  const updatesMean = updates.reduce((sum, each) => sum + each, 0) / Math.max(1, updates.length);
  const cpuMs = now.cpuMs - last.cpuMs;
  const updatesMax = Math.max(0, ...updates);
  say({ said: "mark", mark: { sinceMs, bytes, messages, updatesMax, updatesMean, cpuMs, byKind } });
  for (const one of open) one.updates = 0;
  bytes = messages = 0;
  byKind = {};
  last = now;
}

process.on("message", (message: ToConsoles) => {
  switch (message.say) {
    case "open":
      bytes = 0;
      return openAll(message);
    case "close": {
      const before = open;
      open = [];
      return void Promise.all(before.map((one) => one.close())).then(() => say({ said: "closed" }));
    }
    case "mark":
      return mark();
  }
});
process.on("disconnect", () => process.exit(0)); // the bench is gone
