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
const pacers: NodeJS.Timeout[] = [];
/** By act: when each tablet was told, in order, ms since 1970. */
const toldAtMs = new Map<string, number[]>();
/** Neighbours in time sit in different rooms. A prime. */
const STRIDE = 4_999;
/** `single`: answers still to send. */
let left = 0;

function send(tablet: Tablet | undefined, dueAtMs: number): void {
  if (!tablet?.socket) return;
  tablet.dueAtMs = dueAtMs;
  tablet.socket.send(tablet.frames.next(Date.now()));
  tablet.dueSeq = tablet.frames.seq;
}

function acknowledged(index: number, secured: boolean, seq: number): void {
  const tablet = fleet?.tablets[index];
  if (!tablet || !load || secured !== (load.kind === "single")) return;
  if (tablet.dueAtMs === 0 || (seq !== 0 && seq < tablet.dueSeq)) return;
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
  if (next.kind === "paced") pace(next.perSecond, 1, (n, dueAtMs) => send(tablets[n % tablets.length], dueAtMs));
  if (next.kind === "composing") {
    const somewhere = (n: number) => (n * STRIDE) % tablets.length;
    pace(next.perSecond, 4, (n, dueAtMs) => send(tablets[somewhere(n)], dueAtMs));
    // What changes is how well a tablet knows the time: small, and a row of its own on every console of the room.
    pace(next.statusesPerSecond, 20, (n) => fleet?.tellStatus(somewhere(n), { clockErrorMs: 1 + (n % 40) }));
  }
}

/** Runs `perSecond` times a second, looking every `everyMs`; `dueAtMs`: when the n-th time was due. */
function pace(perSecond: number, everyMs: number, run: (n: number, dueAtMs: number) => void): void {
  const startedAtMs = performance.now();
  let done = 0;
  const look = () => {
    const due = Math.floor(((performance.now() - startedAtMs) * perSecond) / 1_000);
    for (; done < due; done++) run(done, startedAtMs + (done * 1_000) / perSecond);
  };
  pacers.push(setInterval(look, everyMs));
}

/** Every tablet that is told an act says that it is in force; when all have been, the bench hears how long it took. */
function toldAct(tablet: Tablet | undefined, actId: string): void {
  if (!tablet) return;
  const nowMs = performance.timeOrigin + performance.now();
  tablet.socket?.send(tablet.frames.applied(actId, Math.floor(nowMs)));
  const atMs = toldAtMs.get(actId) ?? [];
  toldAtMs.set(actId, atMs);
  atMs.push(nowMs);
  const tablets = fleet?.tablets.length ?? 0;
  if (atMs.length !== tablets) return;
  const p99AtMs = atMs[Math.ceil(tablets * 0.99) - 1] ?? NaN;
  say({ said: "act", reach: { actId, tablets, firstAtMs: atMs[0] ?? NaN, p99AtMs, lastAtMs: nowMs } });
}

/** Stops sending and waits for what is under way. */
function rest(): void {
  for (const pacer of pacers.splice(0)) clearInterval(pacer);
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
        {
          acknowledged: (socket, secured, seq) => acknowledged(socket.index, secured, seq),
          act: (socket, actId) => toldAct(fleet?.tablets[socket.index], actId),
        },
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
