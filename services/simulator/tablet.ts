/** A candidate's tablet in the simulation: the real outbox and link on a device that may reload or be replaced. */
import { createHash } from "node:crypto";
import { type HeldActs, holdActs, lastActIdOf, withAct } from "#client-core/held-acts";
import { Link } from "#client-core/link";
import { MemoryStore } from "#client-core/memory-store";
import { openOutbox, type Outbox } from "#client-core/outbox";
import type { Connect, OutboxStore, StoredEntry } from "#client-core/ports";
import type { Act } from "#domain/sitting/act";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { CandidateRef } from "#domain/answer/entry";
import type { SeededRandom } from "#simulator/random";
import { SealedSection } from "#simulator/sealed-section";
import type { VirtualClock } from "#simulator/virtual-clock";

export const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());

/** A disk that takes time: what was being written when the tab crashed is there or not, never half. */
class SlowStore implements OutboxStore {
  readonly disk = new MemoryStore();
  constructor(
    private readonly clock: VirtualClock,
    private readonly random: SeededRandom,
  ) {}
  load(ref: CandidateRef) {
    return this.disk.load(ref);
  }
  startEpoch(...args: Parameters<OutboxStore["startEpoch"]>) {
    return this.disk.startEpoch(...args);
  }
  setSecured(...args: Parameters<OutboxStore["setSecured"]>) {
    return this.disk.setSecured(...args);
  }
  async put(ref: CandidateRef, entries: readonly StoredEntry[]): Promise<void> {
    await this.clock.sleep(this.random.below(6));
    if (this.random.chance(0.02)) throw new Error("the disk refused");
    await this.disk.put(ref, entries);
  }
}

export interface TabletOptions {
  readonly id: string;
  readonly ref: CandidateRef;
  readonly epoch: number;
  readonly ticket: string;
  readonly nodeIds: readonly string[];
  readonly connect: Connect;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
}

export class Tablet {
  readonly #store: SlowStore;
  #outbox: Outbox | null = null;
  #link: Link | null = null;
  #held: HeldActs = holdActs([]);
  /** The acts as the device's disk has them: written a moment after they were heard, or not before the crash. */
  #keptActs: readonly Act[] = [];
  /** Items that this device has locked: a candidate cannot touch them again through the screen. */
  readonly locked = new Set<string>();
  readonly section = new SealedSection();
  secured = 0;

  constructor(readonly options: TabletOptions) {
    this.#store = new SlowStore(options.clock, options.random);
  }
  get running(): Outbox | null {
    return this.#outbox;
  }
  /** Epoch's genesis: the simulation does not check chains across epochs, so each starts from nothing. */
  get genesis() {
    return genesisOf(sha256, this.options.ref, this.options.epoch, NO_PREVIOUS_EPOCH);
  }

  /** Starts the application on what the device holds. */
  async boot(): Promise<void> {
    const { ref, epoch, clock, random, connect, nodeIds, ticket } = this.options;
    const outbox = await openOutbox({
      ref,
      epoch,
      genesis: this.genesis,
      store: this.#store,
      clock,
      sha256,
      signer: null,
    });
    this.#outbox = outbox;
    const ignore = () => undefined;
    this.#held = holdActs(this.#keptActs);
    for (const act of this.#held.acts) this.#apply(outbox, act);
    this.#link = new Link({
      outbox,
      connect,
      clock,
      random,
      urls: nodeIds,
      ticket,
      build: "simulation",
      lastActId: () => lastActIdOf(this.#held),
      listener: {
        state: ignore,
        welcome: ignore,
        act: (act) => this.#hear(outbox, act),
        key: (frame) => void (frame.kind === "step" && this.section.heard(frame)),
        received: ignore,
      },
    });
    this.#link.start();
  }
  #hear(outbox: Outbox, act: Act): void {
    const held = withAct(this.#held, act);
    if (held === null) return;
    this.#held = held;
    this.#apply(outbox, act);
    const { clock, random } = this.options;
    clock.after(random.below(6), () => {
      if (this.#outbox === outbox && held.acts.length > this.#keptActs.length) this.#keptActs = held.acts;
    });
  }
  #apply(outbox: Outbox, act: Act): void {
    const known = outbox.frames().some((frame) => frame.kind === "applied" && frame.actId === act.id);
    if (!known) outbox.append({ kind: "applied", actId: act.id, stage: "applied" }, this.options.clock.nowMs());
  }
  /** What this device makes of the acts that it has heard. */
  get held(): HeldActs {
    return this.#held;
  }

  /** The tab crashes or is reloaded: memory is gone, the disk is not. */
  crash(): void {
    this.#link?.stop();
    this.#outbox?.stop();
    this.#outbox = this.#link = null;
  }
  /** Somebody taps "retry" or the tablet wakes up. */
  wake(): void {
    this.#link?.wake();
  }
  /** Everything that the device holds, in order. */
  async entries(): Promise<readonly StoredEntry[]> {
    return (await this.#store.load(this.options.ref)).entries;
  }
}
