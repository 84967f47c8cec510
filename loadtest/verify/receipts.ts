/**
 * Final receipts against the ledger: signed by this installation, about this candidate, and the chain that they name is
 * the one that follows from the frames as the tablet sent them.
 */
import { createHash, type KeyObject } from "node:crypto";
import { compactVerify } from "jose";
import { FinalReceipt, STATEMENT_TYPE } from "#contracts/evidence";
import { fromHex, nextHead, toHex } from "#domain/answer/chain";
import type { Ledger, TabletLedger } from "#loadtest/ledger/read-ledger";

export interface ReceiptFindings {
  readonly checked: number;
  /** A sentence for each receipt that is missing or wrong. */
  readonly wrong: readonly string[];
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const utf8 = new TextEncoder();

/** `jwsOf`: newest receipts by candidate. Whoever handed in, all of it secured, must have one. */
export async function checkReceipts(
  ledger: Ledger,
  jwsOf: ReadonlyMap<number, string>,
  key: KeyObject,
): Promise<ReceiptFindings> {
  const wrong: string[] = [];
  let checked = 0;
  for (const tablet of ledger.tablets.values()) {
    if (!hasHandedIn(tablet)) continue;
    checked++;
    const jws = jwsOf.get(tablet.candidateId);
    const problem = jws === undefined ? "none was made" : await problemOf(tablet, jws, key);
    if (problem !== null) wrong.push(`candidate ${tablet.candidateId}: ${problem}`);
  }
  return { checked, wrong };
}

function hasHandedIn({ made, secured }: TabletLedger): boolean {
  return [...made].some(([seq, { frame }]) => seq <= secured && frame.includes('"kind":"submit"'));
}

async function problemOf(tablet: TabletLedger, jws: string, key: KeyObject): Promise<string | null> {
  const payload = await compactVerify(jws, key).then(
    (verified) => (verified.protectedHeader.typ === STATEMENT_TYPE ? verified.payload : null),
    () => null, // not signed by this key, or no JWS at all
  );
  if (payload === null) return "its signature does not verify";
  const read = FinalReceipt.safeParse(JSON.parse(new TextDecoder().decode(payload)));
  if (!read.success) return "it is no final receipt";
  const { candidate, sitting, epochs } = read.data;
  if (candidate.id !== tablet.candidateId || sitting.id !== tablet.sittingId) return "it is about somebody else";
  const epoch = epochs.find((one) => one.epoch === tablet.epoch);
  if (!epoch) return "it leaves this tablet out";
  if (!epoch.submitted) return "it does not say that the paper was handed in";
  if (epoch.genesisHash !== tablet.genesis) return "its chain starts elsewhere";
  if (epoch.count !== epoch.headSeq) return `it covers ${epoch.count} of ${epoch.headSeq} entries`;
  return epoch.chainHead === headOf(tablet, epoch.headSeq) ? null : "its chain is not that of what was sent";
}

/** h_n of what the tablet made, up to entry `upTo`, hex; null when it did not make all of them. */
function headOf({ made, genesis }: TabletLedger, upTo: number): string | null {
  let head: Uint8Array = fromHex(genesis);
  for (let seq = 1; seq <= upTo; seq++) {
    const entry = made.get(seq);
    if (!entry) return null;
    head = nextHead(sha256, head, utf8.encode(entry.frame));
  }
  return toHex(head);
}
