/** Who of one sitting is connected to this node, and what of it the control Redis has not been told yet. */
import type { StatusFrame } from "#contracts/frames/tablet";
import type { PresenceChanges, PresenceRow } from "#contracts/stream/presence-stream";
import type { AppliedStage } from "#domain/answer/entry";
import { readStatus } from "#ingest/frames";

/** Comings and goings kept while the control Redis is away: every tablet of a node could come and go ten times. */
const EVENTS_MAX = 40_000;

/** Most changes are answers that were saved, and people read their age in seconds: a row is not written for each. */
const SAVED_EVERY_MS = 1_000;

/** What is said of one live socket. */
export interface SocketPresence {
  /** Everything up to `seq` is durable (D1) since `atMs`. */
  saved(seq: number, atMs: number): void;
  /** A status frame came; the last one before the next write counts. */
  statusCame(text: string): void;
  /** The log has it (D1) that an act has come so far on this tablet. */
  applied(actId: string, stage: AppliedStage): void;
  left(atMs: number): void;
}
export interface NewSocket {
  readonly candidateId: number;
  readonly epoch: number;
  readonly connectedAtMs: number;
  /** Closes the socket: its status does not follow the protocol. */
  readonly refuse: () => void;
}

export class SittingPresence {
  readonly #slots = new Map<number, Slot>();
  /** Candidates whose row was not written since it changed. */
  #changed = new Set<number>();
  /** Candidates of whom nothing changed but what was saved: written together, less often. */
  #saved = new Set<number>();
  #savedWrittenAtMs = 0;
  #events: PresenceChanges["events"] = [];
  /** "<act> <stage>" → candidates: however often a tablet repeats itself, it is one. */
  readonly #applied = new Map<string, Set<number>>();
  /** When the last write was begun that arrived, ms. */
  writtenAtMs = 0;

  constructor(readonly sittingId: number) {}

  get isEmpty(): boolean {
    return this.#slots.size === 0 && !this.hasNews;
  }
  get hasNews(): boolean {
    return this.#changed.size + this.#events.length + this.#applied.size > 0;
  }

  came(socket: NewSocket): SocketPresence {
    const { candidateId } = socket;
    const slot = new Slot(socket);
    const held = this.#slots.get(candidateId);
    // A device that was replaced may still deliver what it holds, but it is not where the candidate writes.
    if (!held || held.socket.epoch <= socket.epoch) this.#slots.set(candidateId, slot);
    if (!held) this.#events.push([candidateId, "on", socket.connectedAtMs]);
    this.#changed.add(candidateId);
    return {
      saved: (seq, atMs) => {
        slot.seq = seq;
        slot.savedAtMs = atMs;
        this.#saved.add(candidateId);
      },
      statusCame: (text) => {
        slot.statusText = text;
        this.#changed.add(candidateId);
      },
      applied: (actId, stage) => this.#reached(actId, stage, candidateId),
      left: (atMs) => {
        if (this.#slots.get(candidateId) !== slot) return;
        this.#slots.delete(candidateId);
        this.#events.push([candidateId, "off", atMs]);
        this.#changed.add(candidateId);
      },
    };
  }

  /** Time passes: what was saved becomes news once per `SAVED_EVERY_MS`. */
  tick(nowMs: number): void {
    if (Math.abs(nowMs - this.#savedWrittenAtMs) < SAVED_EVERY_MS) return;
    for (const id of this.#saved) this.#changed.add(id);
    this.#saved.clear();
    this.#savedWrittenAtMs = nowMs;
  }

  /** What is to be written now, at most `rowsMax` rows, the longest unwritten first. */
  take(rowsMax: number): PresenceChanges {
    const ids: number[] = [];
    for (const id of this.#changed) if (ids.push(id) === rowsMax) break;
    for (const id of ids) {
      this.#changed.delete(id);
      this.#saved.delete(id);
      this.#slots.get(id)?.readStatus();
    }
    // Only now: a status that was refused has closed its socket.
    const rows = ids.map((id): PresenceChanges["rows"][number] => [id, this.#slots.get(id)?.row() ?? null]);
    const changes = { sittingId: this.sittingId, rows, events: this.#events, applied: this.#takeApplied() };
    this.#events = [];
    return changes;
  }

  /** What was taken may not have arrived. */
  putBack(changes: PresenceChanges): void {
    this.#changed = new Set([...changes.rows.map(([id]) => id), ...this.#changed]);
    this.#events = [...changes.events, ...this.#events].slice(-EVENTS_MAX);
    for (const [actId, stage, id] of changes.applied) this.#reached(actId, stage, id);
  }

  /** The store has lost what it was told: all is written again. Nobody was away: they are "on" since it was last heard. */
  everythingAgain(): void {
    const on = [...this.#slots].map(([id, { socket }]): PresenceChanges["events"][number] => [
      id,
      "on",
      Math.max(socket.connectedAtMs, this.writtenAtMs),
    ]);
    this.#events = [...on, ...this.#events].slice(-EVENTS_MAX);
    for (const id of this.#slots.keys()) this.#changed.add(id);
  }

  #reached(actId: string, stage: AppliedStage, candidateId: number): void {
    const key = `${actId} ${stage}`;
    const candidates = this.#applied.get(key);
    if (candidates) candidates.add(candidateId);
    else this.#applied.set(key, new Set([candidateId]));
  }
  #takeApplied(): PresenceChanges["applied"] {
    const all = [...this.#applied].flatMap(([key, candidates]) => {
      const [actId, stage] = key.split(" ") as [string, AppliedStage];
      return Array.from(candidates, (id): PresenceChanges["applied"][number] => [actId, stage, id]);
    });
    this.#applied.clear();
    return all;
  }
}

class Slot {
  seq = 0;
  savedAtMs: number | null = null;
  /** Not read yet: however many come, one is read per write. */
  statusText: string | null = null;
  #status: PresenceRow["status"] = null;

  constructor(readonly socket: NewSocket) {}

  readStatus(): void {
    if (this.statusText === null) return;
    const status = readStatus(this.statusText);
    this.statusText = null;
    if (status) this.#status = wordsOf(status);
    else this.socket.refuse();
  }
  row(): PresenceRow {
    const { epoch, connectedAtMs } = this.socket;
    return { epoch, connectedAtMs, savedAtMs: this.savedAtMs, seq: this.seq, status: this.#status };
  }
}

function wordsOf({ v: _v, kind: _kind, ...words }: StatusFrame): PresenceRow["status"] {
  return words;
}
