import { createHash, createHmac } from "node:crypto";
import type { Hashes } from "#domain/competition/compute";

export const hashes: Hashes = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
  hmac: (key, message) => createHmac("sha256", key).update(message).digest("hex"),
  hashOf: (pieces) => {
    const hash = createHash("sha256");
    for (const piece of pieces) hash.update(piece);
    return hash.digest("hex");
  },
};
