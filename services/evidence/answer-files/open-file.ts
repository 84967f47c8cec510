/** An answer file opened with the exam office's key: what it says, and a way to ask who signed it. */
import { createPublicKey } from "node:crypto";
import { compactDecrypt, compactVerify, decodeProtectedHeader, errors } from "jose";
import { ANSWER_FILE_BYTES_MAX, ANSWER_FILE_TYPE, AnswerFile, type AnswerFileProblem } from "#contracts/answer-file";
import type { PublicPoint } from "#contracts/evidence";
import type { PrivateKey } from "#evidence/signing";

export interface Problem {
  readonly code: AnswerFileProblem;
  readonly detail: string;
}
export interface OpenedFile {
  readonly file: AnswerFile;
  /** Whether the tablet with this key signed it. */
  isSignedBy(key: PublicPoint): Promise<boolean>;
}

export async function openFile(
  bytes: Uint8Array,
  key: PrivateKey,
): Promise<OpenedFile | { readonly problem: Problem }> {
  const problem = (code: AnswerFileProblem, detail: string) => ({ problem: { code, detail } });
  if (bytes.length > ANSWER_FILE_BYTES_MAX)
    return problem("too_large", `more than ${ANSWER_FILE_BYTES_MAX / 1024 / 1024} MB`);
  const text = new TextDecoder().decode(bytes).trim();
  const header = headerOf(text);
  if (header?.["typ"] !== ANSWER_FILE_TYPE) return problem("not_an_answer_file", "not a file that a tablet has saved");
  if (header["kid"] !== key.kid)
    return problem("other_key", `encrypted for key ${String(header["kid"])}, this installation has ${key.kid}`);
  const jws = await decrypted(text, key);
  if (jws === null) return problem("damaged", "the file is not as it was written");
  const parsed = AnswerFile.safeParse(payloadOf(jws));
  if (!parsed.success) return problem("not_an_answer_file", "of an unknown form or version");
  return { file: parsed.data, isSignedBy: (point) => isSigned(jws, point) };
}

function headerOf(text: string): Record<string, unknown> | null {
  try {
    return { ...decodeProtectedHeader(text) };
  } catch {
    return null; // the one way in which jose says that it is none
  }
}

async function decrypted(jwe: string, { privateKey }: PrivateKey): Promise<string | null> {
  try {
    const algorithms = { keyManagementAlgorithms: ["ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"] };
    return new TextDecoder().decode((await compactDecrypt(jwe, privateKey, algorithms)).plaintext);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    if (error instanceof Error && "code" in error) return null; // a point that is not on the curve
    throw error;
  }
}

/** What the signed text says, before it is known who signed it: the key is looked up by it. */
function payloadOf(jws: string): unknown {
  try {
    return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as unknown;
  } catch {
    return undefined; // refused by the schema
  }
}

async function isSigned(jws: string, { x, y }: PublicPoint): Promise<boolean> {
  try {
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    await compactVerify(jws, key, { algorithms: ["ES256"] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError || (error instanceof Error && "code" in error)) return false;
    throw error;
  }
}
