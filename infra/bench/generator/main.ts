/** The generator process: connects, loads, and reports when the bench asks. Knows nothing of what is measured. */
import { Fleet, type Tablet } from "#infra/bench/generator/fleet.ts";
import type { FromGenerator, Load, ToGenerator } from "#infra/bench/generator/protocol.ts";
import { Latencies } from "#infra/bench/measure/latencies.ts";

const say = (message: FromGenerator) => process.send?.(message);
const latencies = new Latencies();
let fleet: Fleet | null = null;
let load: Load | null = null;
let answers = 0;
let last = { atMs: performance.now(), answers: 0, cpuMs: 0, sent: 0, received: 0 };
let pacer: NodeJS.Timeout | null = null;
/** `single`: answers still to send. */
let left = 0;

function send(tablet: Tablet | undefined, dueAtMs: number): void {
  if (!tablet?.socket) return;
  tablet.dueAtMs = dueAtMs;
  tablet.socket.send(tablet.frames.next(Date.now()));
}

function acknowledged(index: number, secured: boolean, seq: number): void {
  const tablet = fleet?.tablets[index];
  if (!tablet || !load || secured !== (load.kind === "single")) return;
  if (seq !== 0 && seq < tablet.frames.seq) return;
  const nowMs = performance.now();
  answers++;
  latencies.record(nowMs - tablet.dueAtMs);
  tablet.dueAtMs = 0;
  if (load.kind === "closed") send(tablet, nowMs);
  else if (load.kind === "single") nextSingle();
}

function nextSingle(): void {
  if (left === 0) {
    load = null;
    say({ said: "resting" });
    return;
  }
  left--;
  const tablets = fleet?.tablets ?? [];
  send(tablets[left % tablets.length], performance.now());
}

function startLoad(next: Load): void {
  load = next;
  const tablets = fleet?.tablets ?? [];
  if (next.kind === "closed") for (const tablet of tablets) send(tablet, performance.now());
  if (next.kind === "single") {
    left = next.count;
    nextSingle();
  }
  if (next.kind === "paced") {
    const startedAtMs = performance.now();
    let sent = 0;
    pacer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAtMs) * next.perSecond) / 1_000);
      for (; sent < due; sent++) send(tablets[sent % tablets.length], startedAtMs + (sent * 1_000) / next.perSecond);
    }, 1);
  }
}

/** Stops sending and waits for what is under way. */
function rest(): void {
  if (pacer) clearInterval(pacer);
  pacer = null;
  if (load?.kind === "closed") load = { kind: "paced", perSecond: 0 }; // acknowledgements count, nothing follows
  const check = () => {
    if (fleet?.tablets.some((tablet) => tablet.dueAtMs !== 0)) return void setTimeout(check, 5);
    load = null;
    say({ said: "resting" });
  };
  check();
}

function mark(): void {
  const { user, system } = process.cpuUsage();
  const bytes = fleet?.bytes() ?? { sent: 0, received: 0 };
  const now = { atMs: performance.now(), answers, cpuMs: (user + system) / 1_000, ...bytes };
  say({
    said: "mark",
    mark: {
      sinceMs: now.atMs - last.atMs,
      answers: now.answers - last.answers,
      cpuMs: now.cpuMs - last.cpuMs,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      bytesSent: now.sent - last.sent,
      bytesReceived: now.received - last.received,
    },
  });
  last = now;
  latencies.clear();
}

process.on("message", (message: ToGenerator) => {
  switch (message.say) {
    case "connect":
      fleet = new Fleet(
        message.plan,
        (socket, secured, seq) => acknowledged(socket.index, secured, seq),
        (tookMs, refusals) => say({ said: "connected", tookMs, refusals }),
        (text) => say({ said: "trouble", text }),
      );
      return fleet.connectAll();
    case "reconnect":
      return fleet?.dropAll(() => fleet?.connectAll());
    case "load":
      return startLoad(message.load);
    case "mark":
      return mark();
    case "rest":
      return rest();
  }
});
process.on("disconnect", () => process.exit(0)); // the bench is gone
