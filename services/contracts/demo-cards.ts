/**
 * Card codes of the demo exam: public on purpose and always the same, so that whoever rehearses against a platform with
 * the demo exam can sign candidates in without reading its database.
 */
import { demoCardCode, type HmacSha256 } from "#domain/exam/card-code";
import { demoCandidates } from "#domain/exam/demo-candidates";

/** Codes of `count` different candidates (at most all of them), spread evenly over the exam's centres. */
export function demoCardCodes(count: number, hmac: HmacSha256): string[] {
  const candidates = demoCandidates();
  if (count > candidates.length) throw new RangeError(`the demo exam has ${candidates.length} candidates`);
  const spreadEvenly = candidates.filter(
    (_, n) => Math.floor((n * count) / candidates.length) !== Math.floor(((n - 1) * count) / candidates.length),
  );
  return spreadEvenly.map((candidate) => demoCardCode(candidate.studentNumber, hmac));
}
