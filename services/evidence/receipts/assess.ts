/** What a receipt says of one candidate: computed again from the stored frames, nothing taken from running counts. */
import { createHash, createPublicKey, verify } from "node:crypto";
import type { IncompleteReason, ReceiptEpoch } from "#contracts/evidence";
import { SubmitFrame } from "#contracts/frames/tablet";
import { fromHex, isGenesisOf, nextHead, toHex } from "#domain/answer/chain";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";

export interface EpochEvidence {
  readonly epoch: number;
  readonly deviceId: string | null;
  readonly publicKey: { x: string; y: string } | null;
  readonly genesis: Genesis | null;
  readonly genesisHash: string | null;
  /** Everything that is stored of the epoch, in order of seq. */
  readonly entries: readonly { readonly seq: number; readonly kind: string; readonly frame: string }[];
}
export interface Assessment {
  readonly epochs: readonly ReceiptEpoch[];
  readonly reasons: readonly { code: IncompleteReason; epoch: number | null; detail: string }[];
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const utf8 = new TextEncoder();

/** `evidence`: oldest epoch first. Without reasons the receipt is complete. */
export function assess(of: CandidateRef, evidence: readonly EpochEvidence[], quarantined: number): Assessment {
  const reasons: { code: IncompleteReason; epoch: number | null; detail: string }[] = [];
  const heads = new Map<number, readonly Uint8Array[]>();
  const epochs = evidence.map((known) => {
    const chain = headsOf(known);
    heads.set(known.epoch, chain);
    const described = describe(known, chain);
    const add = (code: IncompleteReason, detail: string) => reasons.push({ code, epoch: known.epoch, detail });
    if (described.d2 !== described.headSeq || described.count !== described.headSeq)
      add("gap", `epoch ${known.epoch} holds ${described.count} entries up to ${described.headSeq}`);
    if (known.genesisHash === null) add("no_genesis", `the marker of epoch ${known.epoch} is not stored`);
    else if (!genesisHolds(of, known, heads)) add("genesis_altered", `epoch ${known.epoch} starts from another chain`);
    if (described.proof === "invalid") add("proof_invalid", `epoch ${known.epoch}: the device signed another chain`);
    if (described.proof === "missing") add("proof_missing", `epoch ${known.epoch} was submitted without its signature`);
    return described;
  });
  const newest = epochs.filter((epoch) => epoch.count > 0).at(-1);
  if (!newest) reasons.push({ code: "nothing_received", epoch: null, detail: "no entry is stored" });
  else if (!newest.submitted)
    reasons.push({ code: "not_submitted", epoch: newest.epoch, detail: `epoch ${newest.epoch} was not submitted` });
  if (quarantined > 0)
    reasons.push({ code: "quarantined", epoch: null, detail: `${quarantined} records wait for a ruling` });
  return { epochs, reasons };
}

/** Heads h_0 … h_d2 of what is stored without a gap; empty when the genesis is unknown. Bytes: few are ever looked at. */
function headsOf(known: EpochEvidence): Uint8Array[] {
  if (known.genesisHash === null) return [];
  let head: Uint8Array = fromHex(known.genesisHash);
  const heads = [head];
  for (const [n, entry] of known.entries.entries()) {
    if (entry.seq !== n + 1) break;
    head = nextHead(sha256, head, utf8.encode(entry.frame));
    heads.push(head);
  }
  return heads;
}

/** Null where there is none. */
function hexAt(heads: readonly Uint8Array[], seq: number): string | null {
  const head = heads[seq];
  return head ? toHex(head) : null;
}

function describe(known: EpochEvidence, heads: readonly Uint8Array[]): ReceiptEpoch {
  const firstHole = known.entries.findIndex((entry, n) => entry.seq !== n + 1);
  const submit = known.entries.findLast((entry) => entry.kind === "submit");
  return {
    epoch: known.epoch,
    deviceId: known.deviceId,
    devicePublicKey: known.publicKey,
    count: known.entries.length,
    headSeq: known.entries.at(-1)?.seq ?? 0,
    d2: firstHole < 0 ? known.entries.length : firstHole,
    genesisHash: known.genesisHash,
    chainHead: hexAt(heads, heads.length - 1),
    submitted: submit !== undefined,
    proof: submit === undefined ? "not_submitted" : proofOf(known, submit, heads),
  };
}

/**
 * A genesis must follow from its own fields, and name a chain that is stored. A genesis restored from a ticket has a
 * hash only: the device's signature over the chain then vouches for it.
 */
function genesisHolds(
  of: CandidateRef,
  known: EpochEvidence,
  heads: ReadonlyMap<number, readonly Uint8Array[]>,
): boolean {
  const { genesis } = known;
  if (genesis === null) return true;
  if (genesis.hash !== known.genesisHash || !isGenesisOf(sha256, of, known.epoch, genesis)) return false;
  if (genesis.previousEpoch === 0) return true;
  return hexAt(heads.get(genesis.previousEpoch) ?? [], genesis.previousSeq) === genesis.previousHead;
}

function proofOf(
  known: EpochEvidence,
  submit: EpochEvidence["entries"][number],
  heads: readonly Uint8Array[],
): ReceiptEpoch["proof"] {
  if (known.publicKey === null) return "no_device_key";
  const frame = SubmitFrame.safeParse(JSON.parse(submit.frame));
  const proof = frame.success ? frame.data.proof : null;
  if (proof === null) return "missing";
  if (hexAt(heads, submit.seq - 1) !== proof.head) return "invalid";
  return isSignedBy(known.publicKey, proof) ? "valid" : "invalid";
}

/** ES256 over the 32 bytes of the head; the key and the signature come from a tablet and may be anything. */
function isSignedBy({ x, y }: { x: string; y: string }, proof: { head: string; signature: string }): boolean {
  try {
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    const signature = Buffer.from(proof.signature, "base64url");
    return verify("sha256", fromHex(proof.head), { key, dsaEncoding: "ieee-p1363" }, signature);
  } catch (error) {
    if (error instanceof Error && "code" in error) return false; // not a key of this curve
    throw error;
  }
}
