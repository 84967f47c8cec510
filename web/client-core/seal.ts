/** Keys and pieces of sealed papers on the tablet, by WebCrypto. What keys are made from is in domain/seal/labels.ts. */
import { firstPathText, nextPathText, SEAL_INFO, SEAL_IV_BYTES, SEAL_KEY_BYTES } from "#domain/seal/labels";
import { toHex } from "#domain/answer/chain";

const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words);
const copied = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

async function derived(key: Uint8Array, info: string): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey("raw", copied(key), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, SEAL_KEY_BYTES * 8));
}

export const freeSectionKey = (startKey: Uint8Array, sectionId: string): Promise<Uint8Array> =>
  derived(startKey, SEAL_INFO.free(sectionId));
export const stepKey = (sectionKey: Uint8Array, path: string): Promise<Uint8Array> =>
  derived(sectionKey, SEAL_INFO.step(path));

const sha256Hex = async (words: string): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", text(words))));
export const firstPath = (sectionId: string): Promise<string> => sha256Hex(firstPathText(sectionId));
export const nextPath = (path: string, stepId: string, itemIds: readonly string[]): Promise<string> =>
  sha256Hex(nextPathText(path, stepId, itemIds));

/** Null when the key or the name is another one, or a byte differs. */
export async function openPiece(key: Uint8Array, name: string, sealed: Uint8Array): Promise<Uint8Array | null> {
  const aes = await crypto.subtle.importKey("raw", copied(key), "AES-GCM", false, ["decrypt"]);
  const iv = copied(sealed.subarray(0, SEAL_IV_BYTES));
  try {
    const how = { name: "AES-GCM", iv, additionalData: text(name) };
    return new Uint8Array(await crypto.subtle.decrypt(how, aes, copied(sealed.subarray(SEAL_IV_BYTES))));
  } catch {
    return null;
  }
}

/** The key that a code wraps with. */
export async function codeKey(code: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey("raw", text(code), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: copied(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, SEAL_KEY_BYTES * 8));
}

export const keyFrom = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
export const keyText = (key: Uint8Array): string =>
  btoa(String.fromCharCode(...key))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
