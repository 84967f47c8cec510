/**
 * Wires between tablets and ingest nodes, flushed by hand. A wire keeps order, as TCP does; faults hold it back, cut it
 * with what is under way lost, or leave it half open: the tablet believes it gone while the node still hears old frames.
 */
import type { Connect, Socket, SocketHandlers as TabletHandlers } from "#client-core/ports";
import type { ServerSocket, SocketHandlers as NodeHandlers } from "#ingest/transport/transport";
import type { SeededRandom } from "#simulator/random";

/** A node that takes connections, or null while it is dead. */
export type NodeDoor = () => ((socket: ServerSocket) => NodeHandlers) | null;

interface Wire {
  readonly nodeId: string;
  readonly tabletId: string;
  readonly tablet: TabletHandlers;
  node: NodeHandlers | null;
  readonly up: string[];
  readonly down: ({ text: string } | { code: number; reason: string })[];
  state: "opening" | "open" | "half_open" | "gone";
}

export class Network {
  #wires: Wire[] = [];
  readonly #doors = new Map<string, NodeDoor>();
  #offline = new Set<string>();
  /** Frames delivered in either direction: proof that something happened. */
  delivered = 0;

  constructor(
    private readonly random: SeededRandom,
    /** Sees every frame that a node hands to a wire, before it may be lost. */
    private readonly onServerFrame: (tabletId: string, text: string) => void,
  ) {}

  register(nodeId: string, door: NodeDoor): void {
    this.#doors.set(nodeId, door);
  }
  setOffline(tabletId: string, offline: boolean): void {
    if (offline) this.#offline.add(tabletId);
    else this.#offline.delete(tabletId);
  }

  /** How one tablet opens sockets; the address is the node's id. */
  connectFor(tabletId: string): Connect {
    return (nodeId, tablet): Socket => {
      const wire: Wire = { nodeId, tabletId, tablet, node: null, up: [], down: [], state: "opening" };
      this.#wires.push(wire);
      return {
        bufferedAmount: 0,
        send: (text) => void (wire.state === "open" && wire.up.push(text)),
        close: () => this.#tabletCloses(wire),
      };
    };
  }

  /** The tablet gives up: the node may still hear what is under way, and notices later. */
  #tabletCloses(wire: Wire): void {
    if (wire.state === "gone") return;
    if (wire.state === "open" && this.random.chance(0.5)) wire.state = "half_open";
    else this.#end(wire, null);
  }

  /** Takes the wire away; the tablet is told unless it closed the socket itself (`code` null). */
  #end(wire: Wire, code: number | null, reason = ""): void {
    if (wire.state === "gone") return;
    const tell = code !== null && wire.state !== "half_open";
    wire.state = "gone";
    this.#wires = this.#wires.filter((other) => other !== wire);
    wire.node?.closed();
    if (tell) wire.tablet.close(code, reason);
  }

  #open(wire: Wire): void {
    const door = this.#doors.get(wire.nodeId)?.() ?? null;
    if (!door || this.#offline.has(wire.tabletId)) return this.#end(wire, 1006);
    wire.state = "open";
    wire.node = door({
      send: (text) => {
        if (wire.state === "gone") return false;
        this.onServerFrame(wire.tabletId, text);
        wire.down.push({ text });
        return true;
      },
      close: (code, reason) => void wire.down.push({ code, reason }),
    });
    wire.tablet.open();
  }

  /** Delivers a random part of what is under way, in order per wire. */
  flush(share = 1): void {
    for (const wire of [...this.#wires]) {
      if (wire.state === "opening") {
        if (this.random.chance(share)) this.#open(wire);
        continue;
      }
      if (this.#offline.has(wire.tabletId)) continue; // silence: the frames wait, as in a dead room
      this.#deliverUp(wire, share);
      this.#deliverDown(wire, share);
    }
  }
  #deliverUp(wire: Wire, share: number): void {
    while (wire.up.length > 0 && wire.state !== "gone" && this.random.chance(share)) {
      this.delivered += 1;
      wire.node?.message(wire.up.shift() ?? null);
    }
    if (wire.state === "half_open" && wire.up.length === 0) this.#end(wire, null);
  }
  #deliverDown(wire: Wire, share: number): void {
    while (wire.down.length > 0 && wire.state !== "gone" && this.random.chance(share)) {
      const next = wire.down.shift();
      if (!next) return;
      this.delivered += 1;
      if ("code" in next) return this.#end(wire, next.code, next.reason);
      if (wire.state === "open") wire.tablet.message(next.text);
    }
  }

  /** Cuts a tablet's wires; what was on its way up may still arrive, what was on its way down is lost. */
  cut(tabletId: string): void {
    for (const wire of this.#wires.filter((w) => w.tabletId === tabletId)) {
      if (this.random.chance(0.5)) this.#deliverUp(wire, 0.7);
      this.#end(wire, 1006);
    }
  }
  /** A node died: every wire to it ends, with whatever was under way. */
  nodeDied(nodeId: string): void {
    for (const wire of this.#wires.filter((w) => w.nodeId === nodeId)) {
      wire.node = null;
      this.#end(wire, 1006);
    }
  }
}
