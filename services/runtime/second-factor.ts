/**
 * The authenticator of organisers and operators: six digits that change every 30 s (TOTP, RFC 6238). Its secret is kept
 * sealed: AES-256-GCM under a key of the installation, bound to the login, so that a copy of the database signs in nobody
 * and a sealed secret cannot be moved to another account.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const SECRET_BYTES = 20;
const STEP_S = 30;
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const newSecondFactor = (): Buffer => randomBytes(SECRET_BYTES);

const keyFrom = (staffSecret: Buffer): Buffer =>
  Buffer.from(hkdfSync("sha256", staffSecret, Buffer.alloc(0), "amphi second factor", 32));

/** What is stored: format, nonce, tag, cipher text. `staffSecret`: STAFF_SECRET, at least 32 bytes. */
export function sealSecondFactor(staffSecret: Buffer, login: string, secret: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(staffSecret), nonce).setAAD(Buffer.from(login, "utf8"));
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), text]);
}

/** The secret, or null: sealed with another key, for another login, or damaged. */
export function openSecondFactor(staffSecret: Buffer, login: string, sealed: Buffer): Buffer | null {
  if (sealed[0] !== FORMAT || sealed.length <= 1 + NONCE_BYTES + TAG_BYTES) return null;
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", keyFrom(staffSecret), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(login, "utf8"))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null; // the only failure of final(): the tag does not fit
  }
}

const totpOf = (secret: Buffer): TOTP =>
  new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }), digits: 6, period: STEP_S });

/** otpauth:// address, to be shown once as a QR code. */
export const secondFactorUri = (secret: Buffer, login: string, issuer = "Amphi"): string =>
  new TOTP({
    issuer,
    label: login,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    digits: 6,
    period: STEP_S,
  }).toString();

/** The six digits at an instant, ms. */
export const codeAt = (secret: Buffer, nowMs: number): string => totpOf(secret).generate({ timestamp: nowMs });

/**
 * The step that a code belongs to, or null when it is wrong. One step earlier or later passes: clocks differ. A code is
 * good once: `lastStep` is the step of the last one that was accepted, and only later ones pass; the caller keeps it.
 */
export function acceptedStep(secret: Buffer, code: string, nowMs: number, lastStep: number | null): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: 1 });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1_000 / STEP_S) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
