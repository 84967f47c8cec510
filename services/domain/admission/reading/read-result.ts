/** A result that is to be audited or explained, by whomever it was made: its seats, and the mode it claims. Pure. */
import type { AllocationInput } from "#domain/admission/reading/read-input";
import { Reader } from "#domain/admission/reading/shape";
import { type Mode, NONE, type Seats } from "#domain/admission/market/market";
import type { Problem } from "#domain/exam/problem";

export interface ClaimedResult {
  readonly seats: Seats;
  readonly mode: Mode;
}

/** A candidate whom it does not name has no seat, and no mode is the plain one. Whatever else it says is left aside. */
export function readResult(
  json: unknown,
  { names }: AllocationInput,
): { readonly result: ClaimedResult } | { readonly problems: readonly Problem[] } {
  const reader = new Reader();
  const file = reader.table(json, "");
  const { mode = "plain" } = file;
  if (mode !== "plain" && mode !== "protected") reader.note("mode", "mode", 'must be "plain" or "protected"');
  if (file["seats"] === undefined) reader.note("missing", "seats", "is missing");
  const programmes = new Map(names.programmes.map((id, i) => [id, i]));
  const candidates = new Map(names.candidates.map((id, i) => [id, i]));
  const seats = new Int32Array(names.candidates.length).fill(NONE);
  for (const [id, seat] of Object.entries(reader.table(file["seats"] ?? {}, "seats"))) {
    const place = () => `seats[${JSON.stringify(id)}]`;
    const candidate = reader.known(id, candidates, "candidate", place);
    const programme = seat === null ? NONE : reader.known(seat, programmes, "programme", place);
    if (candidate !== NONE) seats[candidate] = programme;
  }
  if (reader.problems.length > 0) return { problems: reader.problems };
  return { result: { seats, mode: mode === "protected" ? "protected" : "plain" } };
}
