/** Keys and pieces of sealed papers on servers. What keys are made from is in domain/seal/labels.ts. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import {
  CODE_ITERATIONS,
  firstPathText,
  nextPathText,
  SEAL_INFO,
  SEAL_IV_BYTES,
  SEAL_KEY_BYTES,
  tokenText,
} from "#domain/seal/labels";

const TAG_BYTES = 16;
const stretched = promisify(pbkdf2);

export const newSealKey = (): Buffer => randomBytes(SEAL_KEY_BYTES);
export const sealKeyText = (key: Uint8Array): string => Buffer.from(key).toString("base64url");
export const sealKeyFrom = (text: string): Buffer => Buffer.from(text, "base64url");

const derived = (key: Uint8Array, info: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, new Uint8Array(), info, SEAL_KEY_BYTES));

export const freeSectionKey = (startKey: Uint8Array, sectionId: string): Buffer =>
  derived(startKey, SEAL_INFO.free(sectionId));
export const lockedSectionKey = (casesKey: Uint8Array, sectionId: string): Buffer =>
  derived(casesKey, SEAL_INFO.section(sectionId));
export const stepKey = (sectionKey: Uint8Array, path: string): Buffer => derived(sectionKey, SEAL_INFO.step(path));

const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");
export const firstPath = (sectionId: string): string => sha256Hex(firstPathText(sectionId));
export const nextPath = (path: string, stepId: string, itemIds: readonly string[]): string =>
  sha256Hex(nextPathText(path, stepId, itemIds));

/** What a candidate shows with the lock of the step at `path`. */
export const progressToken = (sectionKey: Uint8Array, candidateId: number, path: string): string =>
  createHmac("sha256", derived(sectionKey, SEAL_INFO.token)).update(tokenText(candidateId, path)).digest("base64url");

/** iv ‖ ciphertext ‖ tag. A key seals one piece. */
export function sealPiece(key: Uint8Array, name: string, clear: Uint8Array): Buffer {
  const iv = randomBytes(SEAL_IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(name));
  return Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

/** Null when the key or the name is another one, or a byte differs. */
export function openPiece(key: Uint8Array, name: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < SEAL_IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, SEAL_IV_BYTES)).setAAD(Buffer.from(name));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(SEAL_IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The key that a code wraps with. */
export const codeKey = (code: string, salt: Uint8Array, iterations = CODE_ITERATIONS): Promise<Buffer> =>
  stretched(code, salt, iterations, SEAL_KEY_BYTES, "sha256");
