/**
 * Public numbers as a source of chance, by the method of RFC 3797 (section 4), for whole numbers: their canonical text, and
 * a selection from a pool. Its worked example (section 6) is a test.
 */
import type { SyncHash } from "#domain/answer/chain";

/** Bytes before and after the text count the selections: two of them. */
export const POOL_MAX = 65_535;

const utf8 = new TextEncoder();

/**
 * Canonical text of the sources, in their announced order: each one's numbers ascending, without leading zeros, a full stop
 * after each number and a stroke after each source: `9319./2.5.8.10.12./`. Null when something is no whole number.
 */
export function numberString(sources: readonly (readonly string[])[]): string | null {
  if (sources.some((numbers) => numbers.length === 0 || numbers.some((one) => !/^\d+$/.test(one)))) return null;
  return sources
    .map((numbers) => {
      const sorted = numbers.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      return `${sorted.map((number) => `${number}.`).join("")}/`;
    })
    .join("");
}

export interface Selection {
  /** Hexadecimal, as the RFC prints it: upper case. */
  readonly digest: string;
  /** How many were left to choose from. */
  readonly among: number;
  /** Who was selected, from 1. */
  readonly selected: number;
}

/** The first `count` of a pool of `pool`, in the order selected: 0 ≤ count ≤ pool ≤ POOL_MAX. */
export function selectFromPool(md5: SyncHash, text: string, pool: number, count: number): Selection[] {
  if (!(0 <= count && count <= pool && pool <= POOL_MAX)) throw new RangeError(`${count} of ${pool}`);
  const left = Array.from({ length: pool }, (_, index) => index + 1);
  return Array.from({ length: count }, (_, turn) => {
    const [high, low] = [turn >> 8, turn & 255];
    const bytes = md5(Uint8Array.from([high, low, ...utf8.encode(text), high, low]));
    const among = left.length;
    const [selected = 0] = left.splice(remainder(bytes, among), 1);
    const digest = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { digest: digest.toUpperCase(), among, selected };
  });
}

/** Remainder of a number of many bytes, the highest first. */
const remainder = (bytes: Uint8Array, divisor: number): number =>
  bytes.reduce((rest, byte) => (rest * 256 + byte) % divisor, 0);
