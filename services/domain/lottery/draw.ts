/** The lottery itself: commitment, seed, and a key per candidate. Hashes are arguments: the domain is pure. */
import { type Bytes, fromHex, type SyncHash, toHex } from "#domain/answer/chain";
import { type Committed, commitmentText, listText, seedText } from "#domain/lottery/preimages";
import type { LotteryKey } from "#domain/ranking/ties";

/** HMAC-SHA-256 of a message, hexadecimal, lower case. */
export type HmacHex = (key: Bytes, message: Bytes) => string;

const utf8 = new TextEncoder();
/** Hexadecimal hash of a text's UTF-8 bytes. */
export const hashOfText = (sha256: SyncHash, text: string): string => toHex(sha256(utf8.encode(text)));

/** Hexadecimal SHA-256 of the list of candidates. */
export const listHash = (sha256: SyncHash, candidates: readonly string[]): string =>
  hashOfText(sha256, listText(candidates));
/** Hexadecimal SHA-256 of the secret's own digits. */
export const secretHash = (sha256: SyncHash, secret: string): string => hashOfText(sha256, secret);
/** What is published before any mark is known. */
export const commitment = (sha256: SyncHash, committed: Committed): string =>
  hashOfText(sha256, commitmentText(committed));

/** 32 bytes, hexadecimal. */
export const seed = (sha256: SyncHash, list: string, publicValue: string, secret: string): string =>
  hashOfText(sha256, seedText(list, publicValue, secret));

/**
 * One key per candidate, the same in every ranking and at every run: HMAC-SHA-256(seed, number), hexadecimal; lower wins.
 * A candidate's key depends on nobody else, so a withdrawal or a late entry moves no other one.
 */
export function lotteryKeys(hmac: HmacHex, seedHex: string): LotteryKey {
  const key = fromHex(seedHex);
  return (candidate) => hmac(key, utf8.encode(candidate));
}
