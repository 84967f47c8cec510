/** Ingest's side of presence on the control Redis: see PresenceStore in ingest/presence.ts. */
import type { Redis } from "ioredis";
import { PRESENCE_KEYS, type PresenceChanges } from "#contracts/stream/presence-stream";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

export interface PresenceWriter {
  /** Ends what an earlier process of this name has left. Rejects with StoreTrouble. */
  start(): Promise<void>;
  /**
   * Writes the changes of one sitting, all or nothing; empty ones only say that this node is alive. False when the store
   * had lost what was written before (emptied, or the node was taken for dead): then everything is to be written again.
   * Rejects with StoreTrouble when it is not known whether they were written.
   */
  write(changes: PresenceChanges): Promise<boolean>;
}

export function createPresenceWriter(redis: Redis, nodeId: string): PresenceWriter {
  const writeScript = loadScript("write-presence");
  /** Writes so far, by sitting. */
  const writes = new Map<number, number>();

  async function write(changes: PresenceChanges): Promise<boolean> {
    const { sittingId, rows, events, applied } = changes;
    const before = writes.get(sittingId) ?? 0;
    const texts = rows.map(([id, row]): [number, string] => [id, JSON.stringify(row)]);
    const eventsText = events.length > 0 ? JSON.stringify(events) : "";
    const news = isEmpty(changes) ? "" : newsText({ nodeId, writes: before + 1, changes, texts, eventsText });
    // Counted before it is known whether it arrives: if it did not, the next write finds the difference.
    if (news !== "") writes.set(sittingId, before + 1);
    const left = rows.filter(([, row]) => row === null).map(([id]) => id);
    const present = texts.filter((_, n) => rows[n]?.[1] !== null);
    const bitmaps = byBitmap(sittingId, applied);
    const keys = [
      PRESENCE_KEYS.rows(nodeId, sittingId),
      PRESENCE_KEYS.index,
      PRESENCE_KEYS.connections(sittingId),
      ...bitmaps.keys(),
    ];
    const args = [`${nodeId}:${sittingId}`, before, nodeId, eventsText, PRESENCE_KEYS.channel, news];
    const counted = [left, present, ...bitmaps.values()].flatMap((list) => [list.length, ...list.flat()]);
    const said = await orTrouble("presence", redis.eval(writeScript, keys.length, ...keys, ...args, ...counted));
    return said === 1;
  }

  async function start(): Promise<void> {
    for (const member of await orTrouble("presence", redis.hkeys(PRESENCE_KEYS.index)))
      if (member.startsWith(`${nodeId}:`)) await closePresence(redis, member, 0);
  }
  return { start, write };
}

/** Ends a node's presence in a sitting when it has been silent for so long; true when this call did it. */
export async function closePresence(redis: Redis, member: string, silentMs: number): Promise<boolean> {
  const { nodeId, sittingId } = memberParts(member);
  const said = await orTrouble(
    "presence",
    redis.eval(
      loadScript("close-presence"),
      3,
      PRESENCE_KEYS.rows(nodeId, sittingId),
      PRESENCE_KEYS.index,
      PRESENCE_KEYS.connections(sittingId),
      member,
      nodeId,
      sittingId,
      silentMs,
      PRESENCE_KEYS.channel,
    ),
  );
  return said === 1;
}

/** Node and sitting of a member of the index. */
export function memberParts(member: string): { nodeId: string; sittingId: number } {
  const colon = member.lastIndexOf(":");
  return { nodeId: member.slice(0, colon), sittingId: Number(member.slice(colon + 1)) };
}

const isEmpty = ({ rows, events, applied }: PresenceChanges): boolean =>
  rows.length + events.length + applied.length === 0;

/** Rows are put into the message as the texts that are stored: each is made once. */
function newsText(parts: {
  nodeId: string;
  writes: number;
  changes: PresenceChanges;
  texts: readonly [number, string][];
  eventsText: string;
}): string {
  const { nodeId, writes, changes, texts, eventsText } = parts;
  const rows = texts.map(([id, text]) => `[${id},${text}]`).join(",");
  const head = `{"nodeId":${JSON.stringify(nodeId)},"sittingId":${changes.sittingId},"writes":${writes}`;
  return `${head},"rows":[${rows}],"events":${eventsText || "[]"},"applied":${JSON.stringify(changes.applied)}}`;
}

/** Candidates by the bitmap of their act and stage. */
function byBitmap(sittingId: number, applied: PresenceChanges["applied"]): Map<string, number[]> {
  const bitmaps = new Map<string, number[]>();
  for (const [actId, stage, candidateId] of applied) {
    const key = PRESENCE_KEYS.applied(sittingId, actId, stage);
    const list = bitmaps.get(key);
    if (list) list.push(candidateId);
    else bitmaps.set(key, [candidateId]);
  }
  return bitmaps;
}
