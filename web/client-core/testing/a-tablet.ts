/** A tablet in pieces, for tests: outbox and link on memory adapters. */
import { createHash } from "node:crypto";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { Act } from "#domain/sitting/act";
import { Link, type LinkState } from "#client-core/link";
import { MemoryStore } from "#client-core/memory-store";
import { openOutbox, type Outbox } from "#client-core/outbox";
import type { OutboxStore, Random } from "#client-core/ports";
import { FakeServers } from "#client-core/testing/fake-servers";
import { VirtualClock } from "#client-core/testing/virtual-clock";

export const REF = { sittingId: 7, candidateId: 42 };
export const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
export const genesisAt = (epoch: number) => genesisOf(sha256, REF, epoch, NO_PREVIOUS_EPOCH);

/** Random numbers of a seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

export class ATablet {
  readonly clock: VirtualClock;
  readonly servers: FakeServers;
  readonly acts: Act[] = [];
  readonly states: LinkState[] = [];
  readonly random: Random;
  outbox!: Outbox;
  link!: Link;

  private constructor(
    readonly store: OutboxStore,
    seed: number,
  ) {
    this.clock = new VirtualClock();
    this.servers = new FakeServers(() => this.clock.nowMs());
    this.random = seeded(seed);
  }

  static async make(options: { store?: OutboxStore; seed?: number } = {}): Promise<ATablet> {
    const tablet = new ATablet(options.store ?? new MemoryStore(), options.seed ?? 1);
    await tablet.boot();
    return tablet;
  }

  /** Starts the application on what the device holds, as after a crash of the tab. */
  async boot(): Promise<void> {
    const { clock, store } = this;
    this.outbox = await openOutbox({ ref: REF, epoch: 1, genesis: genesisAt(1), store, clock, sha256, signer: null });
    this.link = new Link({
      outbox: this.outbox,
      connect: this.servers.connect,
      clock,
      random: this.random,
      urls: ["ws://a", "ws://b"],
      ticket: "ticket",
      build: "test",
      lastActId: () => this.acts.at(-1)?.id ?? null,
      listener: {
        state: (state) => this.states.push(state),
        welcome: () => undefined,
        act: (act) => this.acts.push(act),
        received: () => undefined,
      },
    });
    this.link.start();
  }

  crash(): void {
    this.link.stop();
    this.outbox.stop();
  }

  answer(itemId: string, text: string): number {
    return this.outbox.append({ kind: "answer", itemId, value: { text } }, this.clock.nowMs());
  }

  /** Time passes and frames flow until nothing more happens for a while. */
  async quiesce(): Promise<void> {
    for (let i = 0; i < 60; i++) {
      this.servers.flush();
      this.servers.drain();
      this.servers.flush();
      await this.clock.advance(2_000);
    }
  }

  get last(): LinkState | undefined {
    return this.states.at(-1);
  }
}
