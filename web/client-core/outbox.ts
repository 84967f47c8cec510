/**
 * The entries of one epoch on one tablet: makes them, keeps them, and knows how far each one has come.
 *
 * Levels: made → D0 (durable on the device) → D1 (received by the server) → D2 (in PostgreSQL). Nothing may be sent before
 * D0 (`sendable`), and nothing is ever taken out: an outbox is the cheapest replica of the log.
 */
import { LIMITS } from "#contracts/limits";
import { toHex } from "#domain/answer/chain";
import type { AnswerValue, AppliedStage, CandidateRef, EntryFrame, LockFrame } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import { HashChain } from "#client-core/hash-chain";
import { type Clock, KeyTaken, type OutboxStore, type Sha256, type Signer, type StoredEntry } from "#client-core/ports";

export type EntryDraft =
  | { kind: "answer"; itemId: string; value: AnswerValue }
  | { kind: "lock"; stepId: string; itemIds: string[]; seal?: NonNullable<LockFrame["seal"]> }
  | { kind: "waited"; stepId: string; waitedMs: number }
  | { kind: "applied"; actId: string; stage: AppliedStage };

/** What is wrong with the device's storage: "retrying" may heal, "taken" will not (another copy writes this log). */
export type StorageTrouble = "retrying" | "taken";

export interface OutboxOptions {
  readonly ref: CandidateRef;
  readonly epoch: number;
  readonly genesis: Genesis;
  /** Every entry held for this epoch, in order. */
  readonly held: readonly StoredEntry[];
  readonly d2: number;
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly signer: Signer | null;
}

const encoder = new TextEncoder();
const RETRY_PUT_MS = 500;
/** A lost database connection heals within a try or two; only then is it worth a person's attention. */
const FAILED_PUTS_TO_TELL = 3;

export class Outbox {
  readonly ref: CandidateRef;
  readonly epoch: number;
  private readonly texts: string[] = [];
  private readonly chain: HashChain;
  private readonly listeners = new Set<() => void>();
  private durable: number;
  private received: number;
  private secured: number;
  private lastClaimedAtMs = 0;
  private writing = false;
  private stopped = false;
  private troubleNow: StorageTrouble | null = null;
  private failedPuts = 0;

  constructor(private readonly options: OutboxOptions) {
    this.ref = options.ref;
    this.epoch = options.epoch;
    this.chain = new HashChain(options.sha256, options.genesis.hash);
    for (const entry of options.held) this.adopt(entry);
    this.durable = this.texts.length;
    this.secured = Math.min(options.d2, this.texts.length);
    this.received = this.secured;
  }

  /** Highest seq made, durable here (D0), received (D1), secured (D2). Each is without a gap, each at most the one before. */
  get headSeq(): number {
    return this.texts.length;
  }
  get d0(): number {
    return this.durable;
  }
  get d1(): number {
    return this.received;
  }
  get d2(): number {
    return this.secured;
  }
  get trouble(): StorageTrouble | null {
    return this.troubleNow;
  }

  /** The exact text of an entry, or null before it is durable on the device: what may be sent, and nothing else. */
  sendable(seq: number): string | null {
    return seq <= this.durable ? (this.texts[seq - 1] ?? null) : null;
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
    const held = Math.min(d2, this.durable);
    this.received = held;
    this.noteSecured(held);
    this.changed();
  }

  markReceived(seq: number): void {
    const next = Math.min(seq, this.durable);
    if (next <= this.received) return;
    this.received = next;
    this.changed();
  }

  markSecured(seq: number): void {
    const next = Math.min(seq, this.durable);
    if (next <= this.secured) return;
    this.received = Math.max(this.received, next);
    this.noteSecured(next);
    this.changed();
  }

  /** Ends this instance: it saves and tells nothing more. What is held stays held. */
  stop(): void {
    this.stopped = true;
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
    this.changed();
    this.write();
    return seq;
  }

  /** Takes over an entry read back from the device. */
  private adopt(entry: StoredEntry): void {
    if (entry.seq !== this.texts.length + 1) throw new Error(`the device's log has a gap before entry ${entry.seq}`);
    this.texts.push(entry.text);
    this.chain.extend(entry.text);
    this.lastClaimedAtMs = (JSON.parse(entry.text) as EntryFrame).claimedAtMs;
  }

  /** Saves what is not durable yet, one transaction at a time, in order; tries again for as long as it takes. */
  private write(): void {
    if (this.writing || this.stopped || this.durable === this.texts.length) return;
    this.writing = true;
    const upTo = this.texts.length;
    const batch = this.texts
      .slice(this.durable, upTo)
      .map((text, i) => ({ epoch: this.epoch, seq: this.durable + 1 + i, text }));
    this.options.store.put(this.ref, batch).then(
      () => this.written(upTo),
      (error: unknown) => this.notWritten(error),
    );
  }

  private written(upTo: number): void {
    this.writing = false;
    if (this.stopped) return;
    this.durable = upTo;
    this.troubleNow = null;
    this.failedPuts = 0;
    this.changed();
    this.write();
  }

  private notWritten(error: unknown): void {
    if (this.stopped) return;
    if (error instanceof KeyTaken) {
      // Writing stays off: the numbers belong to another copy of this log, and sending ours would split it.
      this.troubleNow = "taken";
    } else {
      this.failedPuts++;
      if (this.failedPuts >= FAILED_PUTS_TO_TELL) this.troubleNow = "retrying";
      this.options.clock.after(RETRY_PUT_MS, () => {
        this.writing = false;
        this.write();
      });
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
  await options.store.startEpoch(options.ref, options.epoch, options.genesis);
  const log = await options.store.load(options.ref);
  return new Outbox({
    ...options,
    held: log.entries.filter((entry) => entry.epoch === options.epoch),
    d2: log.epochs.find((known) => known.epoch === options.epoch)?.d2 ?? 0,
  });
}
