/** The answers' store in memory: second implementation of its ports, and the simulator's Redis. */
import { partitionOf, PARTITIONS } from "#contracts/stream/answer-stream";
import { compareStreamIds, refKey, type StreamId } from "#domain/answer/entry";
import { nextEpoch } from "#domain/answer/epoch";
import {
  type AnswerFeed,
  type AnswerIntake,
  type EpochIssuer,
  type IncomingEntry,
  type SecuredAdvance,
  type StreamRecord,
  StoreTrouble,
} from "#domain/ports/answer-stream";
import { mayKeep } from "#domain/answer/epoch";

interface Partition {
  records: StreamRecord[];
  lastId: StreamId;
  fences: Map<string, { epoch: number; deviceId: string }>;
  d2: Map<string, number>;
  generation: number | null;
  lease: { owner: string; untilMs: number } | null;
}
const emptyPartition = (): Partition => ({
  records: [],
  lastId: "0-0",
  fences: new Map(),
  d2: new Map(),
  generation: null,
  lease: null,
});

export class MemoryAnswerServer {
  #partitions = Array.from({ length: PARTITIONS }, emptyPartition);
  readonly #secured = new Map<string, ((advances: readonly SecuredAdvance[]) => void)[]>();
  readonly #fenced: Parameters<AnswerIntake["onFenced"]>[0][] = [];

  /**
   * When each entry and each marker was first stored, counted from 1: "s:c:e:q" for entries, "s:c:e" for markers.
   * Never forgotten: checks compare promises with it.
   */
  readonly firstStored = new Map<string, number>();

  /** Sees each entry as it is stored, also when it is stored again. */
  onStored: (entry: IncomingEntry) => void = () => undefined;

  constructor(private readonly nowMs: () => number) {}

  /** Loses everything, as with a lost disk. */
  empty(): void {
    this.#partitions = Array.from({ length: PARTITIONS }, emptyPartition);
  }
  /** Forgets who listens on a node that has died. */
  forgetNode(nodeId: string): void {
    this.#secured.delete(nodeId);
  }
  #of(partition: number): Partition {
    const found = this.#partitions[partition];
    if (!found) throw new Error(`no partition ${partition}`);
    return found;
  }
  #remember(key: string): void {
    if (!this.firstStored.has(key)) this.firstStored.set(key, this.firstStored.size + 1);
  }
  #add(partition: Partition, fields: Record<string, string>): StreamId {
    const [ms = "0", seq = "0"] = partition.lastId.split("-");
    const now = this.nowMs();
    const id: StreamId = now > Number(ms) ? `${now}-0` : `${Number(ms)}-${Number(seq) + 1}`;
    partition.records.push({ id, fields });
    partition.lastId = id;
    return id;
  }

  intake(nodeId: string): AnswerIntake {
    return {
      append: async (batch) => {
        await Promise.resolve();
        return batch.map((entry) => {
          const { epoch, seq, frame } = entry;
          const head = `${refKey(entry)}:${epoch}:${seq}:${nodeId}`;
          this.#remember(`${refKey(entry)}:${epoch}:${seq}`);
          this.onStored(entry);
          const id = this.#add(this.#of(partitionOf(entry.candidateId)), { e1: head, f: frame });
          return Number(id.split("-")[0]);
        });
      },
      greet: async (marker) => {
        await Promise.resolve();
        const partition = this.#of(partitionOf(marker.candidateId));
        const held = partition.fences.get(refKey(marker));
        if (!held || held.epoch < marker.epoch) {
          this.#add(partition, { m1: JSON.stringify(marker) });
          partition.fences.set(refKey(marker), { epoch: marker.epoch, deviceId: marker.deviceId });
        }
        const fence = partition.fences.get(refKey(marker))?.epoch ?? marker.epoch;
        return { fence, d2: partition.d2.get(`${refKey(marker)}:${marker.epoch}`) ?? 0 };
      },
      onSecured: (listener) => void this.#secured.set(nodeId, [...(this.#secured.get(nodeId) ?? []), listener]),
      onFenced: (listener) => void this.#fenced.push(listener),
      underPressure: () => false,
    };
  }

  issuer(): EpochIssuer {
    return {
      issue: async (request) => {
        await Promise.resolve();
        const partition = this.#of(partitionOf(request.candidateId));
        if (partition.generation === null) throw new StoreTrouble("the store is not adopted yet", "later");
        const current = partition.fences.get(refKey(request)) ?? null;
        if (request.keep !== null && mayKeep(request, current, partition.generation))
          return { epoch: request.keep, kept: true };
        const epoch = nextEpoch(current?.epoch ?? 0, request.floor, partition.generation);
        const marker = JSON.stringify(await request.markerFor(epoch, current?.deviceId ?? null));
        // Another sign-in was faster, or the store was emptied meanwhile: nothing was given.
        if ((this.#of(partitionOf(request.candidateId)).fences.get(refKey(request)) ?? null) !== current)
          return this.issuer().issue(request);
        this.#remember(`${refKey(request)}:${epoch}`);
        this.#add(partition, { m1: marker });
        partition.fences.set(refKey(request), { epoch, deviceId: request.deviceId });
        const { sittingId, candidateId } = request;
        for (const listener of this.#fenced) listener({ sittingId, candidateId, epoch });
        return { epoch, kept: false };
      },
    };
  }

  feed(): AnswerFeed {
    return {
      generation: async (p) => Promise.resolve(this.#of(p).generation),
      adopt: async (p, generation) => {
        await Promise.resolve();
        if (this.#of(p).generation !== null) return false;
        this.#of(p).generation = generation;
        return true;
      },
      read: async (wanted, countMax) => {
        await Promise.resolve();
        const news = new Map<number, readonly StreamRecord[]>();
        for (const [p, after] of wanted) {
          const records = this.#of(p)
            .records.filter((r) => compareStreamIds(r.id, after) > 0)
            .slice(0, countMax);
          if (records.length > 0) news.set(p, records);
        }
        return news;
      },
      publishSecured: async (advances) => {
        await Promise.resolve();
        for (const { nodeId, ...advance } of advances) {
          this.#of(partitionOf(advance.candidateId)).d2.set(`${refKey(advance)}:${advance.epoch}`, advance.seq);
          for (const listener of this.#secured.get(nodeId) ?? []) listener([advance]);
        }
      },
      trim: async (p, upTo) => {
        await Promise.resolve();
        const partition = this.#of(p);
        partition.records = partition.records.filter((r) => compareStreamIds(r.id, upTo) > 0);
      },
      lease: async (p, owner, forMs) => {
        await Promise.resolve();
        const partition = this.#of(p);
        const free = !partition.lease || partition.lease.owner === owner || partition.lease.untilMs <= this.nowMs();
        if (free) partition.lease = { owner, untilMs: this.nowMs() + forMs };
        return free;
      },
      release: async (p, owner) => {
        await Promise.resolve();
        if (this.#of(p).lease?.owner === owner) this.#of(p).lease = null;
      },
    };
  }
}
