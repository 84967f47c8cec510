/**
 * How far candidates are stored, asked of PostgreSQL in bounded portions: first those who have sent something, then
 * everybody in turn, which heals what a slow drain or a time without PostgreSQL left behind. Nothing waits for it.
 */
import { LIMITS } from "#contracts/limits";
import type { PresenceRow } from "#contracts/stream/presence-stream";
import type { Progress, ProgressSource } from "#control/live/ports";

const EVERY_MS = 2_000;
const PORTION_MAX = 1_000;
/** Candidates of a watched sitting looked at in turn, per call of `turn`. */
const TURN = 500;
/** What was just received is not yet stored: it is asked for after the drain had time for it. */
const AFTER_MS = LIMITS.acknowledgeTimeoutMs / 10;

export interface ProgressReader {
  start(): Promise<void>;
  stop(): Promise<void>;
  ask(sittingId: number, candidateIds: Iterable<number>): void;
  /** Candidates whose row changed: those who have sent an entry since they were last asked about are asked about. */
  note(sittingId: number, candidateIds: readonly number[], rows: ReadonlyMap<number, PresenceRow>): void;
  turn(sittingId: number, candidates: ReadonlyMap<number, unknown>): void;
  onProgress(listener: (sittingId: number, told: readonly Progress[]) => void): void;
}

export function createProgressReader(
  source: ProgressSource,
  now: () => number,
  onTrouble: (error: unknown) => void,
): ProgressReader {
  /** By sitting: candidate → not before, ms. */
  const wanted = new Map<number, Map<number, number>>();
  /** By sitting: candidate → "epoch.seq" that was last noted. */
  const noted = new Map<number, Map<number, string>>();
  const turns = new Map<number, number>();
  const listeners: ((sittingId: number, told: readonly Progress[]) => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let reading: Promise<void> | null = null;

  function want(sittingId: number, candidateIds: Iterable<number>, notBeforeMs: number): void {
    const ofSitting = wanted.get(sittingId) ?? new Map<number, number>();
    wanted.set(sittingId, ofSitting);
    for (const id of candidateIds) if (!ofSitting.has(id)) ofSitting.set(id, notBeforeMs);
  }
  /** Whether there may be more to read. */
  async function readPortion(sittingId: number, ofSitting: Map<number, number>): Promise<boolean> {
    const due = [...ofSitting].filter(([, notBeforeMs]) => notBeforeMs <= now()).slice(0, PORTION_MAX);
    const ids = due.map(([id]) => id);
    for (const id of ids) ofSitting.delete(id);
    if (ids.length === 0) return false;
    try {
      const told = await source.progressOf(sittingId, ids);
      for (const listener of listeners) listener(sittingId, told);
      return ids.length === PORTION_MAX;
    } catch (error) {
      want(sittingId, ids, 0);
      onTrouble(error);
      return false;
    }
  }
  /** One statement at a time; a look that takes longer than the interval is not joined by another. */
  function look(): void {
    reading ??= (async () => {
      for (const [sittingId, ofSitting] of wanted) while (await readPortion(sittingId, ofSitting));
    })().finally(() => (reading = null)); // never before the assignment, also when there was nothing to read
  }

  return {
    start: () => {
      timer = setInterval(look, EVERY_MS);
      return Promise.resolve();
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await reading;
    },
    ask: (sittingId, candidateIds) => {
      want(sittingId, candidateIds, 0);
      look();
    },
    note(sittingId, candidateIds, rows) {
      const ofSitting = noted.get(sittingId) ?? new Map<number, string>();
      noted.set(sittingId, ofSitting);
      const changed = candidateIds.filter((id) => {
        const row = rows.get(id);
        const at = row && `${row.epoch}.${row.seq}`;
        if (at === undefined || ofSitting.get(id) === at) return false;
        ofSitting.set(id, at);
        return true;
      });
      want(sittingId, changed, now() + AFTER_MS);
    },
    turn(sittingId, candidates) {
      const ids = [...candidates.keys()];
      const from = turns.get(sittingId) ?? 0;
      turns.set(sittingId, from + TURN >= ids.length ? 0 : from + TURN);
      want(sittingId, ids.slice(from, from + TURN), 0);
    },
    onProgress: (listener) => void listeners.push(listener),
  };
}
