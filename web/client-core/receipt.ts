/** A final receipt as it comes from a server: read only when the installation's key has signed it. */
import { FinalReceipt, type PublicPoint, STATEMENT_TYPE } from "#contracts/evidence";
import { receiptCodeFrom } from "#domain/answer/receipt-code";
import { parseJson } from "#client-core/sign-in";
import { signedPayload } from "#client-core/signed";

export interface ReadReceipt {
  readonly receipt: FinalReceipt;
  /** Canonical; computed from the signed bytes. */
  readonly code: string;
}

/** Null when it is signed by another key, or is not a final receipt. */
export async function readReceipt(jws: string, key: PublicPoint): Promise<ReadReceipt | null> {
  const payload = await signedPayload(jws, key, STATEMENT_TYPE);
  const parsed = FinalReceipt.safeParse(payload && parseJson(payload));
  if (payload === null || !parsed.success) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", payload));
  return { receipt: parsed.data, code: receiptCodeFrom(digest) };
}
