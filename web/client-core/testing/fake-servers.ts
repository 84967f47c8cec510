/**
 * The servers as a tablet sees them: ingest, the answers' store and the ledger in one object, following the contracts,
 * with every fault at hand. Frames wait in a hand-flushed wire.
 */
import { closeReason, CLOSE, type CloseName } from "#contracts/close-codes";
import type { ServerFrame } from "#contracts/frames/server";
import { type StatusFrame, TabletFrame } from "#contracts/frames/tablet";
import type { EntryFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import type { Connect, Socket, SocketHandlers } from "#client-core/ports";

interface Wire {
  readonly handlers: SocketHandlers;
  readonly up: string[];
  readonly down: (ServerFrame | { close: CloseName; retryAfterMs: number })[];
  opened: boolean;
  alive: boolean;
  mute: boolean;
  nextSeq: number | null;
  helloD2: number;
}

export class FakeServers {
  fence = 1;
  acts: Act[] = [];
  /** What Redis holds: seq → text, D1. What PostgreSQL holds: D2. */
  readonly received = new Map<number, string>();
  readonly secured = new Map<number, string>();
  /** Every frame that ever reached a server, in order. */
  readonly seen: EntryFrame[] = [];
  /** What the tablet has said of itself, in order, and when (device clock, ms). */
  readonly statuses: (StatusFrame & { toldAtMs: number })[] = [];
  readonly workspaces: string[] = [];
  readonly problems: string[] = [];
  hellos: { ticket: string; headSeq: number; lastActId: string | null }[] = [];
  urls: string[] = [];
  refuse = false;
  /** Entries that an ingest takes for malformed. */
  refuses: (frame: EntryFrame) => boolean = () => false;
  private wires: Wire[] = [];

  constructor(private readonly nowMs: () => number) {}

  readonly connect: Connect = (url, handlers): Socket => {
    const wire: Wire = {
      handlers,
      up: [],
      down: [],
      opened: false,
      alive: true,
      mute: false,
      nextSeq: null,
      helloD2: 0,
    };
    this.wires.push(wire);
    this.urls.push(url);
    return {
      bufferedAmount: 0,
      send: (text) => {
        if (wire.alive && !wire.mute) wire.up.push(text);
      },
      close: () => {
        wire.alive = false;
      },
    };
  };

  get d2(): number {
    let seq = 0;
    while (this.secured.has(seq + 1)) seq++;
    return seq;
  }
  get openSockets(): number {
    return this.wires.filter((wire) => wire.alive).length;
  }

  /** Lets frames flow both ways until the wires are quiet. */
  flush(): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const wire of this.live()) busy = this.stepUp(wire) || this.stepDown(wire) || busy;
    }
  }
  /** Delivers one waiting thing of a wire chosen by `pick` in [0, 1). */
  flushOne(pick: number): void {
    const live = this.live();
    const wire = live[Math.floor(pick * live.length)];
    if (wire && !this.stepUp(wire)) this.stepDown(wire);
  }
  /** The network goes: everything under way is lost in both directions. */
  cut(code = 1006, reason = ""): void {
    for (const wire of this.live()) {
      wire.alive = false;
      wire.handlers.close(code, reason);
    }
  }
  close(name: CloseName, retryAfterMs = 0): void {
    this.cut(CLOSE[name].code, closeReason(name, retryAfterMs));
  }
  /** Half-open sockets: everything under way and to come is swallowed, and nobody is told. */
  swallow(): void {
    for (const wire of this.live()) {
      wire.mute = true;
      wire.up.length = 0;
      wire.down.length = 0;
    }
  }
  /** The drain stores up to `count` entries that Redis holds and tells D2. */
  drain(count = Number.POSITIVE_INFINITY): void {
    for (const [seq, text] of [...this.received].sort((a, b) => a[0] - b[0]).slice(0, count)) {
      const known = this.secured.get(seq);
      if (known !== undefined && known !== text) this.problems.push(`two texts for entry ${seq}`);
      this.secured.set(seq, known ?? text);
      this.received.delete(seq);
    }
    for (const wire of this.live()) if (wire.nextSeq !== null) wire.down.push({ v: 1, kind: "secured", seq: this.d2 });
  }
  /** Redis comes back without its disk. */
  emptyRedis(): void {
    this.received.clear();
  }
  /** Any text, as a server that is out of its mind would say it. */
  say(text: string): void {
    for (const wire of this.live()) if (wire.nextSeq !== null) wire.handlers.message(text);
  }
  push(frame: ServerFrame): void {
    for (const wire of this.live()) if (wire.nextSeq !== null) wire.down.push(frame);
  }
  act(act: Act): void {
    this.acts.push(act);
    this.push({ v: 1, kind: "act", act });
  }

  private live(): Wire[] {
    this.wires = this.wires.filter((wire) => wire.alive);
    return [...this.wires];
  }

  private stepUp(wire: Wire): boolean {
    if (!wire.alive || wire.mute) return false;
    if (this.refuse) {
      wire.alive = false;
      wire.handlers.close(1006, "");
      return true;
    }
    if (!wire.opened) {
      wire.opened = true;
      wire.handlers.open();
      return true;
    }
    const text = wire.up.shift();
    if (text === undefined) return false;
    const parsed = TabletFrame.safeParse(JSON.parse(text));
    if (!parsed.success) this.fail(wire, "bad_frame", text);
    else if (parsed.data.kind === "hello") this.greet(wire, parsed.data);
    else if (parsed.data.kind === "workspace") this.workspaces.push(parsed.data.text);
    else if (parsed.data.kind !== "status") this.take(wire, parsed.data, text);
    else if (wire.nextSeq === null) this.fail(wire, "bad_frame", "a status before welcome");
    else this.statuses.push({ ...parsed.data, toldAtMs: this.nowMs() });
    return true;
  }

  private greet(wire: Wire, hello: { ticket: string; headSeq: number; lastActId: string | null }): void {
    this.hellos.push(hello);
    wire.helloD2 = this.d2;
    wire.nextSeq = this.d2 + 1;
    const lastActId = this.acts.at(-1)?.id ?? null;
    const serverTimeMs = 1_700_000_000_000 + this.nowMs();
    wire.down.push({ v: 1, kind: "welcome", fence: this.fence, d2: this.d2, lastActId, serverTimeMs });
    const from = this.acts.findIndex((act) => act.id === hello.lastActId) + 1;
    for (const act of this.acts.slice(from)) wire.down.push({ v: 1, kind: "act", act });
  }

  private take(wire: Wire, frame: EntryFrame, text: string): void {
    this.seen.push(frame);
    if (this.refuses(frame)) return void wire.down.push({ close: "bad_frame", retryAfterMs: 0 });
    if (wire.nextSeq === null) return this.fail(wire, "bad_frame", "an entry before hello");
    if (frame.seq > wire.nextSeq || (frame.seq <= wire.helloD2 && frame.kind !== "lock"))
      return this.fail(wire, "gap", text);
    wire.nextSeq = Math.max(wire.nextSeq, frame.seq + 1);
    const held = this.secured.get(frame.seq) ?? this.received.get(frame.seq);
    if (held !== undefined && held !== text) this.problems.push(`entry ${frame.seq} came with two texts`);
    this.received.set(frame.seq, text);
    const atMs = 1_700_000_000_000 + this.nowMs();
    wire.down.push({ v: 1, kind: "received", seq: wire.nextSeq - 1, atMs });
  }

  private fail(wire: Wire, name: CloseName, what: string): void {
    this.problems.push(`${name}: ${what}`);
    wire.down.push({ close: name, retryAfterMs: 0 });
  }

  private stepDown(wire: Wire): boolean {
    const frame = wire.alive && !wire.mute ? wire.down.shift() : undefined;
    if (frame === undefined) return false;
    if ("close" in frame) {
      wire.alive = false;
      wire.handlers.close(CLOSE[frame.close].code, closeReason(frame.close, frame.retryAfterMs));
    } else wire.handlers.message(JSON.stringify(frame));
    return true;
  }
}
