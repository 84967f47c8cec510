/**
 * The entries of one epoch on one tablet: makes them, keeps them, and knows how far each one has come.
 *
 * Levels: made → D0 (durable on the device) → D1 (received by the server) → D2 (in PostgreSQL). Nothing may be sent before
 * D0 (`sendable`), and nothing is ever taken out: an outbox is the cheapest replica of the log.
 *
 * One exception, with a name of its own and said on the screen: while the disk refuses (trouble "memory") entries are sent
 * from memory, because with the server they are safer than nowhere. The notebook knows which numbers may have been sent; a
 * later run that does not hold all of them (trouble "spent") writes nothing more in this epoch.
 */
import { LIMITS } from "#contracts/limits";
import { toHex } from "#domain/answer/chain";
import type { AnswerValue, AppliedStage, CandidateRef, EntryFrame, LockFrame } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import { HashChain } from "#client-core/hash-chain";
import { EntryWriter } from "#client-core/entry-writer";
import {
  type Clock,
  KeyTaken,
  type Notebook,
  type OutboxStore,
  type Sha256,
  type Signer,
  type StoredEntry,
} from "#client-core/ports";
import { noteUsed, usedUpTo } from "#client-core/used-numbers";

export type EntryDraft =
  | { kind: "answer"; itemId: string; value: AnswerValue }
  | { kind: "lock"; stepId: string; itemIds: string[]; seal?: NonNullable<LockFrame["seal"]> }
  | { kind: "waited"; stepId: string; waitedMs: number }
  | { kind: "applied"; actId: string; stage: AppliedStage };

/**
 * What is wrong with the device's storage. "memory": it refuses, and entries go on from memory; may heal. "taken": another
 * copy of the application writes this log. "spent": numbers beyond what is held were sent by an earlier run.
 */
export type StorageTrouble = "memory" | "taken" | "spent";

export interface OutboxOptions {
  readonly ref: CandidateRef;
  readonly epoch: number;
  readonly genesis: Genesis;
  /** Every entry held for this epoch, in order; what stands behind a gap is used up and cannot be written on. */
  readonly held: readonly StoredEntry[];
  readonly d2: number;
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly signer: Signer | null;
  /** Without one nothing is ever sent from memory. */
  readonly notebook?: Notebook;
}

const encoder = new TextEncoder();

export class Outbox {
  readonly ref: CandidateRef;
  readonly epoch: number;
  private readonly texts: string[] = [];
  private readonly chain: HashChain;
  private readonly listeners = new Set<() => void>();
  private readonly writer: EntryWriter;
  private readonly spent: boolean;
  private released: number;
  private received: number;
  private secured: number;
  private lastClaimedAtMs = 0;

  constructor(private readonly options: OutboxOptions) {
    this.ref = options.ref;
    this.epoch = options.epoch;
    this.chain = new HashChain(options.sha256, options.genesis.hash);
    for (const entry of options.held) if (entry.seq === this.texts.length + 1) this.adopt(entry);
    const { epoch, notebook, ref } = options;
    this.writer = new EntryWriter({ ...options, texts: this.texts, changed: () => this.saved() }, this.texts.length);
    this.released = this.texts.length;
    this.spent = Math.max(usedUpTo(notebook, ref, epoch), options.held.at(-1)?.seq ?? 0) > this.released;
    this.secured = Math.min(options.d2, this.texts.length);
    this.received = this.secured;
  }

  /** Highest seq made, that may be sent, received (D1), secured (D2). Each is without a gap, each at most the one before. */
  get headSeq(): number {
    return this.texts.length;
  }
  get sendableSeq(): number {
    return this.released;
  }
  get d1(): number {
    return this.received;
  }
  get d2(): number {
    return this.secured;
  }
  /** Highest seq durable on this device, without a gap: at least what may be sent, but while its storage is in trouble. */
  get d0(): number {
    return this.writer.durable;
  }
  get trouble(): StorageTrouble | null {
    if (this.spent) return "spent";
    return this.writer.trouble === "refused" ? "memory" : this.writer.trouble;
  }

  /** The exact text of an entry, or null where it may not be sent yet. */
  sendable(seq: number): string | null {
    return seq <= this.released ? (this.texts[seq - 1] ?? null) : null;
  }

  sendableTexts(): readonly string[] {
    return this.texts.slice(0, this.released);
  }

  /** Frames in order; a frame of this outbox is valid by construction. */
  frames(): EntryFrame[] {
    return this.texts.map((text) => JSON.parse(text) as EntryFrame);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Makes an entry and starts saving it. `claimedAtMs`: estimated server time. Returns its seq. */
  append(draft: EntryDraft, claimedAtMs: number): number {
    return this.make((position) => ({ ...position, ...draft }), claimedAtMs);
  }

  /** Hands in. The proof covers everything made before, so it is made again when something was made meanwhile. */
  async submit(claimedAtMs: () => number): Promise<number> {
    for (;;) {
      const before = this.headSeq;
      const head = await this.chain.current();
      const signature = this.options.signer ? await this.options.signer.sign(head) : null;
      if (before !== this.headSeq) continue;
      const proof = signature === null ? null : { head: toHex(head), signature };
      return this.make((position) => ({ ...position, kind: "submit", proof }), claimedAtMs());
    }
  }

  /** Chain head after every entry made so far, hex. */
  async head(): Promise<string> {
    return toHex(await this.chain.current());
  }

  /** D1 starts again with each socket: `d2` is what the server holds for good, it may have gone backwards. */
  connected(d2: number): void {
    const held = Math.min(d2, this.released);
    this.received = held;
    this.noteSecured(held);
    this.changed();
  }

  markReceived(seq: number): void {
    const next = Math.min(seq, this.released);
    if (next <= this.received) return;
    this.received = next;
    this.changed();
  }

  markSecured(seq: number): void {
    const next = Math.min(seq, this.released);
    if (next <= this.secured) return;
    this.received = Math.max(this.received, next);
    this.noteSecured(next);
    this.changed();
  }

  /** Ends this instance: it saves and tells nothing more. What is held stays held. */
  stop(): void {
    this.writer.stop();
    this.listeners.clear();
  }

  private make(
    build: (position: { v: 1; epoch: number; seq: number; claimedAtMs: number }) => EntryFrame,
    atMs: number,
  ): number {
    const claimedAtMs = Math.max(Math.round(atMs), this.lastClaimedAtMs);
    const seq = this.texts.length + 1;
    const text = JSON.stringify(build({ v: 1, epoch: this.epoch, seq, claimedAtMs }));
    if (encoder.encode(text).length > LIMITS.frameBytesMax)
      throw new Error(`entry ${seq} is larger than ${LIMITS.frameBytesMax} bytes`);
    this.lastClaimedAtMs = claimedAtMs;
    this.texts.push(text);
    this.chain.extend(text);
    this.saved();
    if (!this.spent) this.writer.write();
    return seq;
  }

  /** Takes over an entry read back from the device. */
  private adopt(entry: StoredEntry): void {
    this.texts.push(entry.text);
    this.chain.extend(entry.text);
    this.lastClaimedAtMs = (JSON.parse(entry.text) as EntryFrame).claimedAtMs;
  }

  /** What may be sent follows what is durable; its numbers are noted as used first. */
  private saved(): void {
    const { epoch, notebook, ref } = this.options;
    const fromMemory = notebook !== undefined && this.trouble === "memory";
    const released = fromMemory ? this.headSeq : this.writer.durable;
    if (released > this.released) {
      if (notebook) noteUsed(notebook, ref, epoch, released);
      this.released = released;
    }
    this.changed();
  }

  private noteSecured(seq: number): void {
    if (seq === this.secured) return;
    this.secured = seq;
    // Losing this note only makes the tablet say, after a reload, that less is secured than is.
    this.options.store.setSecured(this.ref, this.epoch, seq).catch(() => undefined);
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** Opens the log of one epoch as the device holds it. */
export async function openOutbox(options: Omit<OutboxOptions, "held" | "d2">): Promise<Outbox> {
  await startEpoch(options.store, options.ref, options.epoch, options.genesis);
  const log = await options.store.load(options.ref);
  return new Outbox({
    ...options,
    held: log.entries.filter((entry) => entry.epoch === options.epoch),
    d2: log.epochs.find((known) => known.epoch === options.epoch)?.d2 ?? 0,
  });
}

/** Remembers an epoch. A disk that refuses keeps nobody from writing: the outbox tells of it, and starts the epoch again. */
export async function startEpoch(store: OutboxStore, ref: CandidateRef, epoch: number, genesis: Genesis) {
  await store.startEpoch(ref, epoch, genesis).catch((error: unknown) => {
    if (error instanceof KeyTaken) throw error;
  });
}
