/**
 * Signed words of enrolment: what a room's QR says, and what an enrolled tablet shows afterwards. Their key is derived
 * from those of tickets, so that neither is ever taken for a ticket, nor one kind for the other.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";
import type { TicketKey } from "#runtime/config";

const EnrolmentClaims = z.strictObject({
  key: z.string().min(1).max(16),
  kind: z.literal("enrol"),
  roomId: z.number().int().min(1),
  /** Who showed it. */
  by: z.string(),
  expiresAtMs: InstantMs,
});
export type EnrolmentClaims = Omit<z.infer<typeof EnrolmentClaims>, "key" | "kind">;
const DeviceClaims = z.strictObject({
  key: z.string().min(1).max(16),
  kind: z.literal("device"),
  deviceId: z.string().min(8).max(64),
});

export const signEnrolment = (keys: readonly TicketKey[], claims: EnrolmentClaims): string =>
  signed(keys, { kind: "enrol", ...claims });
/** Null: altered, of an unknown key, or expired at `nowMs`. */
export function readEnrolment(keys: readonly TicketKey[], token: string, nowMs: number): EnrolmentClaims | null {
  const claims = readSigned(keys, token, EnrolmentClaims);
  return claims !== null && claims.expiresAtMs > nowMs ? claims : null;
}

/** Good for packages and for telling that the tablet is ready, as long as the tablet is enrolled. */
export const signDevice = (keys: readonly TicketKey[], deviceId: string): string =>
  signed(keys, { kind: "device", deviceId });
/** The device whose credential it is, or null. */
export const readDevice = (keys: readonly TicketKey[], credential: string): string | null =>
  readSigned(keys, credential, DeviceClaims)?.deviceId ?? null;

const macOf = ({ secret }: TicketKey, head: string): Buffer =>
  createHmac("sha256", createHmac("sha256", secret).update("amphi-enrolment-1").digest()).update(head).digest();

function signed(keys: readonly TicketKey[], claims: object): string {
  const [key] = keys;
  if (!key) throw new Error("no ticket key");
  const head = Buffer.from(JSON.stringify({ key: key.id, ...claims })).toString("base64url");
  return `${head}.${macOf(key, head).toString("base64url")}`;
}

function readSigned<Claims extends { key: string }>(
  keys: readonly TicketKey[],
  token: string,
  schema: z.ZodType<Claims>,
): Claims | null {
  const [head = "", mac = ""] = token.split(".");
  const claims = parsed(head, schema);
  const key = claims && keys.find(({ id }) => id === claims.key);
  if (!key) return null;
  const [given, expected] = [Buffer.from(mac, "base64url"), macOf(key, head)];
  return given.length === expected.length && timingSafeEqual(given, expected) ? claims : null;
}

function parsed<Claims>(head: string, schema: z.ZodType<Claims>): Claims | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(head, "base64url").toString("utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // not JSON: somebody else's token
    throw error;
  }
}
