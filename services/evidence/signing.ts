/** The key that signs statements (contracts/evidence.ts), and signing. P-256 only. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, CompactSign } from "jose";
import { type PublicPoint, type Statement, STATEMENT_TYPE } from "#contracts/evidence";
import { receiptCodeFrom } from "#domain/answer/receipt-code";

export interface PublicKey {
  readonly key: KeyObject;
  /** RFC 7638 thumbprint, base64url. */
  readonly kid: string;
}
export interface PrivateKey extends PublicKey {
  readonly privateKey: KeyObject;
}

/** What is no key, or a key of another curve: said in a few words, to go behind the name of its file. */
export class UnusableKey extends Error {
  override name = "UnusableKey";
}

/** A private key of a PEM text (PKCS #8). Throws UnusableKey. */
export async function privateKeyOf(pem: string): Promise<PrivateKey> {
  const privateKey = parsed("a private key in PEM", () => createPrivateKey(pem));
  return { privateKey, ...(await publicKeyOf(createPublicKey(privateKey))) };
}

/** The key of a PEM text: private (PKCS #8), or its public half alone (SPKI). Throws UnusableKey. */
export async function anyKeyOf(pem: string): Promise<{ publicKey: PublicKey; privateKey: PrivateKey | null }> {
  const privateKey = pem.includes("PRIVATE KEY") ? await privateKeyOf(pem) : null;
  return {
    privateKey,
    publicKey: privateKey ?? (await publicKeyOf(parsed("a key in PEM", () => createPublicKey(pem)))),
  };
}

/** Throws UnusableKey. */
export async function publicKeyOf(key: KeyObject): Promise<PublicKey> {
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") throw new UnusableKey("not a P-256 key");
  return { key, kid: await calculateJwkThumbprint(key.export({ format: "jwk" })) };
}

export function parsed<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UnusableKey(`not ${what}`);
  }
}

/** Its coordinates, as tablets and pages are told them. */
export function pointOf({ key }: PublicKey): PublicPoint {
  const { x, y } = key.export({ format: "jwk" });
  if (x === undefined || y === undefined) throw new UnusableKey("not a key on an elliptic curve");
  return { x, y };
}

export interface Signed {
  /** Compact JWS. */
  readonly jws: string;
  /** Of the payload. */
  readonly sha256: Buffer;
}

export async function sign(statement: Statement, key: PrivateKey): Promise<Signed> {
  const payload = new TextEncoder().encode(JSON.stringify(statement));
  const jws = await new CompactSign(payload)
    .setProtectedHeader({ alg: "ES256", typ: STATEMENT_TYPE, kid: key.kid })
    .sign(key.privateKey);
  return { jws, sha256: createHash("sha256").update(payload).digest() };
}

/** The canonical code of a signed final receipt. */
export const codeOf = ({ sha256 }: Signed): string => receiptCodeFrom(sha256);
