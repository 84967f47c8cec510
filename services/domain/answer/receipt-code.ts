import { checkedCode, readCode } from "#domain/exam/crockford";

/**
 * The short code of a final receipt: 75 bits of the SHA-256 of the signed statement's bytes (the payload of its JWS), so
 * that whoever has the statement can compute its code, and nobody can make another statement for a code. A statement
 * holds 128 random bits: a code tells nothing about other codes.
 */
const DATA_CHARS = 15;
export const RECEIPT_CODE_CHARS = DATA_CHARS + 1;

/** `digest`: SHA-256 of the statement. Of its first ten bytes as a number, the lowest 75 bits, lowest five first. */
export const receiptCodeFrom = (digest: Uint8Array): string => checkedCode(digest, DATA_CHARS);
/** Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1. */
export const readReceiptCode = (typed: string) => readCode(typed, RECEIPT_CODE_CHARS);

/** A canonical code in groups, as shown and printed: `7K3M-Q9TB-2XHN-4ABC`. */
export const groupedReceiptCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");
