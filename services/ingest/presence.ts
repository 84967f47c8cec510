/**
 * Tells the control Redis who is connected, beside the answers and never in their way: what changed is noted at a
 * constant cost, and one write at a time carries it away every `presenceIntervalMs`. While the control Redis is away the
 * newest state waits here.
 */
import type { Limits } from "#contracts/limits";
import type { PresenceChanges } from "#contracts/stream/presence-stream";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";
import { type NewSocket, SittingPresence, type SocketPresence } from "#ingest/sitting-presence";

/** Where presence is written; its adapter is redis/presence-writer.ts. */
export interface PresenceStore {
  /**
   * Writes the changes of one sitting, all or nothing; empty ones say that this node is alive. False when the store had
   * lost what was written before. Rejects with StoreTrouble when it is not known whether they were written.
   */
  write(changes: PresenceChanges): Promise<boolean>;
}
export interface PresenceDeps {
  readonly presenceStore: PresenceStore;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "presenceIntervalMs" | "nodeLeaseMs">;
  /** Said once when the store goes away. */
  readonly onPresenceTrouble: (error: StoreTrouble) => void;
}
export interface Presence {
  came(sittingId: number, socket: NewSocket): SocketPresence;
  /** Writes what is left and ends. */
  stop(): Promise<void>;
}

/** Rows in one write: the next one follows after the interval. */
const ROWS_PER_WRITE_MAX = 2_000;

export function createPresence({ presenceStore, clock, limits, onPresenceTrouble }: PresenceDeps): Presence {
  const sittings = new Map<number, SittingPresence>();
  let writing: Promise<void> | null = null;
  let isAway = false;
  let stopped = false;

  async function writeAll(): Promise<void> {
    try {
      for (const sitting of sittings.values()) if (isDue(sitting)) await write(sitting);
      isAway = false;
    } catch (error) {
      if (!(error instanceof StoreTrouble)) throw error;
      if (!isAway) onPresenceTrouble(error);
      isAway = true;
    }
  }
  /** A node that is silent is taken for dead: it speaks three times per lease, also without news. */
  function isDue(sitting: SittingPresence): boolean {
    const nowMs = clock.nowMs();
    sitting.tick(nowMs);
    const silentMs = nowMs - sitting.writtenAtMs;
    return sitting.hasNews || silentMs < 0 || silentMs >= limits.nodeLeaseMs / 3;
  }
  async function write(sitting: SittingPresence): Promise<void> {
    const nowMs = clock.nowMs();
    const changes = sitting.take(ROWS_PER_WRITE_MAX);
    try {
      if (!(await presenceStore.write(changes))) sitting.everythingAgain();
    } catch (error) {
      sitting.putBack(changes);
      throw error;
    }
    sitting.writtenAtMs = nowMs;
    if (sitting.isEmpty) sittings.delete(sitting.sittingId);
  }
  /** One write at a time: while the store is slow the next one grows instead. */
  const writeOnce = (): Promise<void> => (writing ??= writeAll().finally(() => (writing = null)));

  function tick(): void {
    clock.after(limits.presenceIntervalMs, () => {
      if (stopped) return;
      void writeOnce();
      tick();
    });
  }
  tick();

  return {
    came: (sittingId, socket) => {
      const sitting = sittings.get(sittingId) ?? new SittingPresence(sittingId);
      sittings.set(sittingId, sitting);
      return sitting.came(socket);
    },
    stop: async () => {
      stopped = true;
      await writing;
      await writeOnce();
    },
  };
}
