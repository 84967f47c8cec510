import { createHmac, hash } from "node:crypto";
import type { HmacHex } from "#domain/lottery/draw";

/** Of a text in UTF-8, hex. */
export const sha256 = (text: string): string => hash("sha256", text);

/** As the lottery draws keys. */
export const hmacSha256: HmacHex = (key, message) => createHmac("sha256", key).update(message).digest("hex");
