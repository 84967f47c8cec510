/** What is known of one sitting's presence, put together from what its nodes write. Pure. */
import type { ConnectionEvents, PresenceRow } from "#contracts/stream/presence-stream";

/**
 * Who came and went, over all nodes: a candidate on two nodes for a moment is connected, and events that are heard again
 * change nothing.
 */
export class ConnectionHistory {
  readonly #candidates = new Map<number, { readonly nodes: Set<string>; sinceMs: number }>();

  /** Takes what one node wrote; returns those events by which somebody became connected or offline. */
  hear(nodeId: string, events: ConnectionEvents): ConnectionEvents {
    const turns: ConnectionEvents = [];
    for (const [id, what, atMs] of events) {
      const candidate = this.#candidates.get(id) ?? { nodes: new Set<string>(), sinceMs: 0 };
      this.#candidates.set(id, candidate);
      const was = candidate.nodes.size > 0;
      if (what === "on") candidate.nodes.add(nodeId);
      else candidate.nodes.delete(nodeId);
      if (was === candidate.nodes.size > 0) continue;
      // Clocks of two nodes may differ a little: no instant goes back.
      candidate.sinceMs = Math.max(candidate.sinceMs, atMs);
      turns.push([id, what, candidate.sinceMs]);
    }
    return turns;
  }
  /** Since when the candidate is offline; null: connected, or never seen. */
  offlineSinceMs(candidateId: number): number | null {
    const candidate = this.#candidates.get(candidateId);
    return candidate && candidate.nodes.size === 0 ? candidate.sinceMs : null;
  }
}

interface NodeRows {
  writes: number;
  readonly rows: Map<number, PresenceRow>;
}

export class SittingState {
  /** Over all nodes. */
  readonly rows = new Map<number, PresenceRow>();
  readonly offline = new Map<number, number>();
  /** Id of the last record of the stream of connections that was read; "": none yet; null: it was not looked at. */
  connectionsRead: string | null = null;
  readonly #nodes = new Map<string, NodeRows>();
  readonly #history = new ConnectionHistory();

  /** How many writes of a node are known; null: the node is not. */
  writesOf(nodeId: string): number | null {
    return this.#nodes.get(nodeId)?.writes ?? null;
  }
  /** Known writes by node. */
  writes(): ReadonlyMap<string, number> {
    return new Map([...this.#nodes].map(([nodeId, { writes }]) => [nodeId, writes]));
  }
  hearConnections(nodeId: string, events: ConnectionEvents): void {
    this.#history.hear(nodeId, events);
    for (const [id] of events) this.#settle(id);
  }
  /** One more write of a known node. */
  change(nodeId: string, writes: number, changed: readonly (readonly [number, PresenceRow | null])[]): void {
    const node = this.#nodes.get(nodeId);
    if (!node) return;
    node.writes = writes;
    for (const [id, row] of changed) {
      if (row) node.rows.set(id, row);
      else node.rows.delete(id);
      this.#settle(id);
    }
  }
  /** All rows of a node; empty and `writes` null: the node is gone. Returns the candidates concerned. */
  replace(nodeId: string, writes: number | null, rows: ReadonlyMap<number, PresenceRow>): number[] {
    const ids = new Set([...(this.#nodes.get(nodeId)?.rows.keys() ?? []), ...rows.keys()]);
    if (writes === null) this.#nodes.delete(nodeId);
    else this.#nodes.set(nodeId, { writes, rows: new Map(rows) });
    for (const id of ids) this.#settle(id);
    return [...ids];
  }

  /** The newest device, and of that the newest socket, is where a candidate is. */
  #settle(id: number): void {
    let best: PresenceRow | null = null;
    for (const { rows } of this.#nodes.values()) {
      const row = rows.get(id);
      if (row && (!best || isNewer(row, best))) best = row;
    }
    if (best) this.rows.set(id, best);
    else this.rows.delete(id);
    const offlineSinceMs = best ? null : this.#history.offlineSinceMs(id);
    if (offlineSinceMs === null) this.offline.delete(id);
    else this.offline.set(id, offlineSinceMs);
  }
}

const isNewer = (a: PresenceRow, b: PresenceRow): boolean =>
  (a.epoch - b.epoch || a.connectedAtMs - b.connectedAtMs) > 0;
