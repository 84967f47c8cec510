import { checkedCode, type CodeReading, readCode } from "#domain/exam/crockford";

/**
 * Codes of sign-in cards: 60 random bits as 12 characters of Crockford's alphabet (no I, L, O, U), then a check character
 * that catches every single wrong character and every swap of two, so that a typing error is told at once, on the tablet,
 * and never looks like a card that does not exist.
 */
const DATA_CHARS = 12;
/** Length of a canonical code: data and check. */
export const CARD_CODE_CHARS = DATA_CHARS + 1;
/** Random bytes that one code takes: 60 of their 64 bits are used. */
export const CARD_CODE_BYTES = 8;

/** The canonical code (13 characters) of 8 random bytes. */
export const cardCodeFrom = (bytes: Uint8Array): string => checkedCode(bytes, DATA_CHARS);

export type CardCodeReading = CodeReading;
export const readCardCode = (typed: string): CardCodeReading => readCode(typed, CARD_CODE_CHARS);

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
