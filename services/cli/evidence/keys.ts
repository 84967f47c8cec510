/** Keys of evidence out of files. */
import { createPublicKey, type JsonWebKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Refusal } from "#cli/command";
import { parsed, type PrivateKey, privateKeyOf, type PublicKey, publicKeyOf, UnusableKey } from "#evidence/signing";

/** The private key of a PEM file (PKCS #8): it signs, or opens answer files. Throws Refusal when it is none. */
export async function readPrivateKey(file: string): Promise<PrivateKey> {
  const text = await readText(file);
  return named(file, () => privateKeyOf(text));
}

/** A public key from a PEM (SPKI) or JWK file. A file with a private key in it is accepted for its public half. */
export async function readPublicKey(file: string): Promise<PublicKey> {
  const text = await readText(file);
  return named(file, () =>
    publicKeyOf(
      parsed("a public key in PEM or JWK", () =>
        text.trimStart().startsWith("{")
          ? createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: "jwk" })
          : createPublicKey(text),
      ),
    ),
  );
}

async function named<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnusableKey) throw new Refusal(`${file}: ${error.message}`);
    throw error;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}: the key cannot be read`);
  }
}
