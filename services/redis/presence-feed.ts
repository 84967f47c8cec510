/** Who is connected, followed live: what control shows and what the lost-time ledger is made from. */
import type { Redis } from "ioredis";
import { type Limits, LIMITS } from "#contracts/limits";
import { JOURNAL_KEYS } from "#contracts/stream/journal-stream";
import { ConnectionEvents, PRESENCE_KEYS, PresenceNews, PresenceRow } from "#contracts/stream/presence-stream";
import type { AppliedStage } from "#domain/answer/entry";
import { createAppliedStages, hasBit, type OnApplied, readBitmap } from "#redis/applied-stages";
import { orTrouble } from "#redis/connection";
import { serverTimeMs } from "#redis/journal";
import { ConnectionHistory, SittingState } from "#redis/presence-state";
import { closePresence, memberParts } from "#redis/presence-writer";

export interface PresenceFeed {
  /** Connected candidates, on whichever node. */
  rows(sittingId: number): ReadonlyMap<number, PresenceRow>;
  /** Candidates who were connected and are not: since when, ms. */
  offlineSince(sittingId: number): ReadonlyMap<number, number>;
  /** Calls back with candidates whose row or connection may have changed. */
  onChange(listener: (sittingId: number, candidateIds: readonly number[]) => void): void;
  /** Calls back with candidates on whose tablets an act has come to a stage: each once per act and stage. */
  onApplied(listener: OnApplied): void;
  /** Whose tablets have come to that stage of the act, as of now. Rejects with StoreTrouble. */
  appliedBy(sittingId: number, actId: string, stage: AppliedStage): Promise<(candidateId: number) => boolean>;
  /** Who came and went, from the first: per candidate "on" and "off" in turn. Rejects with StoreTrouble. */
  connectionEvents(sittingId: number): Promise<ConnectionEvents>;
}
export interface RunningPresenceFeed extends PresenceFeed {
  /** Reads everything once, then follows. While the control Redis is away, what is known stays known. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A message that was missed is made up for within two of these. */
const RECONCILE_MS = 1_000;

/** `redis` reads, `subscriber` is a connection of its own for the messages. */
export function createPresenceFeed(
  redis: Redis,
  subscriber: Redis,
  onTrouble: (error: unknown) => void,
  limits: Pick<Limits, "nodeLeaseMs"> = LIMITS,
): RunningPresenceFeed {
  const sittings = new Map<number, SittingState>();
  const changeListeners: ((sittingId: number, candidateIds: readonly number[]) => void)[] = [];
  const appliedListeners: OnApplied[] = [];
  const applied = createAppliedStages(redis, (...told) => appliedListeners.forEach((listener) => listener(...told)));
  /** Writes of each member of the index at the last look: messages of that time must have come by the next. */
  let writesBefore = new Map<string, number>();
  /** Since when this server answers, on the monotonic clock. */
  let answersSince: number | null = null;
  /** The messages' connection was lost: what was said meanwhile is read again. */
  let wasUnheard = false;
  let timer: NodeJS.Timeout | null = null;
  let reconciling: Promise<void> | null = null;

  function sittingOf(sittingId: number): SittingState {
    const sitting = sittings.get(sittingId) ?? new SittingState();
    sittings.set(sittingId, sitting);
    return sitting;
  }
  function tellChange(sittingId: number, candidateIds: readonly number[]): void {
    if (candidateIds.length > 0) for (const listener of changeListeners) listener(sittingId, candidateIds);
  }

  function hear({ nodeId, sittingId, writes, rows, events, applied: reached }: PresenceNews): void {
    const sitting = sittingOf(sittingId);
    applied.hear(sittingId, reached);
    sitting.hearConnections(nodeId, events);
    if (writes === 0) return tellChange(sittingId, sitting.replace(nodeId, null, new Map()));
    const known = sitting.writesOf(nodeId) ?? (writes === 1 ? 0 : null);
    if (known === null || known < writes - 1) return void reconcileSoon(); // a message was missed, or the node is new
    if (known >= writes) return; // read already
    if (known === 0) sitting.replace(nodeId, 0, new Map());
    sitting.change(nodeId, writes, rows);
    tellChange(sittingId, [...new Set([...rows, ...events].map(([id]) => id))]);
  }

  async function reload(nodeId: string, sittingId: number): Promise<void> {
    const sitting = sittingOf(sittingId);
    const reply = await orTrouble(
      "presence",
      redis
        .multi()
        .hget(PRESENCE_KEYS.index, `${nodeId}:${sittingId}`)
        .hgetall(PRESENCE_KEYS.rows(nodeId, sittingId))
        .exec(),
    );
    const held = reply?.[0]?.[1] as string | null;
    const texts = reply?.[1]?.[1] as Record<string, string>;
    const rows = Object.entries(texts).map(([id, text]) => [Number(id), PresenceRow.parse(JSON.parse(text))] as const);
    await readConnections(sittingId);
    tellChange(sittingId, sitting.replace(nodeId, held === null ? null : partsOf(held).writes, new Map(rows)));
    await applied.catchUp(sittingId);
  }
  async function readConnections(sittingId: number): Promise<void> {
    const sitting = sittingOf(sittingId);
    for (const { id, nodeId, events } of await connectionsAfter(redis, sittingId, sitting.connectionsRead ?? "")) {
      sitting.hearConnections(nodeId, events);
      sitting.connectionsRead = id;
    }
    sitting.connectionsRead ??= "";
  }

  async function reconcile(): Promise<void> {
    for (const member of await orTrouble("presence", redis.smembers(JOURNAL_KEYS.sittings))) sittingOf(Number(member));
    const knownBefore = new Map([...sittings].map(([sittingId, sitting]) => [sittingId, sitting.writes()]));
    const isAfterSilence = wasUnheard;
    wasUnheard = false;
    const [nowMs, index] = await Promise.all([
      serverTimeMs(redis),
      orTrouble("presence", redis.hgetall(PRESENCE_KEYS.index)),
    ]);
    answersSince ??= performance.now();
    // A server that was away itself made every node silent: they are given a lease's time to speak again.
    const isSettled = performance.now() - answersSince >= limits.nodeLeaseMs;
    for (const [member, text] of Object.entries(index)) {
      const { nodeId, sittingId } = memberParts(member);
      const isSilent = nowMs - partsOf(text).seenMs > limits.nodeLeaseMs;
      const known = sittingOf(sittingId).writesOf(nodeId);
      const isBehind = known !== null && known < (writesBefore.get(member) ?? 0);
      const isAnotherLife = (knownBefore.get(sittingId)?.get(nodeId) ?? 0) > partsOf(text).writes;
      if (isSilent && isSettled) await closePresence(redis, member, limits.nodeLeaseMs);
      else if (known === null ? !isSilent : isBehind || isAnotherLife || isAfterSilence)
        await reload(nodeId, sittingId);
    }
    writesBefore = new Map(Object.entries(index).map(([member, text]) => [member, partsOf(text).writes]));
    for (const [sittingId, sitting] of sittings)
      for (const nodeId of sitting.writes().keys())
        if (index[`${nodeId}:${sittingId}`] === undefined) await reload(nodeId, sittingId);
    for (const [sittingId, sitting] of sittings) if (sitting.connectionsRead === null) await readHistory(sittingId);
  }
  /** Of a sitting to which no node is connected. */
  async function readHistory(sittingId: number): Promise<void> {
    await readConnections(sittingId);
    await applied.catchUp(sittingId);
    tellChange(sittingId, [...sittingOf(sittingId).offline.keys()]);
  }
  /** One at a time. */
  function reconcileSoon(): Promise<void> {
    reconciling ??= reconcile()
      .catch((error: unknown) => {
        answersSince = null;
        wasUnheard = true;
        onTrouble(error);
      })
      .finally(() => (reconciling = null));
    return reconciling;
  }

  return {
    rows: (sittingId) => sittingOf(sittingId).rows,
    offlineSince: (sittingId) => sittingOf(sittingId).offline,
    onChange: (listener) => void changeListeners.push(listener),
    onApplied: (listener) => void appliedListeners.push(listener),
    appliedBy: async (sittingId, actId, stage) => {
      const bitmap = await readBitmap(redis, PRESENCE_KEYS.applied(sittingId, actId, stage));
      return (candidateId) => hasBit(bitmap, candidateId);
    },
    connectionEvents: (sittingId) => readConnectionEvents(redis, sittingId),
    start: async () => {
      subscriber.on("message", (channel, text) => {
        if (channel === PRESENCE_KEYS.channel) hear(PresenceNews.parse(JSON.parse(text)));
      });
      await subscriber.subscribe(PRESENCE_KEYS.channel);
      subscriber.on("ready", () => (wasUnheard = true));
      await reconcileSoon();
      timer = setInterval(() => void reconcileSoon(), RECONCILE_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await reconciling;
    },
  };
}

/** "<ms> <writes>" of the index. */
function partsOf(text: string): { seenMs: number; writes: number } {
  const [seenMs = 0, writes = 0] = text.split(" ").map(Number);
  return { seenMs, writes };
}

/** Who came and went, from the first: per candidate "on" and "off" in turn. Rejects with StoreTrouble. */
export async function readConnectionEvents(redis: Redis, sittingId: number): Promise<ConnectionEvents> {
  const history = new ConnectionHistory();
  const records = await connectionsAfter(redis, sittingId, "");
  return records.flatMap(({ nodeId, events }) => history.hear(nodeId, events));
}

/** Records of a sitting's connections behind an id ("" for all). */
async function connectionsAfter(redis: Redis, sittingId: number, after: string) {
  const from = after === "" ? "-" : `(${after}`;
  const records = await orTrouble("presence", redis.xrange(PRESENCE_KEYS.connections(sittingId), from, "+"));
  return records.map(([id, [, nodeId = "", , events = "[]"]]) => ({
    id,
    nodeId,
    events: ConnectionEvents.parse(JSON.parse(events)),
  }));
}
