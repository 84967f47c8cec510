/** Compact JWS (ES256) of the installation's key: manifests of packages, and receipts. */
import type { Bytes } from "#domain/answer/chain";
import { keyFrom } from "#client-core/seal";
import { parseJson } from "#client-core/sign-in";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** `typ`: one key signs several kinds of things, and nobody may pass one off as another. Null: not signed so by this key. */
export async function signedPayload(
  jws: string,
  key: { readonly x: string; readonly y: string },
  typ: string,
): Promise<Bytes | null> {
  const [header, payload, signature, more] = jws.split(".");
  if (!header || !payload || !signature || more !== undefined) return null;
  const said = decoded(header);
  if (said === null || !isOurs(parseJson(said), typ)) return null;
  const publicKey = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", ...key }, CURVE, false, ["verify"]);
  const proof = decoded(signature);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  if (!proof || !(await crypto.subtle.verify(SIGNATURE, publicKey, proof, signed))) return null;
  return decoded(payload);
}

function isOurs(header: unknown, typ: string): boolean {
  if (typeof header !== "object" || header === null) return false;
  const said = header as Record<string, unknown>;
  return said["alg"] === "ES256" && said["typ"] === typ;
}

const decoded = (base64url: string): Bytes | null =>
  /^[A-Za-z0-9_-]*$/.test(base64url) ? Uint8Array.from(keyFrom(base64url)) : null;
