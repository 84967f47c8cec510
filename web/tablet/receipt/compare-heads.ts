/** What a tablet knows itself, beside what a receipt says that the server holds of it. */
import type { Sha256, StoredLog } from "#client-core/ports";
import type { FinalReceipt } from "#contracts/evidence";
import { fromHex, nextHead, toHex } from "#domain/answer/chain";
import type { EntryFrame, EntryKind } from "#domain/answer/entry";

/** "behind": what this tablet made last is not in it yet. "differs": it is of other entries than those made here. */
export type Agreement = "agrees" | "behind" | "differs";

const utf8 = new TextEncoder();
/** What a tablet notes of acts makes no new receipt. */
const WORK: readonly EntryKind[] = ["answer", "lock", "submit"];

export async function compareHeads(log: StoredLog, receipt: FinalReceipt, sha256: Sha256): Promise<Agreement> {
  let behind = false;
  for (const { epoch, genesis } of log.epochs) {
    const texts = log.entries.filter((entry) => entry.epoch === epoch).map(({ text }) => text);
    const there = receipt.epochs.find((one) => one.epoch === epoch);
    const covered = there?.d2 ?? 0;
    behind ||= texts.slice(covered).some((text) => WORK.includes((JSON.parse(text) as EntryFrame).kind));
    if (!there || covered > texts.length) continue; // a log that was lost here is not this tablet's to judge
    let head = fromHex(genesis.hash);
    for (const text of texts.slice(0, covered)) head = await nextHead(sha256, head, utf8.encode(text));
    if (toHex(head) !== there.chainHead) return "differs";
  }
  return behind ? "behind" : "agrees";
}
