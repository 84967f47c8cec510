/** Results of an exam without a competition: a candidate has no account, but a receipt and a student number. */
import { ResultAsked } from "#contracts/portal/jury/results";
import { readReceiptCode } from "#domain/answer/receipt-code";
import { bodyOf, isRefused, refused, type Refused } from "#http/request";
import type { JuryParts } from "#portal/jury/parts";
import { createReleaseStaleness } from "#portal/jury/release-staleness";
import { releaseOfExam, resultOf } from "#portal/jury/results";
import type { OpenRoute } from "#portal/route";
import { candidateOfReceipt } from "#postgres/queries/jury";

export const resultRoutes = (
  { database, now, resultFailures }: JuryParts,
  isStale = createReleaseStaleness({ database, now }),
): readonly OpenRoute[] => [
  {
    method: "POST",
    path: "/api/results",
    who: "anyone",
    bytesMax: 4_096,
    handle: async (c) => {
      const asked = await bodyOf(c, ResultAsked);
      if (isRefused(asked)) return asked;
      const read = readReceiptCode(asked.body.receiptCode);
      const code = "code" in read ? read.code : null;
      const found = code === null ? null : await candidateOfReceipt(database, code, asked.body.studentNumber.trim());
      if (found === null) {
        const waitMs = resultFailures.spend(now());
        const wait: Refused = { refusal: "too_many_attempts", retryAfterMs: waitMs };
        return waitMs > 0 ? wait : refused("not_found", "no receipt has this code and this student number");
      }
      const { anonymityNumber, examId } = found;
      const released = await releaseOfExam(database, examId, now());
      const result = released && (await resultOf(database, examId, released.release, anonymityNumber));
      if (released && result) return { results: [{ ...result, stale: await isStale(examId, released) }] };
      const problem = { code: "not_published", place: "", message: "nothing is published for this candidate yet" };
      return { refusal: "refused", problems: [problem] } satisfies Refused;
    },
  },
];
