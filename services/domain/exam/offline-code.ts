import { checkedCode, readCode } from "#domain/exam/crockford";

/**
 * Codes that open a paper without a network: 75 random bits as 15 characters of Crockford's alphabet and a check
 * character, so that a mistyped one is told before anything is derived from it.
 */
const DATA_CHARS = 15;
/** Random bytes that one code takes. */
export const OFFLINE_CODE_BYTES = 10;
export const OFFLINE_CODE_CHARS = DATA_CHARS + 1;

export const offlineCodeFrom = (bytes: Uint8Array): string => checkedCode(bytes, DATA_CHARS);
/** Reads what was typed after somebody read it out: any case, spaces and dashes anywhere, O for 0, I and L for 1. */
export const readOfflineCode = (typed: string) => readCode(typed, OFFLINE_CODE_CHARS);

/** A canonical code in groups, as printed: `7K3M-Q9TB-2XHN-4ABC`. */
export const groupedOfflineCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");
