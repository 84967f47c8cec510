/** A code against the signed receipt, checked here: what a server says of a receipt is believed only when it is signed. */
import { readReceipt, type ReadReceipt } from "#client-core/receipt";
import { parseJson } from "#client-core/sign-in";
import type { PublicPoint } from "#contracts/evidence";
import { ErrorBody } from "#contracts/errors";
import { ReceiptAnswer } from "#contracts/http/receipt";
import { readReceiptCode } from "#domain/answer/receipt-code";

export interface Found extends ReadReceipt {
  readonly jws: string;
  /** Canonical code of the receipt in force instead; null: this one is. */
  readonly newerCode: string | null;
  /** Of the key that signed it: RFC 7638, base64url. */
  readonly fingerprint: string;
}
/** "mistyped": no code can be this one. "unsound": what the server gave is not signed, or is of another code. */
export type LookUp = Found | { readonly problem: "mistyped" | "unknown" | "busy" | "unreachable" | "unsound" };

const ANSWERS_WITHIN_MS = 20_000;

export async function lookUp(typed: string): Promise<LookUp> {
  const reading = readReceiptCode(typed);
  if (!reading.ok) return { problem: "mistyped" };
  const answer = await ask(reading.code);
  if ("problem" in answer) return answer;
  const read = await readReceipt(answer.jws, answer.key).catch(() => null); // not even a key
  if (read?.code !== reading.code) return { problem: "unsound" };
  const { jws, newerCode, key } = answer;
  return { ...read, jws, newerCode, fingerprint: await fingerprintOf(key) };
}

async function ask(code: string): Promise<ReceiptAnswer | Extract<LookUp, { problem: unknown }>> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/receipts", {
    method: "POST",
    headers,
    body: JSON.stringify({ code }),
    signal,
  }).catch(() => null);
  if (response === null) return { problem: "unreachable" };
  const body = parseJson(new Uint8Array(await response.arrayBuffer()));
  const answer = ReceiptAnswer.safeParse(body);
  if (response.ok && answer.success) return answer.data;
  switch (ErrorBody.safeParse(body).data?.error.code) {
    case "not_found":
      return { problem: "unknown" };
    case "bad_request":
      return { problem: "mistyped" };
    case "too_many_attempts":
      return { problem: "busy" };
    default:
      return { problem: "unreachable" };
  }
}

/** As `amphi verify` prints it. */
async function fingerprintOf({ x, y }: PublicPoint): Promise<string> {
  const canonical = JSON.stringify({ crv: "P-256", kty: "EC", x, y });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
