/** The answer file (contracts/answer-file.ts), made and handed to the browser to keep. */
import { calculateJwkThumbprint, CompactEncrypt, importJWK } from "jose";
import type { OutboxStore, Signer, StoredLog } from "#client-core/ports";
import { refOf, type SessionRecord } from "#client-core/records";
import { ANSWER_FILE_TYPE, type AnswerFile } from "#contracts/answer-file";
import type { PublicPoint } from "#contracts/evidence";

export interface AnswerFileSource {
  readonly record: SessionRecord;
  /** All that this device holds of the session, what refused to go on its disk included. */
  readonly log: StoredLog;
  readonly device: { readonly id: string; readonly signer: Signer };
  readonly key: PublicPoint;
  readonly build: string;
  /** Estimated server time, ms. */
  readonly nowMs: number;
}

const utf8 = new TextEncoder();

/**
 * All that this device holds of a session: what is on its disk, and what the disk refused. `made`: the exact texts of the
 * present epoch's entries.
 */
export async function answerFileLog(
  store: Pick<OutboxStore, "load">,
  record: SessionRecord,
  made: readonly string[],
): Promise<StoredLog> {
  const { epoch, genesis } = record.signedIn;
  // A disk that cannot be read is when the file is needed most.
  const kept = await store.load(refOf(record)).catch((): StoredLog => ({ epochs: [], entries: [] }));
  return {
    epochs: [...kept.epochs.filter((one) => one.epoch !== epoch), { epoch, genesis, d2: 0 }],
    entries: [
      ...kept.entries.filter((one) => one.epoch !== epoch),
      ...made.map((text, n) => ({ epoch, seq: n + 1, text })),
    ],
  };
}

/** The text of the file: a nested JWT. */
export async function answerFileText(source: AnswerFileSource): Promise<string> {
  const jws = await signed(fileOf(source), source.device.signer);
  const jwk = { kty: "EC", crv: "P-256", ...source.key };
  return new CompactEncrypt(utf8.encode(jws))
    .setProtectedHeader({
      ...{ alg: "ECDH-ES", enc: "A256GCM", typ: ANSWER_FILE_TYPE, cty: "JWT" },
      kid: await calculateJwkThumbprint(jwk),
    })
    .encrypt(await importJWK(jwk, "ECDH-ES"));
}

function fileOf({ record, log, device, build, nowMs }: AnswerFileSource): AnswerFile {
  return {
    ...{ format: "amphi-answers", version: 1, savedAtMs: Math.round(nowMs), build, deviceId: device.id },
    ...refOf(record),
    epochs: log.epochs.map(({ epoch, genesis }) => ({
      ...{ epoch, genesis },
      entries: log.entries.filter((entry) => entry.epoch === epoch).map(({ text }) => text),
    })),
  };
}

/** By the device's own key, which no library is given. */
async function signed(file: AnswerFile, signer: Signer): Promise<string> {
  const part = (value: unknown) => base64url(utf8.encode(JSON.stringify(value)));
  const text = `${part({ alg: "ES256" })}.${part(file)}`;
  return `${text}.${await signer.sign(utf8.encode(text))}`;
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Room, seat and day; no name, since files are carried by people. */
export function answerFileName({ signedIn }: SessionRecord, nowMs: number): string {
  const { room, seat } = signedIn.candidate;
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
  const day = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short" }).format(nowMs);
  return `${plain(room)}_${plain(seat)}_${day}.amphi`;
}

/** Saves the file where the browser saves files; resolves to its name. */
export async function saveAnswerFile(source: AnswerFileSource): Promise<string> {
  const name = answerFileName(source.record, source.nowMs);
  const url = URL.createObjectURL(new Blob([await answerFileText(source)], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  // The browser reads it after the click; a page that lives on must not keep it for ever.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}
