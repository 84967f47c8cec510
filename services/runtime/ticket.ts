/** Signing and checking tickets: HMAC-SHA-256, about 2 µs, no store involved. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { TicketClaims } from "#contracts/ticket";
import type { TicketKey } from "#runtime/config";

const mac = (secret: Buffer, text: string) => createHmac("sha256", secret).update(text, "ascii").digest();

/** The ticket's text. The first key signs. */
export function signTicket(keys: readonly TicketKey[], claims: Omit<TicketClaims, "v" | "key">): string {
  const key = keys[0];
  if (!key) throw new Error("no ticket key");
  const head = Buffer.from(JSON.stringify({ v: 1, key: key.id, ...claims })).toString("base64url");
  return `${head}.${mac(key.secret, head).toString("base64url")}`;
}

/** The claims of a valid ticket, or null: altered, of an unknown key, malformed or expired at `nowMs`. */
export function verifyTicket(keys: readonly TicketKey[], ticket: string, nowMs: number): TicketClaims | null {
  const dot = ticket.indexOf(".");
  if (dot < 1) return null;
  const head = ticket.slice(0, dot);
  const claims = parseClaims(head);
  const key = claims && keys.find((k) => k.id === claims.key);
  if (!key) return null;
  const given = Buffer.from(ticket.slice(dot + 1), "base64url");
  const expected = mac(key.secret, head);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return claims.expiresAtMs > nowMs ? claims : null;
}

function parseClaims(head: string): TicketClaims | null {
  try {
    const parsed = TicketClaims.safeParse(JSON.parse(Buffer.from(head, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // not JSON: somebody else's token
    throw error;
  }
}
