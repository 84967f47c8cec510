/** An ingest on memory ports, and a tablet's socket towards it: what its tests play with. */
import { expect } from "vitest";
import { CLOSE, type CloseName } from "#contracts/close-codes";
import { ServerFrame } from "#contracts/frames/server";
import { LIMITS, type Limits } from "#contracts/limits";
import type { PresenceChanges } from "#contracts/stream/presence-stream";
import type { TicketClaims } from "#contracts/ticket";
import { type AnswerIntake, type IncomingEntry, type SecuredAdvance, StoreTrouble } from "#domain/ports/answer-stream";
import { type CandidateRef, refKey } from "#domain/answer/entry";
import type { Clock } from "#domain/ports/clock";
import type { Act } from "#domain/sitting/act";
import { createIngest } from "#ingest/app";
import type { PresenceStore } from "#ingest/presence";
import type { SocketHandlers } from "#ingest/transport/transport";
import type { WorkspaceStore } from "#ingest/workspaces";

export const NOW_MS = 1_700_000_000_000;

/** Timers that ring only when told. */
class HandClock implements Clock {
  now = NOW_MS;
  alarms: { atMs: number; run: () => void }[] = [];
  nowMs = () => this.now;
  soon = (run: () => void) => void this.alarms.push({ atMs: this.now, run });
  after = (ms: number, run: () => void) => {
    const alarm = { atMs: this.now + ms, run };
    this.alarms.push(alarm);
    return () => void (this.alarms = this.alarms.filter((other) => other !== alarm));
  };
  async advance(ms: number): Promise<void> {
    this.now += ms;
    for (let round = 0; round < 5; round++) {
      const due = this.alarms.filter((a) => a.atMs <= this.now);
      this.alarms = this.alarms.filter((a) => a.atMs > this.now);
      for (const { run } of due) run();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Keeps what it is told. */
class FakePresence implements PresenceStore {
  readonly written: PresenceChanges[] = [];
  away = false;
  forgets = false;
  async write(changes: PresenceChanges) {
    await Promise.resolve();
    if (this.away) throw new StoreTrouble("away", "now");
    this.written.push(changes);
    return !this.forgets;
  }
  /** Rows as the store holds them now. */
  rows = () => new Map(this.written.flatMap(({ rows }) => rows).filter(([, row]) => row !== null));
  events = () => this.written.flatMap(({ events }) => events);
  applied = () => this.written.flatMap(({ applied }) => applied);
}

/** Keeps the last of each candidate. */
class FakeWorkspaces implements WorkspaceStore {
  readonly kept: string[] = [];
  away = false;
  async write(of: CandidateRef, text: string) {
    await Promise.resolve();
    if (this.away) throw new StoreTrouble("away", "now");
    this.kept.push(`${refKey(of)} ${text}`);
  }
}

class FakeStore implements AnswerIntake {
  readonly stored: IncomingEntry[] = [];
  fails = false;
  holds = false;
  pressure = false;
  fence: number | null = null;
  d2 = 0;
  #release: (() => void)[] = [];
  #secured: ((advances: readonly SecuredAdvance[]) => void)[] = [];
  #fenced: Parameters<AnswerIntake["onFenced"]>[0][] = [];
  async append(batch: readonly IncomingEntry[]) {
    if (this.holds) await new Promise<void>((resolve) => this.#release.push(resolve));
    if (this.fails) return batch.map(() => null);
    this.stored.push(...batch);
    return batch.map(() => NOW_MS);
  }
  greet: AnswerIntake["greet"] = (marker) =>
    this.fails
      ? Promise.reject(new Error("away"))
      : Promise.resolve({ fence: this.fence ?? marker.epoch, d2: this.d2 });
  onSecured = (listener: (advances: readonly SecuredAdvance[]) => void) => void this.#secured.push(listener);
  onFenced: AnswerIntake["onFenced"] = (listener) => void this.#fenced.push(listener);
  underPressure = () => this.pressure;
  release = () => this.#release.splice(0).forEach((resolve) => resolve());
  tellSecured = (advance: SecuredAdvance) => this.#secured.forEach((listener) => listener([advance]));
  tellFenced = (fenced: { sittingId: number; candidateId: number; epoch: number }) =>
    this.#fenced.forEach((listener) => listener(fenced));
}

const claimsOf = (candidateId: number, epoch = 1): TicketClaims => ({
  v: 1,
  key: "k",
  role: "candidate",
  sittingId: 1,
  candidateId,
  epoch,
  genesis: "0".repeat(64),
  deviceId: "d",
  centreId: 1,
  roomId: 1,
  expiresAtMs: NOW_MS + 1,
});

export function setUp(limits: Partial<Limits> = {}) {
  const clock = new HandClock();
  const store = new FakeStore();
  const presence = new FakePresence();
  const workspaces = new FakeWorkspaces();
  const troubles: StoreTrouble[] = [];
  const acts: Act[] = [];
  const actListeners: ((sittingId: number, act: Act) => void)[] = [];
  const ingest = createIngest({
    intake: store,
    presenceStore: presence,
    onPresenceTrouble: () => undefined,
    workspaceStore: workspaces,
    onWorkspaceTrouble: (error) => void troubles.push(error),
    journal: { acts: () => acts, onAct: (listener) => void actListeners.push(listener) },
    clock,
    random: () => 0.5,
    verifyTicket: (ticket) =>
      ticket.startsWith("ok:") ? claimsOf(...(ticket.slice(3).split(":").map(Number) as [number])) : null,
    limits: { ...LIMITS, ...limits },
  });
  return {
    clock,
    store,
    presence,
    workspaces,
    troubles,
    ingest,
    acts,
    actListeners,
    /** An act is appended and heard. */
    happens: (act: Act) => {
      acts.push(act);
      for (const listener of actListeners) listener(1, act);
    },
  };
}
export type Platform = ReturnType<typeof setUp>;

export class Client {
  readonly heard: ServerFrame[] = [];
  closed: { name: CloseName | "?"; retryAfterMs: number } | null = null;
  full = false;
  readonly #handlers: SocketHandlers;
  constructor(private readonly platform: Platform) {
    this.#handlers = platform.ingest.onConnection({
      send: (text) => {
        if (this.full) return false;
        this.heard.push(ServerFrame.parse(JSON.parse(text)));
        return true;
      },
      close: (code, reason) => {
        const said = JSON.parse(reason) as { code: CloseName; retryAfterMs: number };
        expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
        this.closed = { name: CLOSE[said.code].code === code ? said.code : "?", retryAfterMs: said.retryAfterMs };
      },
    });
  }
  send(frame: object | string | null): void {
    this.#handlers.message(frame === null || typeof frame === "string" ? frame : JSON.stringify(frame));
  }
  leave(): void {
    this.#handlers.closed();
  }
  async hello(over: object = {}): Promise<this> {
    this.send({ v: 1, kind: "hello", ticket: "ok:42", headSeq: 0, lastActId: null, build: "test", ...over });
    await this.platform.clock.advance(0);
    return this;
  }
  of<K extends ServerFrame["kind"]>(kind: K) {
    return this.heard.filter((f): f is Extract<ServerFrame, { kind: K }> => f.kind === kind);
  }
}
