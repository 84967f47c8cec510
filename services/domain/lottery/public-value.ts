/** The public value of an opened lottery, out of what was announced: numbers that were drawn, or a beacon's round. Pure. */
import { toHex, fromHex, type SyncHash } from "#domain/answer/chain";
import type { LotterySource } from "#domain/lottery/preimages";
import { numberString } from "#domain/lottery/public-numbers";

export interface BeaconValue {
  readonly round: number;
  readonly randomness: string;
  /** drand's value is the hash of it; other beacons give none. */
  readonly signature?: string | undefined;
}
export type PublicValue = { readonly value: string } | { readonly rule: string; readonly message: string };

export function beaconValue(
  sha256: SyncHash,
  source: LotterySource & { method: "beacon" },
  said: BeaconValue,
): PublicValue {
  const { randomness, round, signature } = said;
  if (round !== source.round)
    return { rule: "beacon-round", message: `round ${round}, where the commitment names ${source.round}` };
  const value = randomness.toLowerCase();
  if (signature !== undefined && toHex(sha256(fromHex(signature.toLowerCase()))) !== value)
    return { rule: "beacon-signature", message: "randomness is not the SHA-256 of the signature beside it" };
  return { value };
}

/** One line of numbers per committed source, in their order; empty lines do not count. */
export function numbersValue(source: LotterySource & { method: "public-numbers" }, text: string): PublicValue {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length !== source.sources.length)
    return {
      rule: "numbers-lines",
      message: `${lines.length} lines of numbers, where the commitment names ${source.sources.length} sources`,
    };
  const value = numberString(lines.map((line) => line.split(/[\s,;]+/)));
  return value === null ? { rule: "numbers", message: "whole numbers only" } : { value };
}
