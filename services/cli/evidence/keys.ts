/** The key that signs receipts and exports, and its public half. P-256 only. */
import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { calculateJwkThumbprint } from "jose";
import { Refusal } from "#cli/command";

export interface PublicKey {
  readonly key: KeyObject;
  /** RFC 7638 thumbprint, base64url. */
  readonly kid: string;
}
export interface SigningKey extends PublicKey {
  readonly privateKey: KeyObject;
}

/** The signing key of a PEM file (PKCS #8). Throws Refusal when it is none. */
export async function readSigningKey(file: string): Promise<SigningKey> {
  const privateKey = parsed(file, "a private key in PEM", await readText(file), (text) => createPrivateKey(text));
  return { privateKey, ...(await publicKeyOf(file, createPublicKey(privateKey))) };
}

/** A public key from a PEM (SPKI) or JWK file. A file with a private key in it is accepted for its public half. */
export async function readPublicKey(file: string): Promise<PublicKey> {
  const key = parsed(file, "a public key in PEM or JWK", await readText(file), (text) =>
    text.trimStart().startsWith("{")
      ? createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: "jwk" })
      : createPublicKey(text),
  );
  return publicKeyOf(file, key);
}

async function publicKeyOf(file: string, key: KeyObject): Promise<PublicKey> {
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") throw new Refusal(`${file}: not a P-256 key`);
  return { key, kid: await calculateJwkThumbprint(key.export({ format: "jwk" })) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}: the key cannot be read`);
  }
}

function parsed<T>(file: string, what: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch {
    throw new Refusal(`${file}: not ${what}`);
  }
}
