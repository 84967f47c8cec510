import { createPublicKey } from "node:crypto";

/** Whether x and y (base64url) are a point of P-256: a key that is not would only show at the receipt. */
export function isP256Point({ x, y }: { readonly x: string; readonly y: string }): boolean {
  try {
    createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
    return true;
  } catch {
    return false; // the one way in which node says that it is no key
  }
}
