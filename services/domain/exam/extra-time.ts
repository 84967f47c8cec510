/** A candidate's extra time as files write it: a fraction, a decimal factor, a percentage, or in words. */
import type { ExtraTime } from "#domain/sitting/clock";

const PLAIN: ExtraTime = { numerator: 1, denominator: 1 };
const THIRD: ExtraTime = { numerator: 4, denominator: 3 };
const WORDS: Readonly<Record<string, ExtraTime>> = {
  "": PLAIN,
  non: PLAIN,
  no: PLAIN,
  oui: THIRD,
  yes: THIRD,
  "tiers temps": THIRD,
  "tiers-temps": THIRD,
};

/** Reads `4/3`, `1,33`, `1.25`, `33 %`, `+20 %`, `tiers temps`, `oui`, or nothing. Null: unreadable, below 1 or above 4/3. */
export function readExtraTime(text: string): ExtraTime | null {
  const plain = text.trim().toLowerCase().replace(",", ".");
  const words = WORDS[plain];
  if (words) return words;
  const fraction = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(plain);
  if (fraction) return allowed(Number(fraction[1]), Number(fraction[2]));
  const percent = /^\+?\s*(\d{1,2}(?:\.\d{1,2})?)\s*%$/.exec(plain);
  if (percent) return decimal(100 + Number(percent[1]), 100);
  return /^\d(\.\d{1,6})?$/.test(plain) ? decimal(Number(plain), 1) : null;
}

/** 1.33, 1.333 and 33 % all mean a third: no file can write it exactly. */
function decimal(value: number, unit: number): ExtraTime | null {
  const factor = value / unit;
  if (Math.abs(factor - 4 / 3) < 0.005) return THIRD;
  return allowed(Math.round(factor * 10_000), 10_000);
}

function allowed(numerator: number, denominator: number): ExtraTime | null {
  if (denominator === 0 || numerator < denominator || 3 * numerator > 4 * denominator) return null;
  const shared = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / shared, denominator: denominator / shared };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
