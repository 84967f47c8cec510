/**
 * Codes for people: random bits in Crockford's alphabet (no I, L, O, U) with a check character that catches every single
 * wrong character and every swap of two.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

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

/** The canonical code of random bytes: `dataChars` characters of 5 bits each, then the check. Throws when bytes are few. */
export function checkedCode(bytes: Uint8Array, dataChars: number): string {
  const needed = Math.ceil((5 * dataChars) / 8);
  if (bytes.length < needed) throw new RangeError(`a code of ${dataChars} characters takes ${needed} bytes`);
  let bits = 0n;
  for (const byte of bytes.subarray(0, needed)) bits = (bits << 8n) | BigInt(byte);
  const values: number[] = [];
  for (let n = 0; n < dataChars; n++) values.push(Number((bits >> BigInt(5 * n)) & 31n));
  values.push(times(weightedSum(values), 2));
  return values.map((value) => ALPHABET.charAt(value)).join("");
}

export type CodeReading =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly reason: "length" | "character" | "check" };

/**
 * Reads what a person typed or a camera saw: any case, spaces and dashes anywhere, O for 0, I and L for 1. The result's
 * code is canonical: it is what is hashed.
 */
export function readCode(typed: string, chars: number): CodeReading {
  const code = typed
    .replace(/[\s\p{Pd}_.]/gu, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const values = [...code].map((char) => ALPHABET.indexOf(char));
  if (values.includes(-1)) return { ok: false, reason: "character" };
  if (values.length !== chars) return { ok: false, reason: "length" };
  if (weightedSum(values) !== 0) return { ok: false, reason: "check" };
  return { ok: true, code };
}
