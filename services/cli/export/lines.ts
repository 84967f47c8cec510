/** Rows of an export as text. Names of columns are those of docs/protocol.md. */
import { createHash } from "node:crypto";
import { stringify } from "csv-stringify/sync";
import { fromHex, nextHead, toHex } from "#domain/answer/chain";
import type { CurrentRow, LogRow } from "#postgres/queries/export";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const utf8 = new TextEncoder();

/**
 * Log rows, in order of candidate, epoch and seq, to lines: the frame with its SHA-256, and the head of its chain, null
 * from the first gap on. The candidate's id, which receipts name beside a person, stays out.
 */
export function createLogLines(): (row: LogRow) => string {
  let chain = { candidateId: 0, epoch: 0, seq: 0, head: null as Uint8Array | null };
  return (row) => {
    const { candidateId, genesisHash, ...shown } = row;
    if (candidateId !== chain.candidateId || row.epoch !== chain.epoch)
      chain = { candidateId, epoch: row.epoch, seq: 0, head: genesisHash === null ? null : fromHex(genesisHash) };
    const frame = utf8.encode(row.frame);
    const follows = chain.head !== null && row.seq === chain.seq + 1;
    chain.head = follows && chain.head ? nextHead(sha256, chain.head, frame) : null;
    chain.seq = row.seq;
    const frameSha256 = toHex(sha256(frame));
    return JSON.stringify({ ...shown, frameSha256, chainHead: chain.head && toHex(chain.head) });
  };
}

export const CURRENT_HEADER = "anonymity_number,item_id,epoch,seq,locked,value\n";

/** Answers in force as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function currentLines(rows: readonly CurrentRow[]): string {
  const cells = rows.map((row) => [
    row.anonymityNumber,
    row.itemId,
    row.epoch,
    row.seq,
    row.locked,
    row.value === null ? "" : JSON.stringify(row.value),
  ]);
  return stringify(cells, { escape_formulas: true, cast: { boolean: String } });
}
