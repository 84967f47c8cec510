/**
 * Codes of sign-in cards: 60 random bits as 12 characters of Crockford's alphabet (no I, L, O, U), then a check character
 * that catches every single wrong character and every swap of two, so that a typing error is told at once, on the tablet,
 * and never looks like a card that does not exist.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DATA_CHARS = 12;
/** Length of a canonical code: data and check. */
export const CARD_CODE_CHARS = DATA_CHARS + 1;
/** Random bytes that one code takes: 60 of their 64 bits are used. */
export const CARD_CODE_BYTES = 8;

/** x times y in the field of 32 elements (polynomials over 2 modulo x^5 + x^2 + 1). */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((y >> bit) & 1) product ^= x << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}

/**
 * Sum of the values, each times its own power of 2 in the field; 0 for a valid code. The weights differ from place to
 * place and none is 0: one changed value changes the sum, and so does a swap of two different ones.
 */
function weightedSum(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum = times(sum, 2) ^ value;
  return sum;
}

/** The canonical code (13 characters) of 8 random bytes. */
export function cardCodeFrom(bytes: Uint8Array): string {
  if (bytes.length < CARD_CODE_BYTES) throw new RangeError(`a card code takes ${CARD_CODE_BYTES} bytes`);
  let bits = 0n;
  for (const byte of bytes.subarray(0, CARD_CODE_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const values: number[] = [];
  for (let n = 0; n < DATA_CHARS; n++) values.push(Number((bits >> BigInt(5 * n)) & 31n));
  values.push(times(weightedSum(values), 2));
  return values.map((value) => ALPHABET.charAt(value)).join("");
}

export type CardCodeReading =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly reason: "length" | "character" | "check" };

/**
 * Reads what a person typed or a camera saw: any case, spaces and dashes anywhere, O for 0, I and L for 1. The result's
 * code is canonical: it is what is hashed.
 */
export function readCardCode(typed: string): CardCodeReading {
  const code = typed
    .replace(/[\s\p{Pd}_.]/gu, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const values = [...code].map((char) => ALPHABET.indexOf(char));
  if (values.includes(-1)) return { ok: false, reason: "character" };
  if (values.length !== CARD_CODE_CHARS) return { ok: false, reason: "length" };
  if (weightedSum(values) !== 0) return { ok: false, reason: "check" };
  return { ok: true, code };
}

/** A canonical code in groups, as printed: `7K3M-Q9TB-2XHN4`. */
export function groupedCardCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** HMAC-SHA-256 of a text under a text key; the domain computes no hashes itself. */
export type HmacSha256 = (key: string, message: string) => Uint8Array;

/** Public on purpose: cards of the demo exam are no secret, `npm start` prints some of them. Nothing else uses it. */
const DEMO_CARD_SEED = "amphi demonstration cards, known to everybody";

/** The card code of a candidate of the demo exam: always the same, so that every start can print it. */
export function demoCardCode(studentNumber: string, hmac: HmacSha256): string {
  return cardCodeFrom(hmac(DEMO_CARD_SEED, `card|${studentNumber}`));
}
