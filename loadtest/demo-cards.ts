/** Card codes of the demo exam's first candidates: the demo's cards are public on purpose. */
import { createHmac } from "node:crypto";
import { demoCardCode } from "#domain/exam/card-code";
import { demoCandidates } from "#domain/exam/demo-candidates";

const hmac = (key: string, message: string) => createHmac("sha256", key).update(message).digest();

/** One code per tablet, spread evenly over the candidates so that every centre takes part. */
export function demoCards(count: number): string[] {
  const candidates = demoCandidates();
  const stride = candidates.length / count;
  return Array.from({ length: count }, (_, i) => candidates[Math.floor(i * stride)]).map((candidate) =>
    demoCardCode(candidate?.studentNumber ?? "", hmac),
  );
}
