/** For tests: a candidate's tablet with its key and its chain, and the file that it saves. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createHash } from "node:crypto";
import { CompactEncrypt, CompactSign } from "jose";
import { ANSWER_FILE_TYPE, type AnswerFile } from "#contracts/answer-file";
import { fromHex, genesisOf, headAfter, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { CandidateRef, EntryFrame } from "#domain/answer/entry";
import { type PrivateKey, privateKeyOf, type PublicKey } from "#evidence/signing";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

export async function aKey(): Promise<PrivateKey> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKeyOf(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
}

export const ANSWER_TEXTS = (epoch: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      ...{ v: 1, epoch, seq: n + 1, claimedAtMs: 1_000 + n },
      ...{ kind: "answer", itemId: `q${n + 1}`, value: { text: `réponse ${n + 1}` } },
    } satisfies EntryFrame),
  );

/** One device of a candidate. */
export function aTablet(of: CandidateRef, deviceId = "tablet-00000001") {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const genesisAt = (epoch: number) => genesisOf(sha256, of, epoch, NO_PREVIOUS_EPOCH);
  /** What it entered under an epoch, as PostgreSQL has it: all of it, or the first `upTo`. */
  const stored = (epoch: number, texts: readonly string[], upTo = texts.length) => ({
    ...{ epoch, deviceId, publicKey: { x, y }, genesis: genesisAt(epoch), genesisHash: genesisAt(epoch).hash },
    entries: texts.slice(0, upTo).map((frame, n) => ({ seq: n + 1, kind: kindOf(frame), frame })),
  });
  const file = (epochs: readonly { readonly epoch: number; readonly texts: readonly string[] }[]): AnswerFile => ({
    ...{ format: "amphi-answers", version: 1, savedAtMs: 5_000, build: "b1", deviceId },
    ...{ sittingId: of.sittingId, candidateId: of.candidateId },
    epochs: epochs.map(({ epoch, texts }) => ({ epoch, genesis: genesisAt(epoch), entries: [...texts] })),
  });
  /** The frames, then a hand-in that it signs. */
  const handedIn = (epoch: number, texts: readonly string[]): string[] => {
    const head = headAfter(
      sha256,
      genesisAt(epoch).hash,
      texts.map((text) => Buffer.from(text)),
    );
    const key = createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }));
    const signature = sign("sha256", fromHex(head), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
    const position = { v: 1 as const, epoch, seq: texts.length + 1, claimedAtMs: 9_000 };
    return [...texts, JSON.stringify({ ...position, kind: "submit", proof: { head, signature } } satisfies EntryFrame)];
  };
  return { of, deviceId, privateKey, publicKey: { x, y }, genesisAt, stored, file, handedIn };
}
const kindOf = (frame: string): string => {
  try {
    return (JSON.parse(frame) as EntryFrame).kind;
  } catch {
    return "unreadable";
  }
};

/** The text of a file, as a tablet writes it. */
export async function sealedFile(file: unknown, signer: KeyObject, to: PublicKey): Promise<Uint8Array> {
  const payload = new TextEncoder().encode(JSON.stringify(file));
  const jws = await new CompactSign(payload).setProtectedHeader({ alg: "ES256" }).sign(signer);
  const jwe = await new CompactEncrypt(new TextEncoder().encode(jws))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", typ: ANSWER_FILE_TYPE, cty: "JWT", kid: to.kid })
    .encrypt(to.key);
  return new TextEncoder().encode(jwe);
}
