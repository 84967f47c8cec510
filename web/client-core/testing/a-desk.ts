/** A session on memory adapters, its disk, and servers. */
import { anAct } from "#domain/testing/builders";
import type { AnswerFrame, EntryFrame } from "#domain/answer/entry";
import type { ActDetails, ActKind } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";
import { NO_KEYS } from "#client-core/package/held-keys";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import type { DeviceHealth, HealthWatch, Http } from "#client-core/ports";
import type { SessionRecord } from "#client-core/records";
import { ServerTime } from "#client-core/server-time";
import { Session } from "#client-core/session";
import { genesisAt, REF, seeded, sha256 } from "#client-core/testing/a-tablet";
import { FakeServers } from "#client-core/testing/fake-servers";
import { settle, VirtualClock } from "#client-core/testing/virtual-clock";

import { DEFAULT_RULES } from "#contracts/exam/rules";

export const MINUTE = 60_000;
/** The fake servers' clock, this far ahead of the device's. */
export const EPOCH_MS = 1_700_000_000_000;

export function aRecord(epoch: number, ticket: string): SessionRecord {
  return {
    v: 1,
    cardDigest: "digest",
    confirmed: true,
    replaced: false,
    hand: null,
    keys: { main: NO_KEYS, backup: NO_KEYS },
    wrongCodes: 0,
    codesFromMs: 0,
    restored: null,
    earlier: [],
    acts: [],
    offsetMs: null,
    signedIn: {
      ticket,
      epoch,
      genesis: genesisAt(epoch),
      candidate: {
        id: REF.candidateId,
        familyName: "Family",
        givenName: "Given",
        studentNumber: "1",
        centre: "C",
        room: "R",
        seat: "S",
        centreId: 3,
        roomId: 31,
        extraTime: { numerator: 4, denominator: 3 },
      },
      sitting: { id: REF.sittingId, title: "Sitting", durationMs: 30 * MINUTE, rules: DEFAULT_RULES, rehearsal: false },
      paper: { sha256: "0".repeat(64), bytes: 1 },
      backup: null,
      packages: { url: "/packages", key: { x: "", y: "" } },
      ingestUrls: ["ws://a"],
      serverTimeMs: 0,
    },
  };
}

/** A tablet with its disk, and servers; `open` is a run of the application. */
export class Desk {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore();
  readonly shelf = new MemoryShelf();
  readonly notes = new Map<string, string>();
  readonly servers = new FakeServers(() => this.clock.nowMs());
  record = aRecord(1, "ticket-1");
  session!: Session;
  readonly asked: string[] = [];
  http: Http = async ({ url }) => {
    this.asked.push(url);
    const serverTimeMs = EPOCH_MS + this.clock.nowMs();
    return { status: 200, bytes: new TextEncoder().encode(JSON.stringify({ serverTimeMs })) };
  };
  device: DeviceHealth = { storageFreeBytes: 4e9, storagePersistent: true, wakeLock: true };
  healthChanged: () => void = () => undefined;
  readonly health: HealthWatch = {
    now: () => this.device,
    onChange: (listener) => {
      this.healthChanged = listener;
      return () => undefined;
    },
  };

  static async make(): Promise<Desk> {
    const desk = new Desk();
    await desk.open();
    return desk;
  }

  async open(left: Parameters<Session["start"]>[0] = []): Promise<void> {
    const ports = {
      store: this.store,
      shelf: this.shelf,
      notebook: {
        read: (name: string) => this.notes.get(name) ?? null,
        write: (name: string, text: string) => void this.notes.set(name, text),
      },
      clock: this.clock,
      random: seeded(1),
      sha256,
      connect: this.servers.connect,
      build: "test",
      signer: null,
      time: new ServerTime(this.clock),
      http: this.http,
      health: this.health,
    };
    this.session = await Session.open(ports, this.record);
    await this.session.start(left);
    await this.flow();
  }
  async flow(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await settle();
      this.servers.flush();
      this.servers.drain();
      this.servers.flush();
    }
    await settle();
  }
  /** Time passes and frames flow. */
  async live(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      await this.clock.advance(100);
      await this.flow();
    }
  }
  /** `inMs`: how long after now it takes effect. */
  async act(
    kind: ActKind,
    inMs = 0,
    over: ActDetails & { scope?: Scope; instructionCount?: number } = {},
  ): Promise<void> {
    const atMs = EPOCH_MS + this.clock.nowMs();
    const again = this.servers.acts.filter((act) => act.kind === kind).length;
    const id = kind.replace("_", "-") + (again > 0 ? `-${again + 1}` : "");
    this.servers.act(anAct(kind, atMs, { id, effectiveAtMs: atMs + inMs, ...over }));
    await this.flow();
  }
  async start(): Promise<void> {
    await this.act("check_in");
    await this.act("start");
  }
  get stored(): EntryFrame[] {
    return [...this.servers.secured].sort((a, b) => a[0] - b[0]).map(([, text]) => JSON.parse(text) as EntryFrame);
  }
  answersOf(itemId: string): AnswerFrame[] {
    return this.stored.filter((frame): frame is AnswerFrame => frame.kind === "answer" && frame.itemId === itemId);
  }
}
