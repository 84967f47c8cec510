/**
 * Acts that wait for their second person, on the control Redis: they outlive the control process. A proposal is confirmed
 * or withdrawn, never both; who confirmed first stays the second person, however often the confirmation is repeated.
 */
import type { Redis } from "ioredis";
import { Proposal } from "#contracts/console/acts";
import { LIMITS } from "#contracts/limits";
import { orTrouble } from "#redis/connection";
import { serverTimeMs } from "#redis/journal";
import { loadScript } from "#redis/script";

const KEYS = {
  /** Hash act id → JSON Proposal. */
  open: (sittingId: number) => `proposals:${sittingId}`,
  /** Hash act id → who confirmed, JSON `Confirmation`. */
  confirmed: (sittingId: number) => `proposals-confirmed:${sittingId}`,
} as const;
/** Pub/sub: a sitting id whose proposals changed. */
const CHANNEL = "proposals-changed";

export interface Confirmation {
  readonly accountId: number;
  /** As it signs in the journal. */
  readonly signature: string;
}

/** All reject with StoreTrouble while the control Redis is away. */
export interface Proposals {
  /** Puts it up; a repeated id returns what was put up first. The instants are the store's. */
  propose(proposal: Omit<Proposal, "atMs" | "expiresAtMs">): Promise<Proposal>;
  /** Those that can still be confirmed, oldest first. */
  open(sittingId: number): Promise<readonly Proposal[]>;
  find(sittingId: number, actId: string): Promise<Proposal | null>;
  /** Notes the second person, once; null when it is not open any more. Then `settle` once the act has happened or not. */
  confirm(sittingId: number, actId: string, by: Confirmation): Promise<{ proposal: Proposal; by: Confirmation } | null>;
  /** `confirmed`: too late, a second person has confirmed it. */
  withdraw(sittingId: number, actId: string): Promise<"withdrawn" | "confirmed" | "unknown">;
  /** Takes it off the list. */
  settle(sittingId: number, actId: string): Promise<void>;
}
export interface RunningProposals extends Proposals {
  onProposals(listener: (sittingId: number) => void): void;
  start(): Promise<void>;
}

export function createProposals(redis: Redis, subscriber: Redis): RunningProposals {
  const proposeScript = loadScript("propose");
  const confirmScript = loadScript("confirm-proposal");
  const withdrawScript = loadScript("withdraw-proposal");
  const listeners: ((sittingId: number) => void)[] = [];
  const keysOf = (sittingId: number) => [KEYS.open(sittingId), KEYS.confirmed(sittingId)] as const;
  const tellChanged = (sittingId: number) => orTrouble("proposals", redis.publish(CHANNEL, String(sittingId)));

  async function settle(sittingId: number, actId: string): Promise<void> {
    const [open, confirmed] = keysOf(sittingId);
    await orTrouble("proposals", redis.multi().hdel(open, actId).hdel(confirmed, actId).exec());
    await tellChanged(sittingId);
  }
  async function find(sittingId: number, actId: string): Promise<Proposal | null> {
    const text = await orTrouble("proposals", redis.hget(KEYS.open(sittingId), actId));
    const proposal = text === null ? null : parse(text);
    return proposal !== null && proposal.expiresAtMs > (await serverTimeMs(redis)) ? proposal : null;
  }

  return {
    find,
    settle,
    propose: async (asked) => {
      const { sittingId } = asked;
      const atMs = await serverTimeMs(redis);
      const proposal: Proposal = { ...asked, atMs, expiresAtMs: atMs + LIMITS.proposalMs };
      const standing = await orTrouble(
        "proposals",
        redis.eval(proposeScript, 2, ...keysOf(sittingId), asked.asked.id, JSON.stringify(proposal), atMs),
      );
      await tellChanged(sittingId);
      return parse(String(standing));
    },
    open: async (sittingId) => {
      const [texts, nowMs] = await Promise.all([
        orTrouble("proposals", redis.hvals(KEYS.open(sittingId))),
        serverTimeMs(redis),
      ]);
      return texts
        .map(parse)
        .filter((proposal) => proposal.expiresAtMs > nowMs)
        .sort((a, b) => a.atMs - b.atMs);
    },
    confirm: async (sittingId, actId, by) => {
      const proposal = await find(sittingId, actId);
      if (proposal === null) return null;
      const said = await orTrouble(
        "proposals",
        redis.eval(confirmScript, 2, ...keysOf(sittingId), actId, JSON.stringify(by)),
      );
      return typeof said === "string" ? { proposal, by: JSON.parse(said) as Confirmation } : null;
    },
    withdraw: async (sittingId, actId) => {
      const said = await orTrouble("proposals", redis.eval(withdrawScript, 2, ...keysOf(sittingId), actId));
      if (said === "withdrawn") await tellChanged(sittingId);
      return said as "withdrawn" | "confirmed" | "unknown";
    },
    onProposals: (listener) => void listeners.push(listener),
    start: async () => {
      subscriber.on("message", (channel: string, sittingId: string) => {
        if (channel !== CHANNEL) return;
        for (const listener of listeners) listener(Number(sittingId));
      });
      await subscriber.subscribe(CHANNEL);
    },
  };
}

const parse = (text: string): Proposal => Proposal.parse(JSON.parse(text));
