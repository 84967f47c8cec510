/** The signature of a manifest: tablets check it with the public half of the key that signs receipts. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { CompactSign } from "jose";
import type { ManifestKey, PackageManifest } from "#contracts/package/manifest";

/** Says what is signed: the same key signs receipts, which nobody may pass off as a manifest. */
const TYPE = "amphi-package";

export interface SignedManifest {
  /** Compact JWS. */
  readonly text: string;
  /** Of the text, hex: names the package. */
  readonly sha256: string;
}

/** The key of a PEM file's text (PKCS #8). Throws when it is not a private key on P-256. */
export function manifestSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") throw new Error("not a P-256 key");
  return key;
}

export async function signManifest(manifest: PackageManifest, key: KeyObject): Promise<SignedManifest> {
  const payload = new TextEncoder().encode(JSON.stringify(manifest));
  const text = await new CompactSign(payload).setProtectedHeader({ alg: "ES256", typ: TYPE }).sign(key);
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}

/** What tablets are told of the key. */
export function manifestKeyOf(key: KeyObject): ManifestKey {
  const { x, y } = createPublicKey(key).export({ format: "jwk" });
  if (x === undefined || y === undefined) throw new Error("not a key on an elliptic curve");
  return { x, y };
}
