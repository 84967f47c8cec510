/** The hash functions that the domain takes as arguments, from node:crypto. */
import { createHash, createHmac } from "node:crypto";
import type { SyncHash } from "#domain/answer/chain";
import type { HmacHex } from "#domain/lottery/draw";

export const sha256: SyncHash = (bytes) => createHash("sha256").update(bytes).digest();
/** Only to select from a pool as RFC 3797 says. */
export const md5: SyncHash = (bytes) => createHash("md5").update(bytes).digest();
export const hmacSha256: HmacHex = (key, message) => createHmac("sha256", key).update(message).digest("hex");
