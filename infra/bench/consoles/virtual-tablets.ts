/**
 * The same tablets without a machine: the core of the tablet, its distorted clock and its wire in virtual time. What is
 * left is the estimate alone, whatever else the processors do, also after a long pause in which nobody wrote anything.
 */
import { createHash, randomUUID } from "node:crypto";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import type { Clock, Connect, Http, SocketHandlers } from "#client-core/ports";
import type { SessionRecord } from "#client-core/records";
import { ServerTime } from "#client-core/server-time";
import { Session } from "#client-core/session";
import { VirtualClock } from "#client-core/testing/virtual-clock";
import type { ServerFrame } from "#contracts/frames/server";
import type { TabletFrame } from "#contracts/frames/tablet";
import { type Act, type ActKind, actOf } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import type { Distortion } from "#infra/bench/consoles/protocol.ts";

const SERVER_BEGAN_AT_MS = 1_700_000_000_000;
const APPEND_MS = 30;
const AHEAD_MS = 4_000;
const LONG_PAUSE_MS = 30 * 60_000;
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());

/** When one tablet switches: ms after (or before) the announced instant, pause by pause; the last after a long one. */
export async function switchesOf(record: SessionRecord, distortion: Distortion): Promise<number[]> {
  const { offsetMs, drift, upMs, downMs } = distortion;
  const real = new VirtualClock();
  const beganAtMs = real.nowMs();
  const serverMs = () => Math.floor(SERVER_BEGAN_AT_MS + real.nowMs());
  const acts: Act[] = [];
  let hear: ((frame: ServerFrame) => void) | null = null;

  function say(kind: ActKind, effectiveAtMs: number | null): void {
    const request = { id: randomUUID(), kind, author: "bench", cause: "", scope: NATION, override: "bench" };
    const act = actOf({ ...request, effectiveAtMs }, serverMs());
    acts.push(act);
    hear?.({ v: 1, kind: "act", act });
  }
  const clock: Clock = {
    nowMs: () => beganAtMs + (real.nowMs() - beganAtMs) * (1 + drift) + offsetMs,
    after: (ms, run) => real.after(Math.max(1, Math.trunc(ms / (1 + drift))), run), // whole milliseconds, as in a browser
  };
  const connect: Connect = (_url, handlers: SocketHandlers) => {
    const told = (frame: ServerFrame) => void real.after(downMs, () => handlers.message(JSON.stringify(frame)));
    const heard = (frame: TabletFrame) => {
      if (frame.kind === "hello") {
        told({ v: 1, kind: "welcome", fence: 1, d2: 0, lastActId: null, serverTimeMs: serverMs() });
        for (const act of acts) told({ v: 1, kind: "act", act });
      } else if ("seq" in frame)
        real.after(APPEND_MS, () => told({ v: 1, kind: "received", seq: frame.seq, atMs: serverMs() }));
    };
    hear = told;
    real.after(upMs + downMs, () => handlers.open());
    return {
      bufferedAmount: 0,
      close: () => undefined,
      send: (text) => void real.after(upMs, () => heard(JSON.parse(text) as TabletFrame)),
    };
  };
  const http: Http = () =>
    new Promise((resolve) => {
      real.after(upMs, () => {
        const bytes = new TextEncoder().encode(JSON.stringify({ serverTimeMs: serverMs() }));
        real.after(downMs, () => resolve({ status: 200, bytes }));
      });
    });

  say("check_in", null);
  say("start", null);
  const ports = { clock, connect, http, sha256, time: new ServerTime(clock), random: { next: Math.random } };
  const health = { now: () => ({ storageFreeBytes: 1, storagePersistent: true, wakeLock: true }), onChange };
  const stores = { store: new MemoryStore(), shelf: new MemoryShelf() };
  const session = await Session.open({ ...ports, ...stores, signer: null, health, build: "bench" }, record);
  await session.start([]);
  await real.advance(5_000);

  const switches: number[] = [];
  for (const [kind, forMs] of [
    ["pause", 2_345],
    ["resume", 3_456],
    ["pause", LONG_PAUSE_MS],
    ["resume", 0],
  ] as const) {
    const instantMs = serverMs() + AHEAD_MS;
    const stage = kind === "pause" ? "paused" : "running";
    let switchedAtMs = NaN;
    let before = session.snapshot().time.stage;
    const off = session.subscribe(() => {
      const now = session.snapshot().time.stage;
      if (now !== before && now === stage) switchedAtMs = serverMs();
      before = now;
    });
    say(kind, instantMs);
    await real.advance(2 * AHEAD_MS);
    off();
    switches.push(switchedAtMs - instantMs);
    await real.advance(forMs);
  }
  session.stop();
  return switches;
}
const onChange = () => () => undefined;
