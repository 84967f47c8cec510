/** Asks for the candidate's receipt until there is one that agrees with what this tablet made. */
import type { Clock, Http, OutboxStore, Random, Sha256 } from "#client-core/ports";
import { readReceipt } from "#client-core/receipt";
import { refOf, type SessionRecord } from "#client-core/records";
import { parseJson } from "#client-core/sign-in";
import { OwnReceiptResponse } from "#contracts/http/receipt";
import { groupedReceiptCode } from "#domain/answer/receipt-code";
import { compareHeads } from "./compare-heads.ts";

export interface AskPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: Http;
  readonly sha256: Sha256;
  readonly store: Pick<OutboxStore, "load">;
}
/** "differs": the server holds other entries than this tablet made; a person has to look. */
export type ReceiptNews =
  { readonly kind: "agrees"; readonly code: string; readonly answers: number } | { readonly kind: "differs" };

/** Everybody hands in at the same second: 8,300 tablets over this time ask 277 times a second, and so again. */
const SPREAD_MS = 30_000;

/** Returns the way to stop. */
export function askForReceipt(ports: AskPorts, record: SessionRecord, told: (news: ReceiptNews) => void): () => void {
  let cancel: () => void = () => undefined;
  let stopped = false;
  async function ask(): Promise<void> {
    const news = await newsOf(ports, record).catch(() => null); // asked again: nothing depends on it
    if (stopped) return;
    if (news) told(news);
    if (news?.kind !== "agrees") next(SPREAD_MS);
  }
  const next = (waitMs: number): void => {
    cancel = ports.clock.after(waitMs, () => void ask());
  };
  next(ports.random.next() * SPREAD_MS);
  return () => {
    stopped = true;
    cancel();
  };
}

/** Null: no receipt yet, or none that can be believed. */
async function newsOf({ http, store, sha256 }: AskPorts, record: SessionRecord): Promise<ReceiptNews | null> {
  const { ticket, packages } = record.signedIn;
  const headers = { authorization: `Bearer ${ticket}` };
  const response = await http({ method: "GET", url: "/api/receipt", headers, body: null, fresh: true });
  const answer = OwnReceiptResponse.safeParse(parseJson(response.bytes));
  if (!answer.success || answer.data.jws === null) return null;
  const read = await readReceipt(answer.data.jws, packages.key);
  const ref = refOf(record);
  if (!read || read.receipt.sitting.id !== ref.sittingId || read.receipt.candidate.id !== ref.candidateId) return null;
  const agreement = await compareHeads(await store.load(ref), read.receipt, sha256);
  if (agreement === "behind") return null;
  if (agreement === "differs") return { kind: "differs" };
  return { kind: "agrees", code: groupedReceiptCode(read.code), answers: read.receipt.answers };
}
