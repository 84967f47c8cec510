/**
 * The short code of a receipt, the same on the tablet and on the server: the first 50 bits of the chain's head behind the
 * candidate's last `submit` entry (32 bytes, see chain.ts), as ten characters of Crockford's alphabet. Whoever has both
 * has seen the same entries, in the same order, up to the hand-in; what a tablet notes afterwards changes nothing.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS_PER_CHAR = 5;
const RECEIPT_CODE_CHARS = 10;

/** For reading aloud: two groups of five. */
export function receiptCode(head: Uint8Array): string {
  let code = "";
  for (let n = 0; n < RECEIPT_CODE_CHARS; n++) {
    const bit = n * BITS_PER_CHAR;
    const byte = Math.floor(bit / 8);
    const two = ((head[byte] ?? 0) << 8) | (head[byte + 1] ?? 0);
    code += ALPHABET.charAt((two >> (11 - (bit % 8))) & 31);
  }
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
