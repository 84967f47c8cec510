/**
 * The installation as operators see it: looked at once a second. Each store is asked on its own and never waited for:
 * one that does not answer leaves the others' figures as fresh as they are.
 */
import type { MISSING_STORES, Platform } from "#contracts/console/live";
import type { PartReport } from "#contracts/stream/part-report";
import type { Condition } from "#control/alerts/alert-book";
import { type MemoryUse, platformConditions } from "#control/alerts/rules";
import { platformOf } from "#control/platform/platform-of";

export type MissingStore = (typeof MISSING_STORES)[number];
/** Bytes in use and the most that may be. */
export interface RedisMemory {
  readonly usedBytes: number;
  readonly maxBytes: number;
}
/** Each rejects, or does not answer at all, while its store is away. */
export interface PlatformSources {
  readonly nodeIds: readonly string[];
  reports(): Promise<readonly (PartReport | null)[]>;
  answersRedis(): Promise<RedisMemory>;
  controlRedis(): Promise<RedisMemory>;
  postgres(): Promise<unknown>;
}
export interface PlatformWatch {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** As of the last look; null before the first. `present` is not known here: 0. */
  current(): Platform | null;
  missing(): MissingStore[];
  conditions(): readonly Condition[];
  onLook(listener: () => void): void;
  onMissing(listener: (stores: MissingStore[]) => void): void;
}

const EVERY_MS = 1_000;
/** A store that has not answered for so long is away. */
const AWAY_AFTER_MS = 3_000;

export function createPlatformWatch(sources: PlatformSources, now: () => number): PlatformWatch {
  const reports = createAsker(() => sources.reports(), now);
  const answersRedis = createAsker(() => sources.answersRedis(), now);
  const controlRedis = createAsker(() => sources.controlRedis(), now);
  const postgres = createAsker(() => sources.postgres(), now);
  const lookListeners: (() => void)[] = [];
  const missingListeners: ((stores: MissingStore[]) => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let current: Platform | null = null;
  let missing: MissingStore[] = [];
  let conditions: readonly Condition[] = [];

  function look(): void {
    for (const asker of [reports, answersRedis, controlRedis, postgres]) asker.ask();
    const known = reports.last();
    const seen = platformOf({
      atMs: now(),
      nodeIds: sources.nodeIds,
      reports: known,
      answersRedis: answersRedis.last(),
      controlRedis: controlRedis.last(),
      postgresUp: postgres.last() !== null,
    });
    const memory: MemoryUse[] = [];
    const stores = { "answers-redis": answersRedis.last(), "control-redis": controlRedis.last() };
    for (const [nodeId, use] of Object.entries(stores))
      if (use && use.maxBytes > 0) memory.push({ nodeId, share: use.usedBytes / use.maxBytes });
    const away: MissingStore[] = [];
    if (postgres.last() === null) away.push("postgres");
    if (answersRedis.last() === null) away.push("answers_redis");
    // Without the control Redis nobody knows how the processes are: it says nothing about ingest.
    const ingests = seen.parts.filter((part) => part.kind === "ingest");
    if (known !== null && ingests.length > 0 && ingests.every((part) => !part.up)) away.push("ingest");
    const changed = away.join() !== missing.join();
    current = seen;
    missing = away;
    conditions = platformConditions(seen, memory, away);
    for (const listener of lookListeners) listener();
    if (changed) for (const listener of missingListeners) listener(away);
  }

  return {
    start: async () => {
      // Consoles that come first find the stores known; one that does not answer is waited for no longer than this.
      await Promise.all([reports, answersRedis, controlRedis, postgres].map((asker) => asker.first()));
      look();
      timer = setInterval(look, EVERY_MS);
    },
    stop: () => {
      if (timer) clearInterval(timer);
      return Promise.resolve();
    },
    current: () => current,
    missing: () => [...missing],
    conditions: () => conditions,
    onLook: (listener) => void lookListeners.push(listener),
    onMissing: (listener) => void missingListeners.push(listener),
  };
}

/** Asks one thing at a time; the last answer counts for as long as the store is not taken for away. */
function createAsker<T>(question: () => Promise<T>, now: () => number) {
  let answer: { readonly value: T; readonly atMs: number } | null = null;
  let asking: Promise<void> | null = null;
  const ask = (): Promise<void> =>
    (asking ??= question()
      .then(
        (value) => void (answer = { value, atMs: now() }),
        () => undefined,
      )
      .finally(() => void (asking = null)));
  return {
    ask: (): void => void ask(),
    first: (): Promise<void> =>
      Promise.race([ask(), new Promise<void>((resolve) => setTimeout(resolve, EVERY_MS).unref())]),
    last: (): T | null => (answer && now() - answer.atMs < AWAY_AFTER_MS ? answer.value : null),
  };
}
