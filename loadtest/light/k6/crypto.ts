/** Hashes as `k6/crypto` makes them. */
import { createHash } from "node:crypto";

export const sha256 = (data: string | ArrayBuffer, encoding: "hex"): string =>
  createHash("sha256")
    .update(typeof data === "string" ? data : new Uint8Array(data))
    .digest(encoding);
