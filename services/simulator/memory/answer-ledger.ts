/** The permanent store in memory: keeps the log and folds it whole at every reading, the plainest thing that is right. */
import { PARTITIONS } from "#contracts/stream/answer-stream";
import { type Arrival, type CandidateRef, comparePositions, type Entry, refKey } from "#domain/answer/entry";
import { foldCandidate, type FoldContext, securedSeq } from "#domain/answer/fold";
import {
  type AnswerLedger,
  type CurrentAnswer,
  type DrainBatch,
  type LedgerReader,
  type PartitionOffset,
  PoisonBatch,
  type Secured,
  StaleOffset,
} from "#domain/ports/answer-ledger";
import { StoreTrouble } from "#domain/ports/answer-stream";

interface Logged {
  readonly entry: Entry;
  readonly frameText: string;
}

export class MemoryAnswerLedger implements AnswerLedger, LedgerReader {
  readonly #offsets = Array.from({ length: PARTITIONS }, (): PartitionOffset => ({ generation: 0, lastId: "0-0" }));
  /** Candidate → epoch and seq → entry. */
  readonly #log = new Map<string, Map<string, Logged>>();
  readonly #markers = new Map<string, Map<number, Arrival>>();
  readonly #quarantine = new Map<string, string>();
  readonly #conflicts = new Map<string, number>();
  /** While true every call fails, as when PostgreSQL is down. */
  down = false;

  /** `sittings`: those that exist; an entry of another is refused, as a missing partition table does. */
  constructor(
    private readonly sittings: ReadonlySet<number>,
    private readonly endMsOf: (entry: Entry) => number | null,
  ) {}

  #reach(): void {
    if (this.down) throw new StoreTrouble("the ledger is down", "later");
  }
  #offsetOf(partition: number): PartitionOffset {
    const offset = this.#offsets[partition];
    if (!offset) throw new StoreTrouble(`no partition ${partition}`, "never");
    return offset;
  }

  async offset(partition: number): Promise<PartitionOffset> {
    await Promise.resolve();
    this.#reach();
    return this.#offsetOf(partition);
  }

  async beginGeneration(partition: number, after: number): Promise<number> {
    await Promise.resolve();
    this.#reach();
    if (this.#offsetOf(partition).generation !== after) throw new StaleOffset("another generation began");
    this.#offsets[partition] = { generation: after + 1, lastId: "0-0" };
    return after + 1;
  }

  async commit(batch: DrainBatch): Promise<readonly Secured[]> {
    await Promise.resolve();
    this.#reach();
    const at = this.#offsetOf(batch.partition);
    if (at.generation !== batch.generation || at.lastId !== batch.from) throw new StaleOffset("offset moved");
    const entries = batch.records.flatMap((r) => (r.kind === "entry" ? [r] : []));
    const refused = entries.find((r) => !this.sittings.has(r.entry.sittingId));
    if (refused) throw new PoisonBatch(`no sitting ${refused.entry.sittingId}`);
    this.#offsets[batch.partition] = { generation: at.generation, lastId: batch.to };
    for (const record of batch.records) {
      if (record.kind === "poison") this.#quarantine.set(`${batch.generation} ${record.id}`, "unreadable");
      if (record.kind === "marker") this.#mark(record.marker, { generation: batch.generation, id: record.id });
    }
    for (const record of entries) this.#add(record, batch.generation);
    return this.#securedOf(entries.map((r) => r.entry));
  }

  #mark(marker: { sittingId: number; candidateId: number; epoch: number }, arrival: Arrival): void {
    const markers = this.#markers.get(refKey(marker)) ?? new Map<number, Arrival>();
    this.#markers.set(refKey(marker), markers);
    if (!markers.has(marker.epoch)) markers.set(marker.epoch, arrival);
  }

  #add({ entry, frameText }: Logged, generation: number): void {
    const log = this.#log.get(refKey(entry)) ?? new Map<string, Logged>();
    this.#log.set(refKey(entry), log);
    const key = `${entry.frame.epoch}:${entry.frame.seq}`;
    const first = log.get(key);
    if (!first) log.set(key, { entry, frameText });
    else if (first.frameText !== frameText && this.#mayKeepConflict(`${refKey(entry)}:${key}`))
      this.#quarantine.set(`${generation} ${entry.arrival.id}`, "conflict");
  }

  /** A few payloads for one key are kept; a hostile tablet could send any number. */
  #mayKeepConflict(key: string): boolean {
    const kept = this.#conflicts.get(key) ?? 0;
    this.#conflicts.set(key, kept + 1);
    return kept < 20;
  }

  #securedOf(entries: readonly Entry[]): Secured[] {
    const secured = new Map<string, Secured>();
    for (const { sittingId, candidateId, frame } of entries) {
      const seqs = [...(this.#log.get(`${sittingId}:${candidateId}`)?.values() ?? [])]
        .filter((l) => l.entry.frame.epoch === frame.epoch)
        .map((l) => l.entry.frame.seq);
      const seq = securedSeq(0, seqs);
      secured.set(`${sittingId}:${candidateId}:${frame.epoch}`, { sittingId, candidateId, epoch: frame.epoch, seq });
    }
    return [...secured.values()];
  }

  #contextOf(entry: Entry): FoldContext {
    const markers = [...(this.#markers.get(refKey(entry)) ?? [])].sort(([a], [b]) => a - b);
    return { endMs: this.endMsOf(entry), nextMarker: (epoch) => markers.find(([e]) => e > epoch)?.[1] ?? null };
  }

  /** Highest epoch that the store knows of a candidate, 0 if none. */
  highestEpoch(ref: CandidateRef): number {
    const logged = [...(this.#log.get(refKey(ref))?.values() ?? [])].map((l) => l.entry.frame.epoch);
    return Math.max(0, ...logged, ...(this.#markers.get(refKey(ref))?.keys() ?? []));
  }

  async log() {
    await Promise.resolve();
    return [...this.#log.values()]
      .flatMap((log) => [...log.values()])
      .map(({ entry, frameText }) => {
        const { sittingId, candidateId, frame } = entry;
        return { sittingId, candidateId, epoch: frame.epoch, seq: frame.seq, frameText };
      })
      .sort((a, b) => a.sittingId - b.sittingId || a.candidateId - b.candidateId || comparePositions(a, b));
  }

  async current(): Promise<CurrentAnswer[]> {
    await Promise.resolve();
    const answers = [...this.#log.values()].flatMap((log) => {
      const entries = [...log.values()].map((l) => l.entry);
      const first = entries[0];
      if (!first) return [];
      const { sittingId, candidateId } = first;
      return [...foldCandidate(entries, this.#contextOf(first)).items].map(([itemId, { answer, lock }]) => ({
        sittingId,
        candidateId,
        itemId,
        epoch: answer?.epoch ?? 0,
        seq: answer?.seq ?? 0,
        value: answer?.value ?? null,
        locked: lock !== null,
      }));
    });
    return answers.sort(
      (a, b) => a.sittingId - b.sittingId || a.candidateId - b.candidateId || (a.itemId < b.itemId ? -1 : 1),
    );
  }

  async quarantined(): Promise<string[]> {
    return Promise.resolve([...this.#quarantine.values()]);
  }
}
