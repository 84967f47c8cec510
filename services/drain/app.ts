/**
 * The drain assembled from its ports: streams → PostgreSQL. Any number may run; PostgreSQL's offset is the truth, a
 * lease only keeps two drains from doing the same work.
 */
import type { Limits } from "#contracts/limits";
import { PARTITIONS } from "#contracts/stream/answer-stream";
import { type StreamId, streamIdParts } from "#domain/answer/entry";
import { type AnswerLedger, StaleOffset } from "#domain/ports/answer-ledger";
import { type AnswerFeed, type StreamRecord, StoreTrouble } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";
import { lastNodes } from "#drain/last-nodes";
import { storeRecords } from "#drain/store-records";
import { createLatencyWindow } from "#runtime/latency-window";

export interface DrainDeps {
  readonly owner: string;
  readonly feed: AnswerFeed;
  readonly ledger: AnswerLedger;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "drainBatchMax" | "partitionLeaseMs">;
  /** Trouble that the loop survives: logged once per cause by the caller. */
  readonly onTrouble: (error: unknown) => void;
}
export interface Drain {
  /** One round: leases, one read, one commit per partition with news. Returns how many records were stored. */
  round(waitMs: number): Promise<number>;
  /** Rounds until stopped. */
  run(): Promise<void>;
  stop(): Promise<void>;
  status(): DrainStatus;
}

export interface DrainStatus {
  readonly partitions: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly trouble: string | null;
  /** How long ago a round last ended well; more than a few seconds means that something does not answer. */
  readonly quietMs: number;
  /** 99th percentile of the last 10 s from received (D1, the store's clock) to the commit (D2), ms; null: nothing came. */
  readonly d2P99Ms: number | null;
}

/**
 * Each partition is looked after this often when little comes, so that answers are committed in handfuls: a transaction
 * costs as much as ten answers. The first after a silence is committed at once; all others well within the second that D2
 * may take.
 */
const LINGER_MS = 300;
const LINGER_BELOW_RECORDS = 1_000;
/**
 * Partitions take turns in so many shares: commits, and the acknowledgements behind them, are spread over the time instead
 * of taking every processor three times a second, when answers that just come would have to wait.
 */
const SHARES = 8;
const BLOCK_MS = 500;
const TROUBLE_PAUSE_MS = 500;
/** Transactions in flight: PostgreSQL stores some while the next one is prepared here. */
export const COMMITS_AT_ONCE = 4;

interface Held {
  generation: number;
  lastId: StreamId;
}

export function createDrain(deps: DrainDeps): Drain {
  const { owner, feed, ledger, clock, limits, onTrouble } = deps;
  const held = new Map<number, Held>();
  const latencies = createLatencyWindow();
  let leasesDueAtMs = 0;
  let stopped = false;
  let finished: Promise<void> = Promise.resolve();
  let stored = 0;
  let quarantined = 0;
  let trouble: string | null = null;
  let lastRoundAtMs = clock.nowMs();

  /** Takes free partitions, renews ours, and looks whether a store has been emptied. */
  async function renewLeases(): Promise<void> {
    if (clock.nowMs() < leasesDueAtMs) return;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      if (!(await feed.lease(partition, owner, limits.partitionLeaseMs))) held.delete(partition);
      else await takeOver(partition);
    }
    leasesDueAtMs = clock.nowMs() + limits.partitionLeaseMs / 3;
  }

  async function takeOver(partition: number): Promise<void> {
    const known = held.get(partition);
    const generation = await feed.generation(partition);
    if (known && known.generation === generation) return;
    let offset = await ledger.offset(partition);
    if (generation === null || generation !== offset.generation) offset = await adopt(partition, generation, offset);
    held.set(partition, offset);
  }

  /**
   * An empty store begins a new generation, read from its start: ids of the new store may be below the old offset when
   * the clock was set back, and reading twice is harmless. PostgreSQL's number moves first; whoever loses rereads.
   */
  async function adopt(partition: number, found: number | null, offset: Held): Promise<Held> {
    // A store that is ahead of PostgreSQL (restored from an older backup) keeps its number once PostgreSQL reaches it.
    let generation = offset.generation;
    do generation = await ledger.beginGeneration(partition, generation);
    while (found !== null && generation < found);
    if (found === null) await feed.adopt(partition, generation);
    return ledger.offset(partition);
  }

  async function drainPartition(partition: number, records: readonly StreamRecord[]): Promise<number> {
    const at = held.get(partition);
    if (!at) return 0;
    try {
      const result = await storeRecords(ledger, { partition, generation: at.generation, from: at.lastId }, records);
      held.set(partition, { generation: at.generation, lastId: result.to });
      quarantined += result.quarantined;
      const nowMs = clock.nowMs();
      for (const { id } of records) latencies.record(nowMs - streamIdParts(id).ms, nowMs);
      await feed.publishSecured(lastNodes(result.secured, records));
      await feed.trim(partition, result.to);
      return records.length;
    } catch (error) {
      if (!(error instanceof StaleOffset)) throw error;
      held.delete(partition); // another drain is at it: learn the offset again with the next lease
      leasesDueAtMs = 0;
      return 0;
    }
  }

  /**
   * A few partitions at once: one is parsed while others are being stored. All are tried; the first failure is thrown
   * when the rest is done.
   */
  async function drainAll(news: [number, readonly StreamRecord[]][]): Promise<number> {
    let count = 0;
    const failures: unknown[] = [];
    const worker = async () => {
      for (let next = news.shift(); next; next = news.shift()) {
        try {
          count += await drainPartition(...next);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: COMMITS_AT_ONCE }, worker));
    if (failures.length > 0) throw failures[0];
    return count;
  }

  /** `share`: of the partitions, those whose turn it is; null: all. */
  async function round(waitMs: number, share: number | null = null): Promise<number> {
    await renewLeases();
    const mine = [...held].filter(([partition]) => share === null || partition % SHARES === share);
    const news = await feed.read(
      new Map(mine.map(([partition, { lastId }]) => [partition, lastId])),
      limits.drainBatchMax,
      waitMs,
    );
    const count = await drainAll([...news]);
    stored += count;
    lastRoundAtMs = clock.nowMs();
    return count;
  }

  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  /** Every share once. Returns how many records were stored. */
  async function turn(): Promise<number> {
    let count = 0;
    for (let share = 0; share < SHARES && !stopped; share++) {
      count += await round(0, share);
      await pause(LINGER_MS / SHARES);
    }
    return count;
  }

  async function loop(): Promise<void> {
    let count = 0;
    while (!stopped) {
      try {
        // After a silence and behind a backlog nobody waits for anybody's turn.
        count = count > 0 && count < LINGER_BELOW_RECORDS ? await turn() : await round(BLOCK_MS);
        trouble = null;
        if (held.size === 0) await pause(LINGER_MS); // another drain has all of them
      } catch (error) {
        if (!(error instanceof StoreTrouble) && !(error instanceof StaleOffset)) throw error;
        trouble = error.message;
        onTrouble(error);
        leasesDueAtMs = 0; // after trouble look again whether the store was emptied
        await pause(TROUBLE_PAUSE_MS);
      }
    }
  }

  return {
    round,
    run: () => (finished = loop()),
    stop: async () => {
      stopped = true;
      await finished;
      // A partition that is given back is taken at once by another drain instead of after the lease.
      for (const partition of held.keys()) await feed.release(partition, owner).catch(onTrouble);
      held.clear();
    },
    status: () => {
      const nowMs = clock.nowMs();
      const [quietMs, d2P99Ms] = [nowMs - lastRoundAtMs, latencies.p99Ms(nowMs)];
      return { partitions: held.size, stored, quarantined, trouble, quietMs, d2P99Ms };
    },
  };
}
