import type { MarkingRefusal, Refused } from "#contracts/marking/requests";

const DETAILS_MAX = 100;

/** What is asked cannot be done: told to who asks, with every reason. */
export class MarkingRefused extends Error {
  override name = "MarkingRefused";
  readonly answer: Refused;
  constructor(code: MarkingRefusal, details: readonly string[] = []) {
    super([code, ...details.slice(0, 3)].join(": "));
    const more = details.length > DETAILS_MAX ? [`and ${details.length - DETAILS_MAX} more`] : [];
    this.answer = { kind: "refused", code, details: [...details.slice(0, DETAILS_MAX), ...more] };
  }
}
