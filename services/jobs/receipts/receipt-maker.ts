/** Final receipts: made as soon as everything that a candidate's devices have made is stored and agrees. */
import type { IncompleteReason, Receipt } from "#contracts/evidence";
import {
  type EarlierReceipt,
  finalReceipt,
  type MadeReceipt,
  type StoredEvidence,
} from "#evidence/receipts/final-receipt";
import type { PrivateKey } from "#evidence/signing";

export interface ReceiptSitting {
  /** As receipts name it. */
  readonly named: Receipt["sitting"];
  /** Nothing but late entries comes any more: looked at now and then. */
  readonly closed: boolean;
}
/** All reject with StoreTrouble while PostgreSQL is away. */
export interface ReceiptStore {
  sittings(): Promise<readonly ReceiptSitting[]>;
  /** The next who have handed in, by candidate id; see postgres/queries/receipts.ts. */
  handedInAfter(
    sittingId: number,
    after: number,
    countMax: number,
  ): Promise<
    readonly { readonly candidateId: number; readonly entries: number; readonly receiptEntries: number | null }[]
  >;
  /** Which of them have everything handed in and stored. */
  wholeOf(sittingId: number, candidateIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Of one instant, and the newest receipts. */
  evidenceOf(
    sittingId: number,
    candidateIds: readonly number[],
  ): Promise<{
    readonly candidates: readonly StoredEvidence[];
    readonly newest: ReadonlyMap<number, EarlierReceipt>;
  }>;
  /** Returns how many were stored: another process may have been first. */
  store(sittingId: number, receipts: readonly (MadeReceipt & { readonly candidateId: number })[]): Promise<number>;
}
export interface ReceiptMakerParts {
  readonly store: ReceiptStore;
  readonly key: PrivateKey;
  /** What is stored does not agree: no receipt is made, and a person has to look. Called once per cause. */
  readonly onDisagreement: (sittingId: number, candidateId: number, codes: readonly IncompleteReason[]) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}
export interface ReceiptMaker {
  /** Looks at everybody who has handed in; resolves to how many receipts were made. Rejects as the store does. */
  pass(): Promise<number>;
  /** Ends a pass that is under way after its present portion. */
  stop(): void;
  /** Candidates whose stored entries do not agree, as far as was looked. */
  disagreements(): number;
}

/** Who has handed in is looked through in portions of this many. */
const PORTION = 1_000;
/** Candidates whose entries are held in memory at once: some hundred entries each, as a rule. */
const AT_ONCE = 32;
/** Closed sittings are looked at in the first of this many passes. */
const CLOSED_EVERY_PASSES = 100;

export function createReceiptMaker({ store, key, onDisagreement, now }: ReceiptMakerParts): ReceiptMaker {
  /** Candidate → what was stored of them when they were last looked at: entries, and the reasons against a receipt. */
  const looked = new Map<string, { readonly entries: number; readonly codes: string }>();
  let passes = 0;
  let stopped = false;

  async function make(named: Receipt["sitting"], due: ReadonlyMap<number, number>): Promise<number> {
    const { candidates, newest } = await store.evidenceOf(named.id, [...due.keys()]);
    const made: (MadeReceipt & { readonly candidateId: number })[] = [];
    for (const stored of candidates) {
      const { candidateId } = stored;
      const outcome = await finalReceipt(named, stored, newest.get(candidateId) ?? null, key, now());
      if ("made" in outcome) made.push({ candidateId, ...outcome.made });
      const name = `${named.id}:${candidateId}`;
      const codes = "reasons" in outcome ? outcome.reasons.map(({ code }) => code) : [];
      if (codes.length > 0 && looked.get(name)?.codes !== codes.join()) onDisagreement(named.id, candidateId, codes);
      looked.set(name, { entries: due.get(candidateId) ?? 0, codes: codes.join() });
    }
    return store.store(named.id, made);
  }

  async function lookThrough({ named }: ReceiptSitting): Promise<number> {
    let count = 0;
    let portion;
    for (let after = 0; !stopped; after = portion.at(-1)?.candidateId ?? after) {
      portion = await store.handedInAfter(named.id, after, PORTION);
      const changed = portion.filter(
        ({ candidateId, entries, receiptEntries }) =>
          entries !== (looked.get(`${named.id}:${candidateId}`)?.entries ?? receiptEntries),
      );
      const whole = await store.wholeOf(
        named.id,
        changed.map(({ candidateId }) => candidateId),
      );
      const due = changed.filter(({ candidateId }) => whole.has(candidateId));
      for (let from = 0; from < due.length && !stopped; from += AT_ONCE) {
        const some = due.slice(from, from + AT_ONCE).map(({ candidateId, entries }) => [candidateId, entries] as const);
        count += await make(named, new Map(some));
      }
      if (portion.length < PORTION) break;
    }
    return count;
  }

  return {
    async pass() {
      const withClosed = passes++ % CLOSED_EVERY_PASSES === 0;
      let count = 0;
      for (const sitting of await store.sittings())
        if ((withClosed || !sitting.closed) && !stopped) count += await lookThrough(sitting);
      return count;
    },
    stop: () => void (stopped = true),
    disagreements: () => [...looked.values()].filter(({ codes }) => codes !== "").length,
  };
}
