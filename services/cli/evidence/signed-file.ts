/** Text of a signed statement (contracts/evidence.ts): written once, valid only byte for byte. */
import { compactVerify, decodeProtectedHeader, errors } from "jose";
import { Refusal } from "#cli/command";
import { Statement, statementText } from "#contracts/evidence";
import { type PrivateKey, type PublicKey, sign } from "#evidence/signing";

export const signStatement = async (statement: Statement, key: PrivateKey): Promise<string> =>
  statementText(statement, (await sign(statement, key)).jws);

/**
 * The statement of a signed text. Throws Refusal, in one line, when the signature is not of this key or when any byte
 * differs from what was signed: the readable part can then not say something else than the signed one.
 */
export async function verifyStatement(text: string, key: PublicKey): Promise<Statement> {
  const jws = jwsOf(text);
  const { kid } = headerOf(jws);
  if (kid !== key.kid) throw new Refusal(`not valid: signed by key ${String(kid)}, checked with ${key.kid}`);
  const statement = JSON.parse(new TextDecoder().decode(await payloadOf(jws, key))) as unknown;
  if (statementText(statement, canonical(jws)) !== text)
    throw new Refusal("not valid: the text is not the one that was signed");
  const read = Statement.safeParse(statement);
  if (!read.success) throw new Refusal("not valid: a statement of an unknown form or version");
  return read.data;
}

function jwsOf(text: string): string {
  try {
    const { jws } = JSON.parse(text) as { jws?: unknown };
    if (typeof jws === "string") return jws;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new Refusal("not valid: not a signed statement");
}

function headerOf(jws: string): { kid?: unknown } {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    throw new Refusal("not valid: the signature cannot be read");
  }
}

async function payloadOf(jws: string, key: PublicKey): Promise<Uint8Array> {
  try {
    return (await compactVerify(jws, key.key, { algorithms: ["ES256"] })).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new Refusal("not valid: the signature does not fit");
    throw error;
  }
}

/** base64url leaves bits of the last character unused; of the spellings of one value only one is accepted. */
const canonical = (jws: string): string =>
  jws
    .split(".")
    .map((part) => Buffer.from(part, "base64url").toString("base64url"))
    .join(".");
