/**
 * Tablets that are connected and do nothing: hello, one status after each welcome, pongs, and coming back as
 * docs/protocol.md says. They make no entries, so the log does not know them.
 */
import { CLOSE, closeNameOf } from "#contracts/close-codes";
import type { HelloFrame, StatusFrame } from "#contracts/frames/tablet";
import { LIMITS } from "#contracts/limits";
import { firstTicket } from "#loadtest/holder/first-ticket";
import type { HolderPlan, HolderTold } from "#loadtest/holder/protocol";
import { BareSocket, type SocketEnd, type SocketEvents } from "#loadtest/wire/bare-socket";
import { textFrame } from "#loadtest/wire/text-frame";
import { FIELDS, type TicketKey } from "#runtime/config";

interface Held {
  socket: BareSocket | null;
  isOpen: boolean;
  tries: number;
  /** The reconnect that follows is at most so far away. */
  delayMs: number;
  lastActId: string | null;
  askedAtMs: number;
}

/**
 * Each tablet has ports of its own, taken in turn: to find a free one among ten thousands that are taken costs the kernel
 * more than all the rest of a connection.
 */
const FIRST_PORT = 10_000;
const PORTS_EACH = 2;
const PACE_MS = 10;
const WHYS_MAX = 20;
const STATUS = textFrame(
  JSON.stringify({
    ...{ v: 1, kind: "status", build: "rehearsal", paperSha256: null, backupSha256: null },
    ...{ clockOffsetMs: 0, clockErrorMs: 0, storageFreeBytes: null, storagePersistent: null, wakeLock: null },
    ...{ confirmed: true, submitted: false, waitingEntries: 0, wrongCodes: 0, hand: null },
  } satisfies StatusFrame),
);

export class HeldTablets {
  readonly #tablets: readonly Held[];
  readonly #addresses: readonly { readonly host: string; readonly port: number }[];
  readonly #keys: readonly TicketKey[];
  readonly #events: SocketEvents;
  readonly #pacer: NodeJS.Timeout;
  /** Tablets that have no welcome yet. */
  readonly #waiting = new Set<number>();
  readonly #whys = new Map<string, number>();
  #open = 0;
  #since = { opened: 0, lost: 0 };
  #refused = 0;
  #closed = false;

  constructor(
    private readonly plan: HolderPlan,
    private readonly random: () => number = Math.random,
  ) {
    this.#tablets = Array.from({ length: plan.tablets }, () => ({
      ...{ socket: null, isOpen: false, tries: 0, lastActId: null, askedAtMs: 0 },
      delayMs: LIMITS.reconnectFirstMs,
    }));
    this.#addresses = plan.urls.map((url) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) }));
    this.#keys = FIELDS.TICKET_KEYS.parse(plan.ticketKeys).reveal();
    this.#events = {
      ready: ({ index }) => this.#welcomed(index),
      acknowledged: () => undefined, // it sends no entries
      act: ({ index }, actId) => this.#heard(index, actId),
      gone: ({ index }, end) => this.#gone(index, end),
    };
    this.#pacer = this.#openEvenly();
  }

  /** What happened since it was asked before. */
  take(atMs: number): HolderTold {
    const told = { atMs, open: this.#open, ...this.#since, refused: this.#refused };
    this.#since = { opened: 0, lost: 0 };
    return { said: "told", ...told, whys: Object.fromEntries(this.#whys) };
  }

  /** To be called now and then: a socket without a welcome is given up, and another address tried. */
  dropSilent(): void {
    const silentSinceMs = performance.now() - LIMITS.welcomeTimeoutMs;
    for (const index of this.#waiting) {
      const tablet = this.#tablets[index];
      if (tablet && tablet.askedAtMs < silentSinceMs) tablet.socket?.drop();
    }
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#pacer);
    for (const { socket } of this.#tablets) socket?.drop();
  }

  #openEvenly(): NodeJS.Timeout {
    const startedAtMs = performance.now();
    const { tablets, openWithinMs } = this.plan;
    let asked = 0;
    return setInterval(() => {
      const share = Math.min(1, (performance.now() - startedAtMs) / openWithinMs);
      while (asked < Math.ceil(tablets * share)) this.#connect(asked++);
      if (asked === tablets) clearInterval(this.#pacer);
    }, PACE_MS);
  }

  #connect(index: number): void {
    const tablet = this.#tablets[index];
    if (!tablet || this.#closed) return;
    const address = this.#addresses[(index + tablet.tries) % this.#addresses.length];
    if (!address) return;
    const { origin, localAddress } = this.plan;
    const from = { localAddress, localPort: FIRST_PORT + PORTS_EACH * index + (tablet.tries % PORTS_EACH) };
    tablet.tries++;
    tablet.askedAtMs = performance.now();
    this.#waiting.add(index);
    const hello = this.#hello(index, tablet.lastActId);
    tablet.socket = new BareSocket(index, { ...address, origin, from }, hello, this.#events);
  }
  #hello(index: number, lastActId: string | null): string {
    const { firstId, sittingId, ticketsUntilMs } = this.plan;
    const id = firstId + index;
    // In centres and rooms that no journal names: acts of the whole nation concern them, and nothing else does.
    const seat = { id, centreId: 0, roomId: 0 };
    const device = { deviceId: `held-${id}`, expiresAtMs: ticketsUntilMs };
    const { ticket } = firstTicket(this.#keys, sittingId, seat, device);
    return JSON.stringify({
      ...{ v: 1, kind: "hello", ticket, headSeq: 0, lastActId, build: "rehearsal" },
    } satisfies HelloFrame);
  }

  #welcomed(index: number): void {
    const tablet = this.#tablets[index];
    if (!tablet) return;
    this.#waiting.delete(index);
    tablet.isOpen = true;
    tablet.delayMs = LIMITS.reconnectFirstMs;
    this.#open++;
    this.#since.opened++;
    tablet.socket?.send(STATUS);
  }
  #heard(index: number, actId: string): void {
    const tablet = this.#tablets[index];
    if (tablet) tablet.lastActId = actId;
  }
  #gone(index: number, { why, code, retryAfterMs }: SocketEnd): void {
    const tablet = this.#tablets[index];
    if (!tablet || this.#closed) return;
    this.#waiting.delete(index);
    tablet.socket = null;
    if (tablet.isOpen) {
      this.#open--;
      this.#since.lost++;
    }
    tablet.isOpen = false;
    const name = code === null ? null : closeNameOf(code);
    const said = name ?? why;
    if (this.#whys.has(said) || this.#whys.size < WHYS_MAX) this.#whys.set(said, (this.#whys.get(said) ?? 0) + 1);
    const retry = name ? CLOSE[name].retry : "now";
    if (retry === "never") return void this.#refused++;
    const waitMs = (retry === "later" ? (retryAfterMs ?? 0) : 0) + this.random() * tablet.delayMs;
    tablet.delayMs = Math.min(tablet.delayMs * 2, LIMITS.reconnectMaxMs);
    setTimeout(() => this.#connect(index), waitMs);
  }
}
