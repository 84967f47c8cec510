/** Short texts (QROC) compared without regard to case, accents, spaces, punctuation and the unit shown behind the field. */

const LIGATURES: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", µ: "u", μ: "u" };
/** Signs that change what is said: kept, everything else that is no letter and no digit separates words. */
const MEANINGFUL = "+<>=%/";

/**
 * `  L’Œdème  aigu. ` → `l oedeme aigu`; `3,5mg` → `3.5 mg` → with the unit `mg` → `3.5`. A sign before a number (−2), a
 * decimal point or comma within one, and `+ < > = % /` stay; grouping spaces within a number (1 000) go; digits and letters
 * are different words (CO2 is CO 2).
 */
export function normalText(text: string, unit: string | null): string {
  const plain = folded(text);
  return unit === null ? plain : withoutUnit(plain, folded(unit));
}

const SEPARATORS = new RegExp(`[^\\p{L}\\p{N}\\u0001\\u0002${MEANINGFUL}]+`, "gu");
const AROUND_SIGNS = new RegExp(`\\s*([${MEANINGFUL}])\\s*`, "g");
/** Most answers: letters, digits and single spaces; nothing but case is left to fold. */
const PLAIN_WORDS = /^[a-z]+(?: [a-z]+)*$/;
const ASCII = /^[\0-\x7f]*$/;

function folded(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN_WORDS.test(lower)) return lower;
  return (ASCII.test(lower) ? lower : withoutAccents(lower))
    .replace(/(\d) (?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d)[.,](?=\d)/g, "$1\u0001")
    .replace(/(^|[\s(<>=])-(?=\d)/g, "$1\u0002")
    .replace(SEPARATORS, " ")
    .replace(/\u0001/g, ".")
    .replace(/\u0002/g, "-")
    .replace(AROUND_SIGNS, "$1")
    .replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, "$1$2 ")
    .trim();
}

/** Compatible forms (CO₂, ½, no-break spaces), ligatures, accents and dashes as plain letters and signs. */
const withoutAccents = (lower: string): string =>
  lower
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[œæßµμ]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[‐‑‒–—−]/g, "-")
    .replace(/⁄/g, "/");

/** A text that is its unit alone stays. */
function withoutUnit(plain: string, unit: string): string {
  if (unit === "" || plain === unit || !plain.endsWith(unit)) return plain;
  const before = plain.slice(0, -unit.length);
  // The unit is a word of its own, or stands right behind a number: `am` is no unit in `quidam`.
  return /[\s\d]$/.test(before) || !/^\p{L}/u.test(unit) ? before.trim() : plain;
}
